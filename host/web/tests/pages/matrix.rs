//! Law 6: every route by nobody, by somebody without the right, by somebody of another company, and
//! by one who may.

use axum::http::{Method, StatusCode};
use balcao_access::testing;
use balcao_web::Entry;

use crate::support::{Answer, Browser, World, worlds};

/// The route's path with what it names filled in from Ana's work.
fn path(world: &World, entry: &Entry) -> String {
    entry
        .path
        .replace("{request}", &world.request)
        .replace("{person}", &world.person.to_string())
        .replace("{placement}", &world.widget.to_string())
        .replace("{tab}", "inicio")
        .replace("{run}", &world.person.to_string())
        .replace("{file}", &world.person.to_string())
        .replace("{line}", "0-1")
        .replace("{user}", &world.ana.user.id.to_string())
        .replace("{team}", &world.person.to_string())
        .replace("{entry}", &world.person.to_string())
        .replace("{plugin}", "nada")
        .replace("{contribution}", "nada")
        .replace("{profile}", &world.ana.user.profile.key)
        .replace("{version}", "1")
        .replace("{row}", "nada")
        .replace("{nas}", &world.person.to_string())
        .replace("{olt}", &world.person.to_string())
        .replace("{outage}", &world.person.to_string())
        .replace("{company}", &world.person.to_string())
        .replace("{link}", "nada")
        .replace("{name}", "app.css")
}

/// The headers of the answer only: the event stream has no end.
async fn ask(world: &World, browser: &Browser, entry: &Entry) -> Answer {
    if entry.path == "/events" {
        let request = axum::http::Request::get("/events").header("cookie", &browser.cookie);
        let request = request.body(axum::body::Body::empty()).unwrap();
        let answer = tower::ServiceExt::oneshot(world.app.clone(), request).await.unwrap();
        return Answer { status: answer.status(), headers: answer.headers().clone(), body: String::new() };
    }
    match entry.method {
        Method::GET => world.get(browser, &path(world, entry)).await,
        _ => world.post(browser, &path(world, entry), &[]).await,
    }
}

fn asks_to_sign_in(answer: &Answer) -> bool {
    answer.status == StatusCode::UNAUTHORIZED || answer.location().starts_with("/sign-in?next=")
}

#[tokio::test]
async fn every_route_is_open_to_those_only_whom_its_rule_names() {
    for world in worlds().await {
        let nobody = Browser::default();
        let idle = world.sign_in(&testing::colleague(&world.db, world.ana.company, &[]).await).await;
        let ana = world.sign_in(&world.ana).await;
        let stranger = testing::actor(&world.db, &[balcao_access::Right::Serve]).await;
        let stranger = world.sign_in(&stranger).await;
        for entry in balcao_web::routes() {
            let at = |who: &str| format!("{} {} by {who}", entry.method, entry.path);
            // Signing out would end the browser's session for the routes that follow.
            if entry.path == "/sign-out" {
                assert!(asks_to_sign_in(&ask(&world, &nobody, &entry).await), "{}", at("nobody"));
                continue;
            }
            let (by_nobody, by_idle) = (ask(&world, &nobody, &entry).await, ask(&world, &idle, &entry).await);
            let by_stranger = ask(&world, &stranger, &entry).await;
            match entry.rule.as_str() {
                "public" => assert!(!asks_to_sign_in(&by_nobody), "{}", at("nobody")),
                "signed-in" => {
                    assert!(asks_to_sign_in(&by_nobody), "{}", at("nobody"));
                    assert!(!asks_to_sign_in(&by_idle), "{}", at("idle"));
                }
                rule if rule.starts_with("right:") => {
                    assert!(asks_to_sign_in(&by_nobody), "{}", at("nobody"));
                    assert_eq!(by_idle.status, StatusCode::FORBIDDEN, "{}", at("idle"));
                }
                "serves" => {
                    assert!(asks_to_sign_in(&by_nobody), "{}", at("nobody"));
                    assert_eq!(by_idle.status, StatusCode::FORBIDDEN, "{}", at("idle"));
                    assert_eq!(by_stranger.status, StatusCode::NOT_FOUND, "{}", at("stranger"));
                }
                "serves+right:supervise" | "serves+right:administer" => {
                    assert!(asks_to_sign_in(&by_nobody), "{}", at("nobody"));
                    assert_eq!(by_idle.status, StatusCode::FORBIDDEN, "{}", at("idle"));
                    assert_eq!(by_stranger.status, StatusCode::NOT_FOUND, "{}", at("stranger"));
                    // Serving the customer is not enough.
                    let by_ana = ask(&world, &ana, &entry).await;
                    assert_eq!(by_ana.status, StatusCode::FORBIDDEN, "{}", at("Ana"));
                }
                other => panic!("a rule that this test does not know: {other}"),
            }
        }
    }
}

#[tokio::test]
async fn every_page_that_names_a_request_asks_whether_one_serves_it() {
    for entry in balcao_web::routes() {
        assert_eq!(entry.path.contains("{request}"), entry.rule.starts_with("serves"), "{}", entry.path);
    }
}

#[tokio::test]
async fn every_answer_says_what_the_browser_may_do_with_it() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        for entry in balcao_web::routes() {
            if entry.path == "/sign-out" {
                continue;
            }
            let answer = ask(&world, &browser, &entry).await;
            let policy = answer.headers["content-security-policy"].to_str().unwrap();
            assert!(
                policy.starts_with("default-src 'none'") && policy.ends_with("trusted-types ui"),
                "{}",
                entry.path
            );
            assert_eq!(answer.headers["x-content-type-options"], "nosniff");
            assert_eq!(
                answer.headers["cache-control"],
                if entry.path == "/events" { "no-cache" } else { "no-store" }
            );
            assert!(answer.status.as_u16() < 500, "{} {}", entry.method, entry.path);
        }
    }
}
