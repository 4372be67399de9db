//! What the desk knows of the customer: G2, G11, A1, A2, A9.

use balcao_tests::{Browser, Desk};

use crate::ways::{open, serve, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn g11_what_must_come_back_stands_first_with_what_was_used_and_sold() {
    let desk = Desk::shared().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    open(&tab, "Materiais").await;
    tab.sees("Histórico de comodato").await;
    tab.sees("Há equipamento a devolver").await;
    let first = tab.text("section.card table tbody tr").await;
    assert!(first.contains("Substituído: devolver"), "{first}");
    for caption in ["Comodatos", "Produtos usados no atendimento", "Pedidos de venda"] {
        let rows = format!(
            "[...document.querySelectorAll('table')].find(t => t.caption?.innerText === '{caption}').tBodies[0].rows.length"
        );
        assert!(tab.value::<u32>(&rows).await > 0, "{caption}");
    }
}
