//! Files: who may open one, and that nothing of an upload is taken before it is known who sends it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use balcao_desk::Attendance;
use balcao_files::{AddFile, Details, RecordId, Subject};
use balcao_store::now;

use crate::support::{Browser, World, worlds};

/// An attachment of the customer.
async fn attached(world: &World) -> RecordId {
    let mut conn = world.db.read().await.unwrap();
    let attendance = Attendance::open(&mut conn, &world.ana, world.request.parse().unwrap()).await.unwrap();
    drop(conn);
    let mut receiving = world.files.receive(0).unwrap();
    receiving.write(b"%PDF-1.4\n").await.unwrap();
    let received = receiving.finish("a.pdf", &[]).await.unwrap();
    let place = balcao_desk::inputs::Place { run: balcao_store::Uuid::now_v7(), field: "file" };
    let held = world.files.hold(&world.db, &attendance, place, received, now()).await.unwrap();
    let details = Details {
        title: "a".into(),
        description: String::new(),
        kind: "other".into(),
        valid_until: None,
        visible: false,
    };
    let adding = AddFile { upload: held.id, subject: Subject::Attachment, tag: None, details };
    let mut tx = world.db.write().await.unwrap();
    let id = adding.apply(&mut tx, &attendance, now(), now().date_naive()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_file_is_for_those_whose_screen_shows_such_files() {
    for world in worlds().await {
        let record = attached(&world).await;
        let browser = world.sign_in(&world.ana).await;
        // Nothing in Ana's layout may see attachments.
        for what in ["view", "download"] {
            let path = format!("/attendance/{}/file/{record}/{what}", world.request);
            assert_eq!(world.get(&browser, &path).await.status, StatusCode::FORBIDDEN, "{what}");
        }
        let missing = format!("/attendance/{}/file/{}/view", world.request, RecordId::new());
        assert_eq!(world.get(&browser, &missing).await.status, StatusCode::NOT_FOUND);
    }
}

async fn upload(world: &World, browser: &Browser, run: &str, csrf: &str) -> StatusCode {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n\
         --x\r\nContent-Disposition: form-data; name=\"intent\"\r\n\r\nupload\r\n\
         --x\r\nContent-Disposition: form-data; name=\"a.file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\r\n--x--\r\n"
    );
    let request = Request::post(format!("/attendance/{}/run/{run}", world.request))
        .header(header::COOKIE, &browser.cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    world.send(request).await.status
}

#[tokio::test]
async fn a_file_is_taken_only_from_a_form_of_this_session_and_for_a_run_that_asks() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let run = balcao_action::RunId::new().to_string();
        let forged = "0".repeat(browser.csrf.len());
        assert_eq!(upload(&world, &browser, &run, &forged).await, StatusCode::FORBIDDEN);
        assert_eq!(upload(&world, &browser, &run, "").await, StatusCode::FORBIDDEN);
        assert_eq!(upload(&world, &Browser::default(), &run, "").await, StatusCode::UNAUTHORIZED);
        // Of the session, for a run that is none.
        upload(&world, &browser, &run, &browser.csrf).await;
        assert!(!world.folder.path().join("kept").exists(), "nothing of them is kept");
    }
}

#[tokio::test]
async fn only_the_form_of_an_action_takes_files() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--x--\r\n",
            browser.csrf
        );
        let request = Request::post(format!("/attendance/{}/report", world.request))
            .header(header::COOKIE, &browser.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        assert_eq!(world.send(request).await.status, StatusCode::FORBIDDEN);
    }
}
