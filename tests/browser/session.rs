//! What happens to a session, and to what was being filled in.

use balcao_tests::{Browser, Desk};

use crate::ways::{serve, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_in_the_middle_of_an_action_loses_nothing() {
    let desk = Desk::shared().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    tab.press("2ª via de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.click("input[type=checkbox]").await;

    // The same browser signs out in another tab: the cookie stays, the session is over.
    let left: u16 = tab
        .value(
            "fetch('/sign-out', { method: 'POST', redirect: 'manual', headers: { 'content-type': \
             'application/x-www-form-urlencoded' }, body: new URLSearchParams({ csrf: \
             document.querySelector('input[name=csrf]').value }) }).then(r => r.status)",
        )
        .await;
    assert!(left < 400, "{left}");
    tab.press("Avançar").await;
    tab.until("document.querySelector('#password')").await;
    tab.fill("#login", "ana").await;
    tab.fill("#password", "demonstracao").await;
    tab.key("Enter").await;
    tab.until("document.querySelector('form[action*=\"/run/\"]')").await;
    tab.click("form[action*='/run/'] button").await;
    tab.sees("Confirmar e avançar").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_user_are_told_in_the_same_words() {
    let desk = Desk::shared().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/sign-in").await;
    let mut said = Vec::new();
    for login in ["ana", "ninguem"] {
        tab.go("/sign-in").await;
        tab.fill("#login", login).await;
        tab.fill("#password", "errada e longa").await;
        tab.key("Enter").await;
        said.push(tab.text("#problem").await);
    }
    assert_eq!(said[0], said[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_speaks_three_languages() {
    let desk = Desk::shared().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/sign-in").await;
    for (language, word) in [("English", "Password"), ("Español", "Contraseña"), ("Português", "Senha")] {
        tab.press(language).await;
        tab.sees(word).await;
    }
}
