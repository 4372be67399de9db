//! Forged, oversized, late: what a page refuses, and that nothing is lost by it.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use balcao_access::{audit, sessions};
use balcao_desk::{Attendance, reports};
use balcao_web::WebConfig;
use futures_util::future::join_all;
use futures_util::stream;
use tower::ServiceExt;

use crate::support::{Browser, World, encoded, world, worlds};

fn report(world: &World) -> String {
    format!("/attendance/{}/report", world.request)
}

const REPORT: [(&str, &str); 4] = [
    ("audience", "internal"),
    ("text", "Cliente ligou.\nVai retornar."),
    ("form", "01930000-0000-7000-8000-000000000001"),
    ("version", "0"),
];

async fn reports(world: &World) -> Vec<String> {
    let mut conn = world.db.read().await.unwrap();
    let attendance = Attendance::open(&mut conn, &world.ana, world.request.parse().unwrap()).await.unwrap();
    let page = reports::page(&mut conn, &attendance, None).await.unwrap();
    page.reports.into_iter().map(|report| report.text).collect()
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        for site in ["cross-site", "same-site", "none"] {
            let request = Request::post(report(&world))
                .header(header::COOKIE, &browser.cookie)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", site)
                .body(Body::from(encoded(&browser, &REPORT)))
                .unwrap();
            assert_eq!(world.send(request).await.status, StatusCode::FORBIDDEN, "{site}");
        }
        let without_token = Browser { csrf: "0".repeat(browser.csrf.len()), ..browser.clone() };
        let answer = world.post(&without_token, &report(&world), &REPORT).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(reports(&world).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_was_filled_in_survives_the_end_of_the_session() {
    for world in worlds().await {
        let old = world.sign_in(&world.ana).await;
        let mut tx = world.db.write().await.unwrap();
        let token = old.cookie.split_once('=').unwrap().1.parse().unwrap();
        let actor = sessions::find(&mut tx, &token, None).await.unwrap().unwrap();
        sessions::end(&mut tx, &actor).await.unwrap();
        tx.commit().await.unwrap();

        let asked = world.post(&old, &report(&world), &REPORT).await;
        assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
        let held = form_urlencoded::Serializer::new(String::new()).extend_pairs(REPORT).finish();
        assert!(asked.body.contains(&held.replace('&', "&amp;")), "{}", asked.body);

        let new = world.sign_in(&world.ana).await;
        let form = [
            ("login", world.ana.user.login.as_str()),
            ("password", crate::support::PASSWORD),
            ("next", &report(&world)),
            ("held", &held),
        ];
        let resumed = world.post(&Browser::default(), "/sign-in", &form).await;
        assert_eq!(resumed.status, StatusCode::OK);
        assert!(resumed.body.contains("Cliente ligou.\nVai retornar."), "{}", resumed.body);
        // Nothing was sent by itself.
        assert_eq!(reports(&world).await, Vec::<String>::new());
        assert_eq!(world.post(&new, &report(&world), &REPORT).await.status, StatusCode::SEE_OTHER);
        assert_eq!(reports(&world).await, [REPORT[1].1]);
    }
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused_in_words() {
    let world = world(WebConfig::default()).await;
    let browser = world.sign_in(&world.ana).await;
    let huge = "x".repeat(200_000);
    let answer = world.post(&browser, &report(&world), &[("audience", "internal"), ("text", &huge)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = "x".repeat(10_001);
    let form = [REPORT[0], ("text", &*long), REPORT[2], REPORT[3]];
    let answer = world.post(&browser, &report(&world), &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("no máximo 10.000 caracteres") && answer.body.contains(&long));
}

#[tokio::test]
async fn an_address_that_does_not_exist_is_told_in_words() {
    let world = world(WebConfig::default()).await;
    let browser = world.sign_in(&world.ana).await;
    for path in ["/nowhere", "/attendance/rubbish", "/start/rubbish", "/assets/app.000000000000.js"] {
        let answer = world.get(&browser, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("Página não encontrada"));
    }
}

#[tokio::test]
async fn opening_an_attendance_is_audited_once_for_a_session() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let tab = format!("/attendance/{}/inicio", world.request);
        for _ in 0..3 {
            assert_eq!(world.get(&browser, &tab).await.status, StatusCode::OK);
        }
        assert_eq!(openings(&world).await, 1);
    }
}

#[tokio::test]
async fn every_page_that_shows_a_customer_leaves_the_line() {
    for world in worlds().await {
        let mut before = openings(&world).await;
        for rest in [format!("/card/{}", world.widget), "/report".into(), "/choose".into()] {
            let browser = world.sign_in(&world.ana).await;
            let page = world.get(&browser, &format!("/attendance/{}{rest}", world.request)).await;
            assert_eq!(page.status, StatusCode::OK, "{rest}");
            before += 1;
            assert_eq!(openings(&world).await, before, "{rest}");
        }
    }
}

async fn openings(world: &World) -> usize {
    let request: balcao_desk::RequestId = world.request.parse().unwrap();
    let mut conn = world.db.read().await.unwrap();
    let lines = audit::of_request(&mut conn, world.db.keys(), request.0).await.unwrap();
    lines.iter().filter(|line| line.line.act == audit::Act::AttendanceOpened).count()
}

#[tokio::test]
async fn many_requests_at_once_do_not_wait_for_each_other_forever() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let tab = format!("/attendance/{}/inicio", world.request);
        let began = Instant::now();
        let pages = (0..40).map(|at| world.get(&browser, if at % 2 == 0 { "/tasks" } else { &tab }));
        for page in join_all(pages).await {
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        }
        // A connection is waited for ten seconds at most: whoever took longer had none.
        assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a_form_that_never_arrives_holds_no_connection() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let stuck = (0..40).map(|_| {
            let request = Request::post(report(&world))
                .header(header::COOKIE, &browser.cookie)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .body(Body::from_stream(stream::pending::<Result<&str, Infallible>>()))
                .unwrap();
            world.send(request)
        });
        let others = async {
            let page = world.get(&browser, "/tasks").await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        };
        tokio::select! {
            biased;
            _ = join_all(stuck) => panic!("a form that never arrives was answered first"),
            () = others => {}
        }
    }
}

#[tokio::test]
async fn without_a_database_the_desk_says_that_it_is_not_ready() {
    let world = world(WebConfig::default()).await;
    let browser = world.sign_in(&world.ana).await;
    assert_eq!(world.get(&browser, "/healthz").await.status, StatusCode::OK);
    let mut taken = Vec::new();
    while let Ok(conn) = tokio::time::timeout(Duration::from_millis(200), world.db.read()).await {
        taken.push(conn.unwrap());
    }
    let answer = world.get(&browser, "/healthz").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.body.contains("database"), "{}", answer.body);
}

#[tokio::test]
async fn a_session_has_a_few_event_streams_at_most() {
    let world = world(WebConfig::default()).await;
    let browser = world.sign_in(&world.ana).await;
    let open = || async {
        let request = Request::get("/events").header(header::COOKIE, &browser.cookie);
        world.app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    };
    let mut streams = Vec::new();
    for _ in 0..4 {
        streams.push(open().await);
    }
    assert!(streams.iter().all(|stream| stream.status() == StatusCode::OK));
    assert_eq!(open().await.status(), StatusCode::TOO_MANY_REQUESTS);
    streams.pop();
    assert_eq!(open().await.status(), StatusCode::OK);
}

#[test]
fn no_tab_can_stand_where_the_desk_has_a_page_of_its_own() {
    for entry in balcao_web::routes() {
        let Some(rest) = entry.path.strip_prefix("/attendance/{request}/") else { continue };
        let first = rest.split('/').next().unwrap();
        assert!(
            first.starts_with('{') || balcao_access::RESERVED.contains(&first),
            "{first} is missing in balcao_access::RESERVED"
        );
    }
}
