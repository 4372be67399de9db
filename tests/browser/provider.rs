//! What the provider has outside, kept and tried by an administrator, and what agents see of it.

use balcao_tests::{Browser, Desk, Tab};

use crate::ways::{choose, open, serve, settled, sign_in};

/// Has one tag with a line.
const CUSTOMER: &str = "Helena Duarte Nogueira";

async fn typed(tab: &Tab, fields: &[(&str, &str)]) {
    for (selector, text) in fields {
        tab.fill(selector, text).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_adds_an_access_server_and_is_told_in_words_whether_it_answers() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;

    // One of the demonstration's: it answers, and knows the secret.
    tab.go("/admin/nas").await;
    tab.sees("demonstração").await;
    tab.send("Testar agora").await;
    tab.sees("o segredo confere").await;
    assert_eq!(
        tab.value::<String>("document.activeElement.id").await,
        "problem",
        "what was found has the focus"
    );
    let [address, port]: [String; 2] =
        tab.value("[document.querySelector('#address').value, document.querySelector('#port').value]").await;
    assert!(address.starts_with("127."), "{address}");

    // The same machine under another name, with another secret: nothing is said to it.
    tab.go("/admin/nas").await;
    tab.press("Novo NAS").await;
    tab.until("document.querySelector('#secret-nas')").await;
    typed(&tab, &[("#name", "bng-novo"), ("#address", "127.0.0"), ("#port", &port)]).await;
    typed(&tab, &[("#secret-nas", "um-segredo-errado")]).await;
    tab.send("Gravar").await;
    tab.text("#address-error").await;
    let kept: [String; 2] =
        tab.value("['#name', '#secret-nas'].map(field => document.querySelector(field).value)").await;
    assert_eq!(kept, ["bng-novo", ""], "what was typed stands, a secret does not");
    typed(&tab, &[("#address", &address), ("#secret-nas", "um-segredo-errado")]).await;
    tab.send("Gravar").await;
    tab.sees("Gravado.").await;
    tab.send("Testar agora").await;
    tab.sees("não respondeu em").await;
    tab.sees("O que fazer:").await;
    let page: String = tab.value("document.documentElement.outerHTML").await;
    assert!(!page.contains("um-segredo-errado"));

    tab.press("Remover…").await;
    tab.send("Remover").await;
    tab.until("location.pathname === '/admin/nas'").await;
    assert!(!tab.shows("bng-novo").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_that_an_administrator_marks_stands_above_the_attendances_under_it() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let ana = browser.tab(&desk.url, "/").await;
    sign_in(&ana, "ana").await;
    let attendance = serve(&ana, CUSTOMER).await;
    open(&ana, "Conexão").await;
    ana.until("document.querySelector('main').innerText.includes('bng-')").await;
    let nas: String = ana.value("document.querySelector('main').innerText.match(/bng-[\\w-]+/)[0]").await;

    let davi = browser.tab(&desk.url, "/").await;
    sign_in(&davi, "davi").await;
    davi.go("/admin/outages").await;
    davi.send("Marcar em falha").await;
    davi.text("#place-error").await;
    choose(&davi, "place", &nas).await;
    davi.fill("#note", "Rompimento de fibra, volta às 6h").await;
    davi.send("Marcar em falha").await;
    davi.until("location.pathname.startsWith('/admin/outages/')").await;
    let outage = davi.path().await;

    ana.go(&format!("{attendance}/inicio")).await;
    settled(&ana).await;
    ana.sees("Rompimento de fibra, volta às 6h").await;
    davi.go(&outage).await;
    davi.until("document.querySelector('.linked a')").await;
    davi.send("Voltou a funcionar").await;
    davi.sees("voltou").await;
    ana.go(&format!("{attendance}/inicio")).await;
    settled(&ana).await;
    assert!(!ana.shows("Rompimento de fibra").await);
}
