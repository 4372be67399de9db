use balcao_access::{Right, testing};
use balcao_desk::contracts::{ContractStatus, Stage};
use balcao_desk::reports::{self, Audience};
use balcao_desk::requests::{self, Asker, NameProblem, StatusKind};
use balcao_desk::starting::{self, ChooseError, StartError, WhyNot};
use balcao_desk::{PersonId, RequestId, people, search};
use balcao_store::testing::databases;
use balcao_store::{Db, now};

use crate::fixture::*;

/// What the list of people says, and what the server does.
async fn why_not(db: &Db, actor: &balcao_access::Actor, person: PersonId) -> Option<WhyNot> {
    let card = search::person(&mut db.read().await.unwrap(), actor, person).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let started = starting::start(&mut tx, actor, RequestId::new(), person, &asking(), now(), today()).await;
    let done = match started {
        Ok(_) => None,
        Err(StartError::WhyNot(why)) => Some(why),
        Err(error) => panic!("{error}"),
    };
    if let Some(card) = card {
        assert_eq!(card.can_start.err(), done);
    }
    done
}

#[tokio::test]
async fn only_who_has_or_had_a_contract_with_the_company_is_served() {
    for db in databases().await {
        let actor = agent(&db).await;
        for ((status, stage), expected) in [
            (NORMAL, None),
            ((ContractStatus::Cancelled, Stage::Cancelled), None),
            ((ContractStatus::FinancialBlock, Stage::Approved), None),
            ((ContractStatus::Normal, Stage::InApproval), None),
            ((ContractStatus::Normal, Stage::PreContract), Some(WhyNot::OnlyPreContract)),
            ((ContractStatus::Normal, Stage::Rejected), Some(WhyNot::OnlyPreContract)),
        ] {
            let person = person(&db, "Ana", None, &[]).await;
            contract(&db, actor.company, person, (status, stage), &[]).await;
            assert_eq!(why_not(&db, &actor, person).await, expected, "{status} {stage}");
        }
        let alone = person(&db, "Cecília", None, &[]).await;
        assert_eq!(why_not(&db, &actor, alone).await, Some(WhyNot::NoContract));
        let other = testing::actor(&db, &[Right::Serve]).await;
        let elsewhere = person(&db, "Davi", None, &[]).await;
        contract(&db, other.company, elsewhere, NORMAL, &[]).await;
        assert_eq!(why_not(&db, &actor, elsewhere).await, Some(WhyNot::NoContract));
        let both = agent_of_both(&db, &actor, [actor.company, other.company]).await;
        let away = if both.company == actor.company { other.company } else { actor.company };
        let away_only = person(&db, "Eva", None, &[]).await;
        contract(&db, away, away_only, NORMAL, &[]).await;
        assert_eq!(why_not(&db, &both, away_only).await, Some(WhyNot::OtherCompany(away)));
        let powerless = testing::colleague(&db, actor.company, &[Right::Administer]).await;
        let person = person(&db, "Fábio", None, &[]).await;
        contract(&db, actor.company, person, NORMAL, &[]).await;
        assert_eq!(why_not(&db, &powerless, person).await, Some(WhyNot::Denied));
    }
}

#[tokio::test]
async fn a_protocol_is_given_at_the_start_and_never_again() {
    for db in databases().await {
        let actor = agent(&db).await;
        let ana = person(&db, "Ana", None, &[]).await;
        contract(&db, actor.company, ana, NORMAL, &[]).await;
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..3 {
            let attendance = serve(&db, &actor, start(&db, &actor, ana).await).await;
            assert!(seen.insert(attendance.protocol().clone()));
            assert_eq!(attendance.protocol().as_str()[2..10], *"20261124");
        }
        // One that was not committed leaves no request, and no number is given twice.
        let mut tx = db.write().await.unwrap();
        starting::start(&mut tx, &actor, RequestId::new(), ana, &asking(), now(), today()).await.unwrap();
        drop(tx);
        assert!(seen.insert(serve(&db, &actor, start(&db, &actor, ana).await).await.protocol().clone()));
        let open = requests::open_of(&mut db.read().await.unwrap(), &actor, ana, now()).await.unwrap();
        assert_eq!(open.len(), 4);
    }
}

