//! An action from its offer to the effects that it records.

use balcao_access::Locale;
use balcao_billing::invoices;
use balcao_brazil::calendar::next_business_day;
use balcao_plugins::canvas::{Availability, Block, Input, Step};
use balcao_plugins::{Audience, Cause, Effect, Reason, RescheduleInvoice};
use chrono::Days;

use crate::world::{World, answer, worlds};

#[tokio::test]
async fn rescheduling_goes_from_offer_to_effect() {
    for world in worlds().await {
        let reschedule = world.contribution("billing", "reschedule");
        assert_eq!(world.plugins.offer(&world.scene, &reschedule).await.unwrap(), Availability::Yes);

        // Which invoice?
        let next = world.plugins.next(&world.scene, &reschedule, &[]).await.unwrap();
        let Step::Ask(fields) = next.step else { panic!("{next:?}") };
        let Input::OneOf(choices) = &fields[0].input else { panic!("{fields:?}") };
        let chosen = choices.iter().find(|choice| choice.value.contains(&world.coming.to_string()));
        let chosen = answer("invoice", &chosen.expect("the open invoice is offered").value);

        // Which day?
        let next =
            world.plugins.next(&world.scene, &reschedule, std::slice::from_ref(&chosen)).await.unwrap();
        assert!(
            matches!(&next.step, Step::Ask(fields) if fields.iter().any(|f| f.name == "due")),
            "{next:?}"
        );

        let answers = answers(&world, chosen);
        let next = world.plugins.next(&world.scene, &reschedule, &answers).await.unwrap();
        assert_eq!(next.step, Step::Review, "{next:?}");

        // Dry and real are the same, and change nothing.
        let dry = world.plugins.finish(&world.scene, &reschedule, &answers, true).await.unwrap();
        let real = world.plugins.finish(&world.scene, &reschedule, &answers, false).await.unwrap();
        assert_eq!(dry, real);
        let [effect @ Effect::Reschedule(RescheduleInvoice { change, .. })] = dry.effects.as_slice() else {
            panic!("{dry:?}")
        };
        assert_eq!((change.invoice, change.keep_charges), (world.coming, true));
        assert!(matches!(&dry.report, Some((Audience::Customer, text)) if text.contains("F-COMING")));
        let sentence = effect.sentence(Locale::Pt);
        assert!(sentence.starts_with("Fatura F-COMING: vencimento de "), "{sentence}");
        assert_ne!(sentence, effect.sentence(Locale::En));

        // Only the room that owns it applies it, once.
        let (attendance, today) = (&world.scene.attendance, world.scene.today);
        let mut tx = world.db.write().await.unwrap();
        let outside = effect.apply(&mut tx, attendance, world.scene.now, today).await.unwrap();
        assert_eq!(outside.len(), 1, "the charge is registered anew");
        tx.commit().await.unwrap();
        let mut conn = world.db.read().await.unwrap();
        let after = invoices::one(&mut conn, attendance, world.coming, today).await.unwrap().unwrap();
        assert_eq!(after.due, next_business_day(change.due));
        let again = effect.check(&mut conn, attendance, today).await.unwrap_err();
        assert_eq!(again.reason(), Some(Reason::Conflict));
    }
}

#[tokio::test]
async fn an_answer_of_another_customer_is_not_found() {
    for world in worlds().await {
        let reschedule = world.contribution("billing", "reschedule");
        let stolen = answer("invoice", &world.row_key(&world.other, "F-COMING").await);
        let raw = answer("invoice", &world.others.to_string());
        let own_raw = answer("invoice", &world.coming.to_string());
        for chosen in [stolen, raw, own_raw] {
            let answers = answers(&world, chosen);
            let failure = world.plugins.finish(&world.scene, &reschedule, &answers, false).await.unwrap_err();
            assert!(matches!(failure.cause, Cause::Said { reason: Reason::NotFound, .. }), "{failure}");
        }
    }
}

#[tokio::test]
async fn a_second_copy_shows_the_registered_charge() {
    for world in worlds().await {
        let second_copy = world.contribution("billing", "second-copy");
        let chosen = answer("invoice", &world.row_key(&world.scene, "F-OVERDUE").await);
        let answers = [chosen, answer("channel", "screen")];
        let finished = world.plugins.finish(&world.scene, &second_copy, &answers, false).await.unwrap();
        assert!(finished.effects.is_empty());
        let paid = |block: &&Block| matches!(block, Block::Payment(_));
        assert_eq!(finished.blocks.iter().filter(paid).count(), 1, "{finished:?}");
    }
}

#[tokio::test]
async fn an_action_is_no_widget() {
    for world in worlds().await {
        let reschedule = world.contribution("billing", "reschedule");
        let failure = world.plugins.draw(&world.scene, &reschedule, &[]).done.await.unwrap_err();
        assert_eq!(failure.cause, Cause::Absent);
    }
}

fn answers(world: &World, invoice: balcao_plugins::canvas::Answer) -> [balcao_plugins::canvas::Answer; 3] {
    let due = world.scene.today + Days::new(7);
    [invoice, answer("due", &due.to_string()), answer("reason", "Combinado por telefone")]
}
