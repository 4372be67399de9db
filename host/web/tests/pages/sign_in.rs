//! Signing in.

use axum::http::{StatusCode, header};
use balcao_web::WebConfig;

use crate::support::{Browser, PASSWORD, demo, world, worlds};

#[tokio::test]
async fn a_wrong_password_is_told_without_saying_what_is_wrong() {
    for world in worlds().await {
        let login = world.ana.user.login.clone();
        world.sign_in(&world.ana).await;
        for (login, password) in [(login.as_str(), "errada"), ("ninguem", PASSWORD)] {
            let form = [("login", login), ("password", password)];
            let answer = world.post(&Browser::default(), "/sign-in", &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(
                answer.body.contains("Usuário ou senha não conferem.") && !answer.body.contains(password)
            );
        }
    }
}

#[tokio::test]
async fn the_session_cookie_is_for_this_desk_alone() {
    for (public_url, name, secure) in
        [(None, "session=", false), (Some("https://desk.example"), "__Host-session=", true)]
    {
        let world =
            world(WebConfig { public_url: public_url.map(str::to_owned), ..WebConfig::default() }).await;
        world.sign_in(&world.ana).await;
        let form = [("login", world.ana.user.login.as_str()), ("password", PASSWORD)];
        let answer = world.post(&Browser::default(), "/sign-in", &form).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.starts_with(name) && cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
        assert!(cookie.contains("; Path=/") && !cookie.contains("Domain"), "{cookie}");
        assert_eq!(cookie.contains("; Secure"), secure, "{cookie}");
    }
}

#[tokio::test]
async fn one_click_signs_in_only_in_the_demonstration() {
    let plain = world(WebConfig::default()).await;
    plain.sign_in(&plain.ana).await;
    let login = plain.ana.user.login.clone();
    let page = plain.get(&Browser::default(), "/sign-in").await;
    assert!(!page.body.contains("name=\"demo\""));
    let forged = plain.post(&Browser::default(), "/sign-in", &[("demo", &login)]).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);

    let config = WebConfig { demo: Some(demo("ana")), ..WebConfig::default() };
    let shown = world(config).await;
    let page = shown.get(&Browser::default(), "/sign-in").await;
    assert!(page.body.contains("name=\"demo\" value=\"ana\"") && page.body.contains("atende"));
}

#[tokio::test]
async fn the_page_speaks_the_language_of_the_browser_and_then_of_the_user() {
    let world = world(WebConfig::default()).await;
    let chosen =
        world.post(&Browser::default(), "/language", &[("locale", "en"), ("next", "/sign-in")]).await;
    let cookie = chosen.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let page = world.get(&Browser { cookie, ..Browser::default() }, "/sign-in").await;
    assert!(page.body.contains("<html lang=\"en\">") && page.body.contains("Password"));

    let browser = world.sign_in(&world.ana).await;
    world.post(&browser, "/language", &[("locale", "es"), ("next", "/tasks")]).await;
    let page = world.get(&browser, "/tasks").await;
    assert!(page.body.contains("<html lang=\"es\">") && page.body.contains("Mis tareas"));
}

#[tokio::test]
async fn signing_in_again_from_a_page_of_before_replaces_the_session() {
    for world in worlds().await {
        let before = world.sign_in(&world.ana).await;
        // The form of a tab on which nobody was signed in: it has no value of the session.
        let tab = Browser { csrf: String::new(), ..before.clone() };
        let form = [
            ("login", world.ana.user.login.as_str()),
            ("password", PASSWORD),
            ("next", "/people"),
            ("held", "text=O+que+foi+escrito"),
        ];
        let resumed = world.post(&tab, "/sign-in", &form).await;
        assert_eq!(resumed.status, StatusCode::OK);
        assert!(resumed.body.contains("O que foi escrito"), "{}", resumed.body);
        assert!(!resumed.body.contains(&before.csrf), "a form of the session that is over");
        assert!(world.get(&before, "/tasks").await.location().starts_with("/sign-in"));
    }
}