#[tokio::test]
async fn a_request_is_started_once() {
    for db in databases().await {
        let actor = agent(&db).await;
        let ana = person(&db, "Ana", None, &[]).await;
        contract(&db, actor.company, ana, NORMAL, &[]).await;
        let request = start(&db, &actor, ana).await;
        let mut tx = db.write().await.unwrap();
        let again = starting::start(&mut tx, &actor, request, ana, &asking(), now(), today()).await;
        assert!(matches!(again, Err(StartError::Again)));
        drop(tx);
        let open = requests::open_of(&mut db.read().await.unwrap(), &actor, ana, now()).await.unwrap();
        assert_eq!(open.len(), 1);
    }
}

#[tokio::test]
async fn who_asks_is_kept_and_checked() {
    for db in databases().await {
        let actor = agent(&db).await;
        let ana = person(&db, "Ana", None, &[]).await;
        contract(&db, actor.company, ana, NORMAL, &[]).await;
        let mut tx = db.write().await.unwrap();
        let request = RequestId::new();
        let mut third = requests::Asking { who: Asker::ThirdParty, name: Some(" ".into()), ..asking() };
        let refused = starting::start(&mut tx, &actor, request, ana, &third, now(), today()).await;
        assert!(matches!(refused, Err(StartError::Name(NameProblem::Missing))));
        third.name = Some("x".repeat(201));
        let refused = starting::start(&mut tx, &actor, request, ana, &third, now(), today()).await;
        assert!(matches!(refused, Err(StartError::Name(NameProblem::TooLong))));
        third.name = Some(" Rosa ".into());
        let (_, line) = starting::start(&mut tx, &actor, request, ana, &third, now(), today()).await.unwrap();
        assert_eq!(
            (line.person, line.request, line.actor),
            (Some(ana.0), Some(request.0), Some(actor.user.id))
        );
        tx.commit().await.unwrap();
        let attendance = serve(&db, &actor, request).await;
        let request = requests::current(&mut db.read().await.unwrap(), &attendance, now()).await.unwrap();
        assert_eq!(request.asking, requests::Asking { name: Some("Rosa".into()), ..third });
        assert_eq!(request.status.kind, StatusKind::Open);
        assert_eq!(request.kind, None);
        let mut tx = db.write().await.unwrap();
        let nobody =
            starting::start(&mut tx, &actor, RequestId::new(), PersonId::new(), &asking(), now(), today())
                .await;
        assert!(matches!(nobody, Err(StartError::NotFound)));
    }
}

