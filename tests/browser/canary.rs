//! Nothing that is secret or personal reaches a log: signing in, searching by CPF, secrets, a new
//! password of a line, an upload and mails, with all that our crates log.

use balcao_messages::Security;
use balcao_post::testing::{PASSWORD as SMTP, Peer};
use balcao_tests::{Browser, Desk, Prepared, canary};

use crate::connection::confirm_identity;
use crate::ways::{open, serve, settled};

const CUSTOMER: &str = "Helena Duarte Nogueira";
const SIGN_IN: &str = "canario-senha-de-entrada-7";
const WRONG: &str = "canario-senha-errada-8";
const LINE: &str = "Canario-Linha-9x";
const TYPED: &str = "canario.digitado@cliente.example";
const CONTENT: &str = "canario-conteudo-do-arquivo";

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_and_no_personal_value_is_in_a_log_of_a_day_s_work() {
    let desk = Desk::start_in(Prepared::new(), &[], &[("BALCAO_LOG", canary::EVERYTHING)]).await;
    let mut post = Peer::start(Security::StartTls).await;
    let server = post.server();
    let (port, authority) = (server.port.to_string(), post.authority());
    let authority = authority.to_str().expect("a path");
    let mut logs = String::new();
    let user = ["user", "add", "canario", "--name", "Canário", "--profile", "administrador"];
    let added = desk.command_with(&user, &format!("{SIGN_IN}\n"));
    assert!(added.ok, "{added:?}");
    logs.push_str(&added.err);
    for company in ["Vertente Fibra", "Vertente Serra"] {
        let mut set = vec!["mail", "set", "--company", company, "--host", "localhost", "--port", &port];
        set.extend(["--user", "desk", "--from", &server.from_address, "--authority", authority]);
        let ran = desk.command_with(&set, &format!("{SMTP}\n"));
        assert!(ran.ok, "{ran:?}");
        logs.push_str(&ran.err);
    }
    let checked =
        desk.command_with(&["check", "--only", "smtp", "--only", "files", "--only", "database"], "");
    assert!(checked.ok && checked.out.matches("ok ").count() == 4, "{checked:?}");
    logs.push_str(&(checked.err + &checked.out));

    let one = async |sql| desk.query(sql).await.into_iter().next().expect("a value");
    let tax_id = one("SELECT tax_id FROM person WHERE name = 'Helena Duarte Nogueira'").await;
    let email = one("SELECT e.address FROM person_email e JOIN person p ON p.id = e.person
        WHERE p.name = 'Helena Duarte Nogueira'")
    .await;
    let phone = one("SELECT f.number FROM person_phone f JOIN person p ON p.id = f.person
        WHERE p.name = 'Helena Duarte Nogueira'")
    .await;

    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/sign-in").await;
    for (password, then) in
        [(WRONG, "document.querySelector('#problem')"), (SIGN_IN, "location.pathname === '/tasks'")]
    {
        tab.fill("#login", "canario").await;
        tab.fill("#password", password).await;
        tab.key("Enter").await;
        tab.until(then).await;
    }
    for searched in [&tax_id, &phone, &email] {
        tab.go(&format!("/people?q={}", searched.replace('+', "%2B"))).await;
        settled(&tab).await;
    }

    // What somebody says at the start, and the customer's own values on the screen.
    let attendance = serve(&tab, CUSTOMER).await;
    confirm_identity(&tab, &attendance).await;
    open(&tab, "Conexão").await;
    tab.press("Mostrar").await;
    tab.until("document.querySelector('input[name=reason], [data-shown]')").await;
    if tab.value::<bool>("!!document.querySelector('input[name=reason]')").await {
        tab.fill("input[name=reason]", "Cliente trocou o roteador").await;
        tab.press("Mostrar").await;
    }
    let shown = tab.text("[data-shown]").await.trim().to_owned();
    assert!(shown.len() >= 8, "{shown}");

    // A password of the line that is typed.
    tab.press("Trocar senha da conexão").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.click("main input[value=typed]").await;
    tab.press("Avançar").await;
    tab.until("document.querySelector('main input[type=password]')").await;
    tab.fill("main input[type=password]", LINE).await;
    tab.press("Avançar").await;
    tab.sees("Confirmar e avançar").await;
    tab.press("Confirmar e avançar").await;
    tab.sees("Senha nova no concentrador").await;

    // A file.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("laudo.pdf");
    std::fs::write(&file, format!("%PDF-1.4\n{CONTENT}\n")).expect("written");
    tab.go(&format!("{attendance}/documentacao")).await;
    settled(&tab).await;
    tab.press("Vincular documento à pessoa").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.choose("[data-file]", &file).await;
    tab.until("document.querySelector('[data-handle]').value").await;

    // Mails: to the address on file and to one that is typed.
    for other in [false, true] {
        tab.go(&format!("{attendance}/financeiro")).await;
        settled(&tab).await;
        tab.press("2ª via de faturas").await;
        tab.until("location.pathname.includes('/run/')").await;
        tab.click("main input[type=checkbox]").await;
        tab.click("main input[value=mail]").await;
        tab.press("Avançar").await;
        tab.until("document.querySelector('main input[value=other]')").await;
        if other {
            tab.click("main input[value=other]").await;
            tab.fill("main input[type=text]", TYPED).await;
        }
        tab.press("Avançar").await;
        tab.sees("Confirmar e avançar").await;
        tab.press("Confirmar e avançar").await;
        tab.sees("aceito por localhost: kept").await;
        let to = post.taken().await.to;
        assert_eq!(to, if other { TYPED } else { email.as_str() });
    }

    logs.push_str(&desk.log());
    let planted = [SIGN_IN, WRONG, LINE, TYPED, CONTENT, SMTP, &tax_id, &email, &phone, &shown];
    assert_eq!(canary::leaks(&logs, &planted), Vec::<String>::new());
    // The log that was looked at is that of this work, and what looks finds what is there.
    assert!(logs.contains("c****@cliente.example"), "a mail is logged, its address masked");
    for value in planted {
        let found = canary::leaks(&format!("{logs}\nplanted={value}\n"), &planted);
        assert!(!found.is_empty(), "{value} would not be found");
    }
}
