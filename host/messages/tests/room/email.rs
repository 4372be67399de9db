use balcao_billing::invoices::State;
use balcao_desk::requests::Identity;
use balcao_messages::{Email, KIND, MAX_SUBJECT, MAX_TEXT, MessageId, RuleError, mail, sent};
use balcao_store::testing::databases;
use balcao_store::{Db, now};

use crate::fixture::*;

fn email(to: &str) -> Email {
    Email { to: to.into(), subject: "2ª via".into(), text: "Olá.".into(), charges: Vec::new() }
}

async fn message_of(db: &Db, entry: &balcao_store::outbox::NewEntry) -> MessageId {
    assert_eq!(entry.kind, KIND);
    let body = entry.body.as_object().unwrap();
    assert_eq!(body.keys().collect::<Vec<_>>(), ["message"], "the outbox holds an id and no value");
    let id: MessageId = body["message"].as_str().unwrap().parse().unwrap();
    assert!(mail(&mut db.read().await.unwrap(), db.keys(), id).await.unwrap().is_some());
    id
}

#[tokio::test]
async fn a_mail_is_kept_with_the_codes_that_only_the_host_adds_and_is_sent_once() {
    for db in databases().await {
        let (attendance, charge) = served(&db, Identity::PersonalData).await;
        let wanted = Email { charges: vec![charge], ..email("ana@example.com") };
        let mut tx = db.write().await.unwrap();
        let entry = wanted.apply(&mut tx, &attendance, now()).await.unwrap();
        tx.commit().await.unwrap();
        let id = message_of(&db, &entry).await;
        let out = mail(&mut db.read().await.unwrap(), db.keys(), id).await.unwrap().unwrap();
        assert_eq!((out.to.as_str(), out.subject.as_str()), ("ana@example.com", "2ª via"));
        assert!(out.body.starts_with("Olá.\n\nFatura FAT ") && out.body.contains("pix 1"), "{}", out.body);
        assert!(!format!("{out:?}").contains("ana"), "nothing of it reaches a log");
        let mut tx = db.write().await.unwrap();
        sent(&mut tx, id, now()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(mail(&mut db.read().await.unwrap(), db.keys(), id).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn an_address_that_is_not_on_file_needs_to_know_who_asks() {
    for db in databases().await {
        for (identity, allowed) in [(Identity::PersonalData, true), (Identity::NotConfirmed, false)] {
            let (attendance, _) = served(&db, identity).await;
            let mut conn = db.read().await.unwrap();
            assert!(email("ANA@example.com").check(&mut conn, &attendance).await.is_ok(), "on file");
            let other = email("outra@example.com").check(&mut conn, &attendance).await;
            assert_eq!(other.is_ok(), allowed, "{other:?}");
            assert!(allowed || matches!(other, Err(RuleError::Unconfirmed(_))));
        }
    }
}

#[tokio::test]
async fn what_can_t_be_a_mail_is_refused() {
    for db in databases().await {
        let (attendance, charge) = served(&db, Identity::PersonalData).await;
        let (other, others_charge) = served(&db, Identity::PersonalData).await;
        let contract = contract(&db, attendance.company(), attendance.person()).await;
        let (_, paid) = invoice(&db, contract, in_days(-3), State::Paid).await;
        let good = email("ana@example.com");
        let mut conn = db.read().await.unwrap();
        for (bad, why) in [
            (email("ana@example.com\nBcc: x@example.com"), "this is no e-mail address"),
            (Email { subject: " ".into(), ..good.clone() }, "one line"),
            (Email { subject: "a\nb".into(), ..good.clone() }, "one line"),
            (Email { subject: "x".repeat(MAX_SUBJECT + 1), ..good.clone() }, "one line"),
            (Email { text: "x".repeat(MAX_TEXT + 1), ..good.clone() }, "a text has"),
            (Email { charges: vec![charge; 21], ..good.clone() }, "at most 20 charges"),
            (Email { charges: vec![others_charge], ..good.clone() }, "no longer be paid"),
            (Email { charges: vec![paid], ..good.clone() }, "no longer be paid"),
        ] {
            let refused = bad.check(&mut conn, &attendance).await.unwrap_err().to_string();
            assert!(refused.contains(why), "{refused}");
        }
        assert!(good.check(&mut conn, &other).await.is_ok());
    }
}
