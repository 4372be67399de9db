//! The audit trail as an administrator reads it, from what an agent really did.

use balcao_tests::{Browser, Desk, Tab};

use crate::connection::confirm_identity;
use crate::ways::{open, serve, settled, sign_in};

const CUSTOMER: &str = "Helena Duarte Nogueira";

/// An agent has a password shown, and says why.
async fn show_a_password(tab: &Tab) {
    sign_in(tab, "bruno").await;
    let attendance = serve(tab, CUSTOMER).await;
    confirm_identity(tab, &attendance).await;
    open(tab, "Conexão").await;
    tab.press("Mostrar").await;
    tab.fill("input[name=reason]", "Cliente trocou o roteador").await;
    tab.press("Mostrar").await;
    tab.text("[data-shown]").await;
    settled(tab).await;
}

async fn search(tab: &Tab, field: &str, text: &str) {
    tab.go("/admin/audit").await;
    tab.fill(field, text).await;
    tab.key("Enter").await;
    tab.until("location.search.includes('q=')").await;
    tab.until("document.querySelector('table.audit-lines')").await;
}

/// The lines on the page, as text.
async fn lines(tab: &Tab) -> String {
    tab.text("table.audit-lines tbody").await
}

#[tokio::test(flavor = "multi_thread")]
async fn c5_who_saw_a_password_is_found_in_words_reported_erased_and_still_proven() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let agent = browser.tab(&desk.url, "/").await;
    show_a_password(&agent).await;
    let protocol: String = agent.value("document.querySelector('.protocol strong').innerText").await;

    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    for typed in [CUSTOMER, protocol.trim()] {
        search(&tab, "#q", typed).await;
        assert!(lines(&tab).await.contains("viu um dado secreto"), "{typed}");
    }
    // By whom, and by what was done.
    tab.go("/admin/audit?act=secret-shown").await;
    let found = lines(&tab).await;
    assert!(found.contains("Bruno") && found.contains(CUSTOMER) && !found.contains("roteador"), "{found}");
    tab.press("Ver dados pessoais").await;
    tab.sees("Cliente trocou o roteador").await;
    tab.sees("Esta consulta ficou registrada").await;

    // Who saw her, on the page and as a file.
    tab.go("/admin/audit?act=secret-shown").await;
    tab.click("table.audit-lines a[href*='/person/']").await;
    tab.sees("Quem viu Helena Duarte Nogueira").await;
    let report = lines(&tab).await;
    assert!(
        report.contains("viu um dado secreto") && report.contains("viu dados pessoais na auditoria"),
        "{report}"
    );
    let file: String = tab.value("fetch(location.pathname + '/csv').then(r => r.text())").await;
    assert!(file.contains("viu um dado secreto"), "{file}");

    // Erasing tells what stays; the values are gone, and the trail holds.
    tab.press("Apagar dados pessoais").await;
    tab.sees("há contrato em vigor").await;
    tab.send("Apagar").await;
    tab.text("#ground-error").await;
    tab.click("input[name=ground][value=asked]").await;
    tab.click("#sure").await;
    tab.send("Apagar").await;
    tab.sees("Feito.").await;
    tab.go("/admin/audit?act=secret-shown").await;
    tab.sees("Dados pessoais apagados").await;
    tab.go("/admin/audit/proof").await;
    tab.press("Verificar agora").await;
    tab.sees("Todas as linhas estão como foram escritas").await;

    // What somebody with the whole database in hands does is told, with its line.
    desk.tamper(&[
        "DROP TRIGGER audit_line_stays",
        "UPDATE audit_line SET act = 'signed-out' WHERE chain = 0 AND seq = 2",
    ])
    .await;
    tab.go("/admin/audit/proof").await;
    tab.press("Verificar agora").await;
    tab.sees("Primeira linha ruim: cadeia 0, linha 2").await;
    let ran = desk.command(&["audit", "verify"]);
    assert!(!ran.ok && ran.err.contains("chain 0, line 2"), "{ran:?}");
}
