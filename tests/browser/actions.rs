//! W8, A1 and A2: actions that hold.

use balcao_tests::{Browser, Desk};

use crate::ways::{card, open, serve, settled, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn w8_a_colleague_takes_an_action_up_and_the_late_answer_is_refused() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let ana = browser.tab(&desk.url, "/").await;
    sign_in(&ana, "ana").await;
    let attendance = serve(&ana, "Otavio Brandao Sampaio").await;
    ana.send("2ª via de faturas").await;
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
    ana.send("Avançar").await;
    ana.sees("Carla Menezes").await;
    assert_eq!(ana.value::<u32>("document.querySelectorAll('[role=alert]').length").await, 1);

    carla.press("Confirmar e avançar").await;
    carla.sees("Continuar atendendo").await;
    // Done once, told once: to the request, and to the audit trail.
    carla.press("Continuar atendendo").await;
    carla.until("document.querySelector('nav.tabs')").await;
    open(&carla, "Início").await;
    let told = card(&carla, "Informações da solicitação atual").await;
    assert_eq!(told.matches("2ª via entregue").count(), 1, "{told}");
    let ran = desk.command(&["audit", "verify"]);
    assert!(ran.ok && ran.out.contains("none altered"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_the_chosen_slips_are_shown_to_be_paid_and_nothing_chosen_is_told_at_the_field() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    tab.send("2ª via de faturas").await;
    let offered: u32 = tab.value("document.querySelectorAll('main input[type=checkbox]').length").await;
    assert!(offered > 1);

    tab.send("Avançar").await;
    tab.until("document.querySelector('.error, [aria-invalid=true]')").await;
    assert_eq!(
        tab.value::<u32>("document.querySelectorAll('main input[type=checkbox]').length").await,
        offered
    );

    let _: bool = tab
        .value("([...document.querySelectorAll('main input[type=checkbox]')].slice(0, 2).forEach(e => e.click()), true)")
        .await;
    tab.send("Avançar").await;
    tab.sees("Confirmar e avançar").await;
    let shown: [u32; 3] = tab
        .value(
            "[/Linha digitável/g, /Valor hoje/g, /PIX/g].map(w => (document.querySelector('main').innerText.match(w) ?? []).length)",
        )
        .await;
    assert!(shown[0] >= 2 && shown[1] >= 1 && shown[2] >= 2, "{shown:?}");
    assert!(
        tab.value::<u32>("document.querySelectorAll('main svg:not(.icon)').length").await >= 4,
        "barcodes and QR"
    );
    assert!(tab.value::<u32>("document.querySelectorAll('main [data-copy]').length").await >= 4);
    tab.press("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a2_a_due_date_moves_within_the_policy_and_every_open_page_shows_it() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "carla").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let watching = browser.tab(&desk.url, "/").await;
    sign_in(&watching, "bruno").await;
    watching.go(&format!("{attendance}/financeiro")).await;
    settled(&watching).await;
    watching.press("Ver faturas").await;
    watching.sees("Faturas encerradas").await;
    let before = card(&watching, "Histórico financeiro").await;

    tab.press("Reagendamento de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.click("input[type=radio]").await;
    tab.press("Avançar").await;
    tab.until("document.querySelector('input[type=date]')").await;

    // Beyond the policy: told at the field, and what was typed is still there.
    for days in [-1, 400] {
        fill_in(&tab, days).await;
        tab.send("Avançar").await;
        tab.text("input[type=date][aria-invalid=true]").await;
        let reason: String = tab.value("document.querySelector('main textarea').value").await;
        assert_eq!(reason, "A pedido do cliente");
        assert!(!tab.shows("Confirmar e avançar").await);
    }

    fill_in(&tab, 5).await;
    tab.press("Avançar").await;
    tab.sees("Confirmar e avançar").await;
    tab.sees("O boleto atual continua válido até o banco registrar o novo.").await;
    assert_eq!(card(&watching, "Histórico financeiro").await, before, "nothing has happened yet");
    tab.press("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;
    tab.press("Continuar atendendo").await;
    tab.until("document.querySelector('nav.tabs')").await;
    open(&tab, "Início").await;
    tab.sees("reagendada de").await;

    // The colleague's page was not touched by a hand.
    let before = serde_json::to_string(&before).expect("a text");
    watching
        .until(&format!(
            "[...document.querySelectorAll('section.card')].find(s => s.innerText.includes('Histórico financeiro')).innerText !== {before}"
        ))
        .await;
}

/// Fills in so many days from today, and a reason.
async fn fill_in(tab: &balcao_tests::Tab, days: i32) {
    let _: bool = tab
        .value(&format!(
            "(document.querySelector('input[type=date]').value = new Date(Date.now() + {days} * 864e5).toISOString().slice(0, 10), \
             document.querySelectorAll('main textarea').forEach(e => {{ e.value = 'A pedido do cliente' }}), true)"
        ))
        .await;
}
