//! The whole way of an agent: from the sign-in to the receipt.

use balcao_tests::{Browser, Desk};

use crate::ways::{open, settled, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_serves_a_customer_from_the_sign_in_to_the_receipt() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    tab.sees("Usuários da demonstração").await;
    sign_in(&tab, "ana").await;
    tab.sees("Minhas Tarefas").await;

    tab.press("Atendimento Tela Nova").await;
    tab.until("location.pathname === '/people'").await;
    tab.fill("#q", "nogueira duarte helena").await;
    tab.key("Enter").await;
    tab.sees("Helena Duarte Nogueira").await;
    tab.click("table.people a.start").await;
    tab.sees("Você realmente deseja iniciar o atendimento?").await;
    tab.press("Confirmar").await;

    tab.until("location.pathname.endsWith('/choose')").await;
    tab.click("input[name=choice]").await;
    tab.press("Confirmar").await;
    tab.until("document.querySelector('nav.tabs')").await;
    settled(&tab).await;
    open(&tab, "Financeiro").await;
    tab.press("Ver faturas").await;
    tab.sees("Faturas encerradas").await;

    tab.press("2ª via").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.press("Avançar").await;
    tab.sees("Linha digitável").await;
    tab.press("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;
    tab.press("Continuar atendendo").await;
    tab.until("document.querySelector('nav.tabs')").await;
    open(&tab, "Início").await;
    tab.sees("2ª via entregue").await;
}