#[tokio::test]
async fn the_only_tag_is_chosen_at_once_and_several_are_to_choose() {
    for db in databases().await {
        let actor = agent(&db).await;
        let one = person(&db, "Ana", None, &[]).await;
        let (contract_1, tags_1) = contract(&db, actor.company, one, NORMAL, &["1-1"]).await;
        let attendance = serve(&db, &actor, start(&db, &actor, one).await).await;
        assert_eq!((attendance.contract(), attendance.tag()), (Some(contract_1), Some(tags_1[0])));

        let without = person(&db, "Bia", None, &[]).await;
        let (contract_2, _) = contract(&db, actor.company, without, NORMAL, &[]).await;
        let attendance = serve(&db, &actor, start(&db, &actor, without).await).await;
        assert_eq!((attendance.contract(), attendance.tag()), (Some(contract_2), None));

        let two = person(&db, "Caio", None, &[]).await;
        let (contract_3, tags_3) = contract(&db, actor.company, two, NORMAL, &["3-1", "3-2"]).await;
        let request = start(&db, &actor, two).await;
        let attendance = serve(&db, &actor, request).await;
        assert_eq!(attendance.contract(), None);
        let tasks = mine(&db, &actor, now()).await;
        assert!(tasks.iter().find(|task| task.request == request).unwrap().unfinished_choice);

        let mut tx = db.write().await.unwrap();
        let missing = starting::choose(&mut tx, &attendance, contract_3, None, now()).await;
        assert!(matches!(missing, Err(ChooseError::TagNeeded)));
        for (contract, tag) in
            [(contract_1, Some(tags_1[0])), (contract_3, Some(tags_1[0])), (contract_1, None)]
        {
            let foreign = starting::choose(&mut tx, &attendance, contract, tag, now()).await;
            assert!(matches!(foreign, Err(ChooseError::NotFound)));
        }
        starting::choose(&mut tx, &attendance, contract_3, Some(tags_3[0]), now()).await.unwrap();
        tx.commit().await.unwrap();

        let attendance = serve(&db, &actor, request).await;
        assert_eq!((attendance.contract(), attendance.tag()), (Some(contract_3), Some(tags_3[0])));
        let summary = people::summary(&mut db.read().await.unwrap(), &attendance).await.unwrap();
        assert_eq!(summary.tag, Some(("3-1".into(), "Residência".into())));
        assert_eq!(
            reports::page(&mut db.read().await.unwrap(), &attendance, None).await.unwrap().reports.len(),
            0
        );

        let mut tx = db.write().await.unwrap();
        starting::choose(&mut tx, &attendance, contract_3, Some(tags_3[1]), now()).await.unwrap();
        tx.commit().await.unwrap();
        let told = reports::page(&mut db.read().await.unwrap(), &attendance, None).await.unwrap().reports;
        assert_eq!((told.len(), told[0].audience), (1, Audience::Internal));
        assert!(told[0].text.contains("3-1") && told[0].text.contains("3-2"), "{}", told[0].text);
    }
}

#[tokio::test]
async fn a_choice_made_after_another_is_reported_though_its_page_is_older() {
    for db in databases().await {
        let actor = agent(&db).await;
        let ana = person(&db, "Ana", None, &[]).await;
        let (contract, tags) = contract(&db, actor.company, ana, NORMAL, &["1-1", "1-2"]).await;
        // Opened before either choice was made, by two people at once.
        let attendance = serve(&db, &actor, start(&db, &actor, ana).await).await;
        for tag in tags {
            let mut tx = db.write().await.unwrap();
            starting::choose(&mut tx, &attendance, contract, Some(tag), now()).await.unwrap();
            tx.commit().await.unwrap();
        }
        let told = reports::page(&mut db.read().await.unwrap(), &attendance, None).await.unwrap().reports;
        assert_eq!(told.len(), 1);
        assert!(told[0].text.contains("1-1") && told[0].text.contains("1-2"), "{}", told[0].text);
    }
}

#[tokio::test]
async fn reports_are_kept_the_newest_first_and_page_by_page() {
    for db in databases().await {
        let actor = agent(&db).await;
        let ana = person(&db, "Ana", None, &[]).await;
        contract(&db, actor.company, ana, NORMAL, &[]).await;
        let attendance = serve(&db, &actor, start(&db, &actor, ana).await).await;
        let mut tx = db.write().await.unwrap();
        for n in 0..45 {
            let text = format!(" relato {n} ");
            reports::write(&mut tx, &attendance, Audience::Customer, &text, None, now()).await.unwrap();
        }
        for (text, expected) in [("  ", "empty"), (&*"x".repeat(10_001), "longer")] {
            let error = reports::write(&mut tx, &attendance, Audience::Internal, text, None, now()).await;
            assert!(error.unwrap_err().to_string().contains(expected));
        }
        tx.commit().await.unwrap();
        let (mut cursor, mut seen) = (None, Vec::new());
        loop {
            let mut conn = db.read().await.unwrap();
            let page = reports::page(&mut conn, &attendance, cursor).await.unwrap();
            seen.extend(page.reports.into_iter().map(|report| report.text));
            cursor = page.cursor;
            if cursor.is_none() {
                break;
            }
        }
        let expected: Vec<String> = (0..45).rev().map(|n| format!("relato {n}")).collect();
        assert_eq!(seen, expected);
    }
}
