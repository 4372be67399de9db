//! A line: who sees it, and what is changed of it.

use balcao_access::{Right, testing};
use balcao_desk::contracts::ContractStatus;
use balcao_desk::identity::Unconfirmed;
use balcao_desk::requests::Identity;
use balcao_network::equipment::{Heard, What};
use balcao_network::{
    Access, ChangeError, Connection, Disconnect, LineError, Password, SetPassword, connections,
};
use balcao_store::outbox::State;
use balcao_store::{Db, now, testing as store};

use crate::fixture::{Customer, customer, customer_of, entry, put, servers, worker};

async fn served(db: &Db, of: &Customer) -> Connection {
    connections::served(&mut db.read().await.unwrap(), &of.attendance).await.unwrap()
}

async fn password(db: &Db, of: &Customer) -> String {
    let mut conn = db.read().await.unwrap();
    let found = connections::password(&mut conn, db.keys(), &of.attendance, of.line).await.unwrap();
    found.expect("a password").expose().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_line_of_the_served_tag_is_read_and_no_other() {
    for db in store::databases().await {
        let (one, other) =
            (customer(&db, ContractStatus::Normal).await, customer(&db, ContractStatus::Normal).await);
        let line = served(&db, &one).await;
        assert_eq!((line.id, line.login.as_str(), line.access), (one.line, "helena.1001", Access::Normal));
        assert_eq!(password(&db, &one).await, "old12345");
        let mut conn = db.read().await.unwrap();
        let others = connections::password(&mut conn, db.keys(), &one.attendance, other.line).await.unwrap();
        assert_eq!(others, None, "another customer's password is not found");
        let foreign = Disconnect { connection: other.line };
        let refused = foreign.check(&mut conn, &one.attendance).await.unwrap_err();
        assert!(matches!(refused, ChangeError::Conflict), "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_whose_service_has_no_line_says_so() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::Normal).await;
        let mut tx = db.write().await.unwrap();
        balcao_store::on!(&mut tx, c => sqlx::query("DELETE FROM connection WHERE id = $1")
            .bind(one.line).execute(c).await.map(drop))
        .unwrap();
        tx.commit().await.unwrap();
        let none = connections::served(&mut db.read().await.unwrap(), &one.attendance).await.unwrap_err();
        assert!(matches!(none, LineError::NoConnection), "{none:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_is_written_before_the_session_ends_and_is_the_password_only_then() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::Normal).await;
        let new = Password::parse("new-secret-1", "helena.1001").unwrap();
        let change = SetPassword { connection: one.line, version: 1 };
        let mut tx = db.write().await.unwrap();
        let entries = change.apply(&mut tx, &one.attendance, &new, now()).await.unwrap();
        let ids = put(&mut tx, entries).await;
        tx.commit().await.unwrap();
        assert_eq!(password(&db, &one).await, "old12345", "the server does not have it yet");
        assert!(served(&db, &one).await.awaits_password);
        let body = entry(&db, ids[0]).await.body.0.to_string();
        assert!(!body.contains("new-secret-1"), "{body}");

        let (told, equipment) = servers(|order| match order.what {
            What::Password(_) => Heard::Silence,
            _ => Heard::Done,
        });
        worker(&db, &equipment).round(now()).await.unwrap();
        let unsure = entry(&db, ids[0]).await;
        assert_eq!((unsure.state, unsure.ended_at), (State::Unknown, None), "no answer is not a failure");
        assert_eq!(told.lock().unwrap().len(), 1, "the session goes on until the password is there");
        assert_eq!(password(&db, &one).await, "old12345");

        let (told, equipment) = servers(|_| Heard::Done);
        let worker = worker(&db, &equipment);
        worker.round(unsure.due_at).await.unwrap();
        worker.round(unsure.due_at).await.unwrap();
        let whats: Vec<What> = told.lock().unwrap().iter().map(|order| order.what.clone()).collect();
        assert_eq!(whats, [What::Password(new.clone()), What::Disconnect(None)]);
        assert_eq!(password(&db, &one).await, "new-secret-1");
        let line = served(&db, &one).await;
        assert!(!line.awaits_password && line.ended_at.is_some(), "{line:?}");
        assert_eq!(entry(&db, ids[0]).await.answer.as_deref(), Some("enviado ao bng-1 (demonstração)"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_before_somebody_else_changed_it_is_not_changed() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::Normal).await;
        let change = SetPassword { connection: one.line, version: 1 };
        let mut tx = db.write().await.unwrap();
        change.apply(&mut tx, &one.attendance, &Password::made_up(), now()).await.unwrap();
        tx.commit().await.unwrap();
        let late = change.check(&mut db.read().await.unwrap(), &one.attendance).await.unwrap_err();
        assert!(matches!(late, ChangeError::Conflict), "{late:?}");
        let mut tx = db.write().await.unwrap();
        let late = change.apply(&mut tx, &one.attendance, &Password::made_up(), now()).await.unwrap_err();
        assert!(matches!(late, ChangeError::Conflict), "{late:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_changed_for_somebody_whose_identity_was_made_sure() {
    for db in store::databases().await {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        let unsure = customer_of(&db, &actor, ContractStatus::Normal, Identity::NotConfirmed).await;
        let sure = customer_of(&db, &actor, ContractStatus::Normal, Identity::PersonalData).await;
        let mut conn = db.read().await.unwrap();
        let change = SetPassword { connection: unsure.line, version: 1 };
        let refused = change.check(&mut conn, &unsure.attendance).await.unwrap_err();
        assert!(matches!(refused, ChangeError::Unconfirmed(Unconfirmed::NotConfirmed)), "{refused:?}");
        let change = SetPassword { connection: sure.line, version: 1 };
        change.check(&mut conn, &sure.attendance).await.unwrap();
        // To be disconnected harms nobody for long.
        Disconnect { connection: unsure.line }.check(&mut conn, &unsure.attendance).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wish_to_disconnect_is_an_order_and_its_outcome_is_told_as_it_is() {
    for db in store::databases().await {
        let cases = [
            (Heard::Done, State::Done, "enviado ao bng-1 (demonstração)"),
            (Heard::NoSession, State::Done, "não havia sessão aberta no bng-1 (demonstração)"),
            (Heard::Refused("proibido".into()), State::Refused, "o bng-1 recusou: proibido (demonstração)"),
            (Heard::NotSent("sem cadastro".into()), State::Waiting, "sem cadastro (demonstração)"),
            (Heard::Nobody, State::Waiting, "o bng-1 está fora do ar (demonstração)"),
            (Heard::Silence, State::Unknown, "o bng-1 não respondeu (demonstração)"),
        ];
        for (heard, state, words) in cases {
            let one = customer(&db, ContractStatus::Normal).await;
            let mut tx = db.write().await.unwrap();
            let entries =
                Disconnect { connection: one.line }.apply(&mut tx, &one.attendance, now()).await.unwrap();
            let ids = put(&mut tx, entries).await;
            tx.commit().await.unwrap();
            let (_, equipment) = servers(move |_| heard.clone());
            worker(&db, &equipment).round(now()).await.unwrap();
            let entry = entry(&db, ids[0]).await;
            assert_eq!((entry.state, entry.answer.as_deref()), (state, Some(words)));
            // Out of the way of the next case.
            let (_, equipment) = servers(|_| Heard::Done);
            worker(&db, &equipment).round(entry.due_at).await.unwrap();
        }
    }
}
