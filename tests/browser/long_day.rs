//! A day of an agent: two at once on the same customers, from the first call to the audit trail.

use balcao_tests::{Browser, Desk};

use crate::ways::{act, card, choose, open, serve, settled, sign_in};

const INVOICES: &str = "Reagendamento de faturas";

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_an_agent_with_a_colleague_at_the_same_customers() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let (ana, gabriela) = (browser.tab(&desk.url, "/").await, browser.tab(&desk.url, "/").await);
    sign_in(&ana, "ana").await;
    sign_in(&gabriela, "gabriela").await;

    // The first call: Otávio is blocked. Ana begins to move a due date, and is called away.
    let otavio = serve(&ana, "Otavio Brandao Sampaio").await;
    ana.press(INVOICES).await;
    ana.until("location.pathname.includes('/run/')").await;
    let run = ana.path().await;
    ana.click("main input[type=radio]").await;
    ana.send("Avançar").await;
    ana.text("input[type=date]").await;

    // The second call, while the first is open: both stand in the strip, each once.
    let helena = serve(&ana, "Helena Duarte Nogueira").await;
    let strip: Vec<String> =
        ana.value("[...document.querySelectorAll('.strip a')].map(a => a.innerText)").await;
    for name in ["Otávio", "Helena"] {
        assert_eq!(strip.iter().filter(|line| line.contains(name)).count(), 1, "{strip:?}");
    }
    ana.go(&format!("{helena}/report?tab=inicio")).await;
    ana.fill("#text", "Cliente quer outro plano.").await;
    ana.click("main form button.primary").await;
    ana.until("document.querySelector('nav.tabs')").await;

    // Gabriela gets Otávio on the line again: she sees what Ana began, and takes it up.
    gabriela.go(&format!("{otavio}/inicio")).await;
    settled(&gabriela).await;
    let unfinished = gabriela.text(".unfinished").await;
    assert!(unfinished.contains(INVOICES) && unfinished.contains("Ana Lúcia Ferraz"), "{unfinished}");
    gabriela.click(".unfinished a").await;
    fill_in(&gabriela).await;
    gabriela.send("Avançar").await;
    gabriela.sees("Confirmar e avançar").await;

    // Ana comes back to her old page and answers it too: nothing of hers is done, and she is told by
    // whom it went on.
    ana.go(&run).await;
    ana.sees("Confirmar e avançar").await;
    gabriela.send("Voltar um passo").await;
    ana.send("Confirmar e avançar").await;
    ana.sees("Alguém foi mais rápido").await;
    fill_in(&gabriela).await;
    gabriela.send("Avançar").await;
    gabriela.send("Confirmar e avançar").await;
    gabriela.send("Continuar atendendo").await;
    open(&gabriela, "Início").await;
    let told = card(&gabriela, "Informações da solicitação atual").await;
    assert_eq!(told.matches("reagendada de").count(), 1, "done once: {told}");

    // Ana is about to close it; Gabriela forwards it first.
    act(&ana, &otavio, "Encerrar").await;
    choose(&ana, "kind", "2ª via de fatura").await;
    ana.fill("#text", "Vencimento combinado com o cliente.").await;
    act(&gabriela, &otavio, "Encaminhar").await;
    choose(&gabriela, "kind", "2ª via de fatura").await;
    choose(&gabriela, "team", "Suporte N2").await;
    choose(&gabriela, "reason", "Precisa do segundo nível").await;
    gabriela.fill("#text", "O bloqueio não saiu.").await;
    gabriela.press("Confirmar e avançar").await;
    gabriela.until("location.pathname === '/tasks'").await;
    // By key: who comes and goes moves what is below on the page, and a pointer would miss it.
    ana.until("(document.querySelector('main form button.primary').focus(), true)").await;
    ana.key("Enter").await;
    ana.sees("Alguém foi mais rápido").await;
    ana.sees("Gabriela Antunes").await;
    let kept: String = ana.value("document.querySelector('#text').value").await;
    assert_eq!(kept, "Vencimento combinado com o cliente.");

    // The other team takes it from its queue, and closes it.
    let bruno = browser.tab(&desk.url, "/").await;
    sign_in(&bruno, "bruno").await;
    bruno.go(&format!("{otavio}/inicio")).await;
    settled(&bruno).await;
    bruno.sees("Encaminhada para Suporte N2").await;
    bruno.send("Assumir").await;
    act(&bruno, &otavio, "Encerrar").await;
    choose(&bruno, "kind", "2ª via de fatura").await;
    bruno.fill("#text", "Liberado no concentrador.").await;
    bruno.press("Confirmar e avançar").await;
    bruno.until("location.pathname === '/tasks'").await;

    // The customer calls back: it is reopened, and nothing of its story is lost.
    ana.go(&format!("{otavio}/inicio")).await;
    settled(&ana).await;
    ana.sees("Encerrada").await;
    act(&ana, &otavio, "Reabrir").await;
    choose(&ana, "reason", "O problema voltou").await;
    ana.press("Reabrir").await;
    ana.until("document.querySelector('nav.tabs')").await;
    settled(&ana).await;
    let story = card(&ana, "Informações da solicitação atual").await;
    for told in ["reagendada de", "O bloqueio não saiu.", "Liberado no concentrador.", "Reaberta"] {
        assert!(story.contains(told), "{told} in {story}");
    }
    // The other customer's request is as it was left.
    ana.go(&format!("{helena}/inicio")).await;
    settled(&ana).await;
    ana.sees("Cliente quer outro plano.").await;
    let ran = desk.command(&["audit", "verify"]);
    assert!(ran.ok && ran.out.contains("none altered"), "{ran:?}");
}

/// A day of the coming week, and why.
async fn fill_in(tab: &balcao_tests::Tab) {
    tab.text("input[type=date]").await;
    let _: bool = tab
        .value(
            "(document.querySelector('input[type=date]').value = new Date(Date.now() + 5 * 864e5).toISOString().slice(0, 10), \
             document.querySelectorAll('main textarea').forEach(e => { e.value = 'A pedido do cliente' }), true)",
        )
        .await;
}
