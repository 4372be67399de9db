use balcao_access::audit;
use balcao_desk::requests::Identity;
use balcao_messages::{
    Email, MessageId, Password, Security, Server, ServerError, Template, announce, copies, mail,
    remove_server, server_of, set_server, set_template,
};
use balcao_store::outbox::NewEntry;
use balcao_store::testing::databases;
use balcao_store::{Db, now, on};

use crate::fixture::*;

fn server() -> Server {
    Server {
        host: "mail.example.net".into(),
        port: 587,
        security: Security::StartTls,
        authority: None,
        login: Some(("desk".into(), Password::new("canary-smtp"))),
        from_address: "atendimento@example.net".into(),
        from_name: "Fibra Sul".into(),
        reply_to: None,
    }
}

fn message(entry: &NewEntry) -> MessageId {
    entry.body["message"].as_str().unwrap().parse().unwrap()
}

async fn template(db: &Db, company: balcao_access::CompanyId, template: &Template) {
    let mut tx = db.write().await.unwrap();
    let line = set_template(&mut tx, company, template).await.unwrap();
    audit::commit(tx, vec![line]).await.unwrap();
}

#[tokio::test]
async fn a_server_is_kept_with_its_password_sealed_and_said_nowhere() {
    for db in databases().await {
        let actor = agent(&db).await;
        let mut tx = db.write().await.unwrap();
        let line = set_server(&mut tx, actor.company, &server()).await.unwrap();
        assert!(!format!("{line:?} {:?}", server()).contains("canary"), "neither in the trail nor in a log");
        // Set again it is another, not a second one.
        let other = Server { port: 465, security: Security::Tls, ..server() };
        set_server(&mut tx, actor.company, &other).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert_eq!(server_of(&mut conn, db.keys(), actor.company).await.unwrap(), Some(other));
        let kept: Vec<u8> = on!(&mut conn, c => sqlx::query_scalar("SELECT password FROM mail_server")
            .fetch_one(c).await)
        .unwrap();
        assert!(!String::from_utf8_lossy(&kept).contains("canary"));
        drop(conn);

        let mut tx = db.write().await.unwrap();
        assert!(remove_server(&mut tx, actor.company).await.unwrap().is_some());
        assert!(remove_server(&mut tx, actor.company).await.unwrap().is_none());
        assert_eq!(server_of(&mut tx, db.keys(), actor.company).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_password_in_the_clear_and_a_sender_that_is_none_are_refused() {
    for db in databases().await {
        let actor = agent(&db).await;
        let mut tx = db.write().await.unwrap();
        let mut set = async |server: Server| set_server(&mut tx, actor.company, &server).await;
        let plain = Server { security: Security::None, ..server() };
        assert!(matches!(set(plain.clone()).await, Err(ServerError::Exposed)));
        assert!(set(Server { host: "127.0.0.1".into(), ..plain.clone() }).await.is_ok());
        assert!(set(Server { login: None, ..plain }).await.is_ok());
        let empty = Some(("desk".into(), Password::new("")));
        assert!(matches!(set(Server { login: empty, ..server() }).await, Err(ServerError::NoPassword)));
        for host in ["", "mail example", "mail/x"] {
            let bad = Server { host: host.into(), ..server() };
            assert!(matches!(set(bad).await, Err(ServerError::Host)), "{host}");
        }
        let bad = Server { from_address: "a@b@c.example".into(), ..server() };
        assert!(matches!(set(bad).await, Err(ServerError::Address(_))));
        let bad = Server { reply_to: Some("x".into()), ..server() };
        assert!(matches!(set(bad).await, Err(ServerError::Address(_))));
        let bad = Server { from_name: "a\r\nBcc: x@example.com".into(), ..server() };
        assert!(matches!(set(bad).await, Err(ServerError::Name)));
    }
}

#[tokio::test]
async fn a_template_stands_around_a_mail_and_the_request_keeps_a_copy() {
    for db in databases().await {
        let (attendance, charge) = served(&db, Identity::PersonalData).await;
        let around = Template {
            subject_prefix: "[{empresa}]".into(),
            greeting: String::new(),
            signature: "Protocolo {protocolo}".into(),
            announce: false,
        };
        template(&db, attendance.company(), &around).await;
        let email = Email {
            to: "ana@example.com".into(),
            subject: "2ª via".into(),
            text: "Segue.".into(),
            charges: vec![charge],
        };
        let mut tx = db.write().await.unwrap();
        let entry = email.apply(&mut tx, &attendance, now()).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let out = mail(&mut conn, db.keys(), message(&entry)).await.unwrap().unwrap();
        assert!(out.subject.starts_with('[') && out.subject.ends_with("] 2ª via"), "{}", out.subject);
        assert!(out.body.ends_with(&format!("Protocolo {}", attendance.protocol())), "{}", out.body);
        assert_eq!((out.charges, out.company), (vec![charge], attendance.company()));

        let kept = copies(&mut conn, db.keys(), &attendance).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].to.as_str(), kept[0].sent_at), ("a****@example.com", None));
        assert_eq!((&kept[0].subject, &kept[0].text), (&out.subject, &out.body));
        // Another request of the same customer has its own.
        drop(conn);
        let other = serve(&db, attendance.actor(), attendance.person(), Identity::PersonalData).await;
        let mut conn = db.read().await.unwrap();
        assert!(copies(&mut conn, db.keys(), &other).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_request_that_opens_is_announced_where_the_company_wants_it_and_to_an_address_on_file_alone() {
    for db in databases().await {
        let (attendance, _) = served(&db, Identity::NotConfirmed).await;
        let wants = Template { announce: true, ..Template::default() };
        let mut tx = db.write().await.unwrap();
        assert!(announce(&mut tx, &attendance, now()).await.unwrap().is_none(), "nobody wants it");
        set_template(&mut tx, attendance.company(), &wants).await.unwrap();
        assert!(announce(&mut tx, &attendance, now()).await.unwrap().is_none(), "no server sends it");
        set_server(&mut tx, attendance.company(), &server()).await.unwrap();
        let entry = announce(&mut tx, &attendance, now()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let out = mail(&mut conn, db.keys(), message(&entry)).await.unwrap().unwrap();
        assert_eq!(out.to, "ana@example.com");
        assert!(out.body.contains(&attendance.protocol().to_string()), "{}", out.body);
        drop(conn);

        let mut tx = db.write().await.unwrap();
        on!(&mut tx, c => sqlx::query("DELETE FROM person_email").execute(c).await.map(drop)).unwrap();
        assert!(announce(&mut tx, &attendance, now()).await.unwrap().is_none(), "no address is on file");
    }
}
