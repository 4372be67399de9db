//! W8: actions that hold.

use balcao_tests::{Browser, Desk};

use crate::ways::{open, serve, settled, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn rescheduling_is_reviewed_committed_and_shown_in_every_open_page() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "carla").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let watching = browser.tab(&desk.url, "/").await;
    sign_in(&watching, "bruno").await;
    watching.go(&format!("{attendance}/financeiro")).await;
    settled(&watching).await;
    watching.press("Ver faturas").await;
    watching.sees("Faturas encerradas").await;
    let history = "[...document.querySelectorAll('section.card')].find(s => s.innerText.includes('Histórico financeiro')).innerText";
    let before: String = watching.value(history).await;

    tab.press("Reagendamento de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.click("input[type=radio]").await;
    tab.press("Avançar").await;
    tab.until("document.querySelector('input[type=date]')").await;
    // A form is filled in as far as it asks, until the review.
    let date: String = tab.value("new Date(Date.now() + 5 * 864e5).toISOString().slice(0, 10)").await;
    let _: bool = tab
        .value(&format!(
            "(document.querySelector('input[type=date]').value = '{date}', \
             document.querySelectorAll('main input[type=text], main textarea').forEach(e => {{ e.value ||= 'A pedido do cliente' }}), true)"
        ))
        .await;
    tab.press("Avançar").await;
    tab.sees("Confirmar e avançar").await;
    tab.press("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;
    tab.press("Continuar atendendo").await;
    tab.until("document.querySelector('nav.tabs')").await;
    open(&tab, "Início").await;
    tab.sees("agenda").await;

    // The colleague's page was not touched by a hand.
    let before = serde_json::to_string(&before).expect("a text");
    watching.until(&format!("{history} !== {before}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_takes_a_run_up_and_the_late_answer_is_refused() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let ana = browser.tab(&desk.url, "/").await;
    sign_in(&ana, "ana").await;
    let attendance = serve(&ana, "Otavio Brandao Sampaio").await;
    ana.press("2ª via de faturas").await;
    ana.until("location.pathname.includes('/run/')").await;
    let run = ana.path().await;

    let carla = browser.tab(&desk.url, "/").await;
    sign_in(&carla, "carla").await;
    carla.go(&format!("{attendance}/inicio")).await;
    settled(&carla).await;
    carla.sees("Ana Lúcia Ferraz").await;
    carla.go(&run).await;
    carla.click("input[type=checkbox]").await;
    carla.press("Avançar").await;
    carla.sees("Confirmar e avançar").await;

    ana.click("input[type=checkbox]").await;
    ana.press("Avançar").await;
    ana.sees("Carla Menezes").await;
    assert_eq!(ana.value::<u32>("document.querySelectorAll('[role=alert]').length").await, 1);

    carla.press("Confirmar e avançar").await;
    carla.sees("Continuar atendendo").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_chosen_is_told_at_the_field_and_nothing_is_lost() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    tab.press("2ª via de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    // As a script would, past what the browser checks by itself.
    let _: bool = tab.value("(document.querySelector('main form').noValidate = true)").await;
    tab.press("Avançar").await;
    tab.until("document.querySelector('.error, [aria-invalid=true]')").await;
    assert!(tab.value::<u32>("document.querySelectorAll('input[type=checkbox]').length").await > 0);
}
