//! What happened in a request, and who is told that somebody looked.

use balcao_access::audit::{self, Act};
use balcao_access::{Right, testing};
use balcao_desk::history::{self, Event, PAGE, What};
use balcao_desk::reports::{self, Audience};
use balcao_desk::{Attendance, modules};
use balcao_store::testing::databases;
use balcao_store::{Db, Uuid, now};

use crate::fixture::*;

async fn did(db: &Db, attendance: &Attendance, act: Act) {
    let tx = db.write().await.unwrap();
    audit::commit(tx, vec![attendance.line(act).contribution("billing/second-copy")]).await.unwrap();
}

async fn said(db: &Db, attendance: &Attendance, text: &str) {
    let mut tx = db.write().await.unwrap();
    reports::write(&mut tx, attendance, Audience::Internal, text, None, now()).await.unwrap();
    audit::commit(tx, vec![attendance.line(Act::ReportWritten)]).await.unwrap();
}

/// The events of a page in a word each.
async fn words(db: &Db, attendance: &Attendance, page: u32) -> Vec<String> {
    let page = history::page(&mut db.read().await.unwrap(), attendance, page).await.unwrap();
    let word = |event: Event| match event.what {
        What::Report { text, .. } => text,
        What::Act { act, .. } => act.to_string(),
    };
    page.events.into_iter().map(word).collect()
}

#[tokio::test]
async fn everything_is_told_once_the_newest_first_and_who_looked_to_supervisors_alone() {
    for db in databases().await {
        let actor = agent(&db).await;
        let ana = person(&db, "Ana", None, &[]).await;
        contract(&db, actor.company, ana, NORMAL, &[]).await;
        let attendance = serve(&db, &actor, start(&db, &actor, ana).await).await;
        let other = serve(&db, &actor, start(&db, &actor, ana).await).await;
        did(&db, &attendance, Act::AttendanceStarted).await;
        did(&db, &attendance, Act::AttendanceOpened).await;
        said(&db, &attendance, "Cliente ligou.").await;
        did(&db, &attendance, Act::ActionFinished).await;
        did(&db, &attendance, Act::SecretShown).await;
        said(&db, &other, "Outra.").await;
        assert_eq!(
            words(&db, &attendance, 0).await,
            ["action-finished", "Cliente ligou.", "attendance-started"]
        );
        let page = history::page(&mut db.read().await.unwrap(), &attendance, 0).await.unwrap();
        assert_eq!(page.events[0].who.as_deref(), Some(&*actor.user.name));
        assert!(
            matches!(&page.events[0].what, What::Act { contribution: Some(by), .. } if by == "billing/second-copy")
        );

        for right in [Right::Supervise, Right::Administer] {
            let above = testing::colleague(&db, actor.company, &[Right::Serve, right]).await;
            let attendance = serve(&db, &above, attendance.request()).await;
            let all = words(&db, &attendance, 0).await;
            assert!(
                all.contains(&"attendance-opened".into()) && all.contains(&"secret-shown".into()),
                "{all:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_long_history_comes_page_by_page() {
    for db in databases().await {
        let actor = agent(&db).await;
        let ana = person(&db, "Ana", None, &[]).await;
        contract(&db, actor.company, ana, NORMAL, &[]).await;
        let attendance = serve(&db, &actor, start(&db, &actor, ana).await).await;
        for n in 0..PAGE + 2 {
            said(&db, &attendance, &n.to_string()).await;
        }
        let first = history::page(&mut db.read().await.unwrap(), &attendance, 0).await.unwrap();
        assert!(first.more && first.events.len() == PAGE);
        assert_eq!(words(&db, &attendance, 1).await, ["1", "0"]);
        assert!(words(&db, &attendance, u32::MAX).await.is_empty());
    }
}

#[tokio::test]
async fn a_company_has_text_modules_of_its_own() {
    for db in databases().await {
        let actor = agent(&db).await;
        let ana = person(&db, "Ana", None, &[]).await;
        contract(&db, actor.company, ana, NORMAL, &[]).await;
        let attendance = serve(&db, &actor, start(&db, &actor, ana).await).await;
        let elsewhere = testing::actor(&db, &[Right::Serve]).await.company;
        let mut tx = db.write().await.unwrap();
        modules::seed(&mut tx, elsewhere, Uuid::now_v7).await.unwrap();
        tx.commit().await.unwrap();
        assert!(modules::list(&mut db.read().await.unwrap(), &attendance).await.unwrap().is_empty());
        let mut tx = db.write().await.unwrap();
        modules::seed(&mut tx, actor.company, Uuid::now_v7).await.unwrap();
        tx.commit().await.unwrap();
        let modules = modules::list(&mut db.read().await.unwrap(), &attendance).await.unwrap();
        assert_eq!(modules[0].title, "Abertura");
        let values = modules::Values { name: "Ana", protocol: "10", agent: "Bia", company: "Vertente" };
        for module in &modules {
            assert!(!module.filled(values).contains(['{', '}']), "{}: an unknown placeholder", module.title);
        }
    }
}
