//! Who asks, how that is known, and what it allows.

use balcao_access::{Right, testing};
use balcao_desk::identity::{self, ConfirmError, Confirmation, Unconfirmed};
use balcao_desk::requests::{self, Asker, Identity, NameProblem};
use balcao_desk::{Attendance, RequestId, starting};
use balcao_store::testing::databases;
use balcao_store::{Db, now};

use crate::fixture::*;

/// An attendance for somebody who asks like this.
async fn asked_by(db: &Db, actor: &balcao_access::Actor, who: Asker, identity: Identity) -> Attendance {
    let ana = person(db, "Ana", None, &[]).await;
    contract(db, actor.company, ana, NORMAL, &[]).await;
    let asking = requests::Asking { who, name: Some("Rosa".into()), identity, ..asking() };
    let mut tx = db.write().await.unwrap();
    let request = RequestId::new();
    starting::start(&mut tx, actor, request, ana, &asking, now(), today()).await.unwrap();
    tx.commit().await.unwrap();
    serve(db, actor, request).await
}

#[tokio::test]
async fn a_profile_without_the_right_waits_until_it_is_known_who_asks() {
    use Identity::*;
    for db in databases().await {
        let actor = agent(&db).await;
        let free = testing::colleague(&db, actor.company, &[Right::Serve, Right::ActUnconfirmed]).await;
        for (who, how, expected) in [
            (Asker::Holder, NotConfirmed, "not confirmed"),
            (Asker::Holder, PersonalData, "yes"),
            (Asker::Authorised, NotConfirmed, "not confirmed"),
            (Asker::Authorised, Document, "yes"),
            (Asker::ThirdParty, NotConfirmed, "third party"),
            (Asker::ThirdParty, CalledBack, "third party"),
        ] {
            let attendance = asked_by(&db, &actor, who, how).await;
            let mut conn = db.read().await.unwrap();
            let found = match identity::confirmed(&mut conn, &attendance).await {
                Ok(()) => "yes",
                Err(Unconfirmed::NotConfirmed) => "not confirmed",
                Err(Unconfirmed::ThirdParty) => "third party",
                Err(Unconfirmed::Store(error)) => panic!("{error}"),
            };
            assert_eq!(found, expected, "{who} {how}");
            drop(conn);
            let by_the_free = serve(&db, &free, attendance.request()).await;
            identity::confirmed(&mut db.read().await.unwrap(), &by_the_free).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_confirmation_says_how_and_names_who_is_not_the_holder() {
    for db in databases().await {
        let actor = agent(&db).await;
        let attendance = asked_by(&db, &actor, Asker::Holder, Identity::NotConfirmed).await;
        let by = |who, name: &str, identity| Confirmation { who, name: Some(name.into()), identity };
        let mut tx = db.write().await.unwrap();
        let how_missing = by(Asker::Holder, "", Identity::NotConfirmed);
        let refused = identity::confirm(&mut tx, &attendance, &how_missing, now()).await;
        assert!(matches!(refused, Err(ConfirmError::HowMissing)));
        for (name, problem) in [(" ", NameProblem::Missing), (&*"x".repeat(201), NameProblem::TooLong)] {
            let confirmation = by(Asker::Authorised, name, Identity::Document);
            let refused = identity::confirm(&mut tx, &attendance, &confirmation, now()).await;
            assert!(matches!(refused, Err(ConfirmError::Name(found)) if found == problem));
        }
        let confirmation = by(Asker::Authorised, " Rosa ", Identity::Document);
        let line = identity::confirm(&mut tx, &attendance, &confirmation, now()).await.unwrap();
        assert_eq!(line.fields, serde_json::json!({ "asking": "authorised", "identity": "document" }));
        tx.commit().await.unwrap();
        identity::confirmed(&mut db.read().await.unwrap(), &attendance).await.unwrap();
        let request = requests::current(&mut db.read().await.unwrap(), &attendance, now()).await.unwrap();
        assert_eq!(request.asking.name.as_deref(), Some("Rosa"));
    }
}

#[tokio::test]
async fn a_request_that_has_ended_takes_no_confirmation() {
    for db in databases().await {
        let actor = agent(&db).await;
        let attendance = asked_by(&db, &actor, Asker::Holder, Identity::NotConfirmed).await;
        end(&db, &attendance).await;
        let confirmation = Confirmation { who: Asker::Holder, name: None, identity: Identity::Document };
        let mut tx = db.write().await.unwrap();
        let refused = identity::confirm(&mut tx, &attendance, &confirmation, now()).await;
        assert!(matches!(refused, Err(ConfirmError::Ended)));
    }
}
