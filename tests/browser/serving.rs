//! W1 to W7: from the sign-in to the attendance screen.

use std::path::PathBuf;

use balcao_tests::{Browser, Desk};

use crate::ways::{open, serve, settled, sign_in};

/// Where the pictures go: `BALCAO_PICTURES` when those of the documents are taken anew.
fn pictures() -> PathBuf {
    let folder = std::env::var_os("BALCAO_PICTURES").map_or_else(std::env::temp_dir, PathBuf::from);
    std::fs::create_dir_all(&folder).expect("a folder for the pictures");
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_serves_a_customer_from_the_sign_in_to_the_receipt() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let tab = browser.tab(&desk.url, "/").await;

    // W1: signing in leads to what there is to do; overdue stands out.
    tab.sees("Usuários da demonstração").await;
    sign_in(&tab, "ana").await;
    tab.sees("Minhas Tarefas").await;
    assert!(tab.value::<u32>("document.querySelectorAll('tr.danger').length").await > 0);
    tab.picture(&pictures().join("tasks.png")).await;

    // W2, W3: accents and the order of the words do not matter, and the hit says why it matched.
    tab.press("Atendimento Tela Nova").await;
    tab.until("location.pathname === '/people'").await;
    tab.fill("#q", "nogueira duarte helena").await;
    tab.key("Enter").await;
    tab.sees("Helena Duarte Nogueira").await;
    assert_eq!(tab.value::<u32>("document.querySelectorAll('table.people tbody tr').length").await, 1);
    let row = tab.text("table.people tbody tr").await;
    assert!(row.contains("***."), "the taxpayer number is masked for the first level: {row}");
    tab.picture(&pictures().join("people.png")).await;

    // W4, W5: asked once more; the protocol is there at this moment.
    tab.click("table.people a.start").await;
    tab.sees("Você realmente deseja iniciar o atendimento?").await;
    tab.press("Confirmar").await;

    // W6: two tags, so one is chosen.
    tab.until("location.pathname.endsWith('/choose')").await;
    assert_eq!(tab.value::<u32>("document.querySelectorAll('input[name=choice]').length").await, 2);
    tab.click("input[name=choice]").await;
    tab.press("Confirmar").await;

    // W7: the summary, the profile's tabs, cards that sandboxed components drew.
    tab.until("document.querySelector('nav.tabs')").await;
    settled(&tab).await;
    tab.sees("Informações da solicitação atual").await;
    tab.sees("Ana Lúcia Ferraz").await;
    let protocol = tab.text("#protocol").await;
    assert_eq!(protocol.len(), 16, "a length that is no CPF's and no CNPJ's: {protocol}");
    open(&tab, "Financeiro").await;
    tab.sees("Dados do contrato").await;
    tab.sees("Histórico financeiro").await;
    tab.press("Ver faturas").await;
    tab.sees("Faturas encerradas").await;
    tab.picture(&pictures().join("attendance.png")).await;

    // W8: an action from a row, with its review, its commit, its receipt.
    tab.press("2ª via").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.sees("Confirmar e avançar").await;
    tab.sees("Linha digitável").await;
    assert!(tab.value::<bool>("!!document.querySelector('svg')").await, "barcode and QR are drawn");
    tab.picture(&pictures().join("second-copy.png")).await;
    tab.press("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;
    tab.press("Continuar atendendo").await;
    tab.until("document.querySelector('nav.tabs')").await;

    // The request's report and the audit trail show it.
    open(&tab, "Início").await;
    tab.sees("2ª via").await;
    let ran = desk.command(&["audit", "verify"]);
    assert!(ran.ok && ran.out.contains("none altered"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_contract_cannot_be_served_and_the_page_says_why() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    tab.go("/people?q=Cecilia+Prado+Vasconcelos").await;
    tab.sees("Cecília Prado Vasconcelos").await;
    assert!(tab.value::<bool>("document.querySelector('button.start').disabled").await);
    let why = tab.text(".why-not").await;
    assert!(why.to_lowercase().contains("contrato"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_of_one_name_can_be_told_apart() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    tab.go("/people?q=joao+batista+ramalho").await;
    tab.sees("João Batista Ramalho").await;
    let rows: Vec<String> =
        tab.value("[...document.querySelectorAll('table.people tbody tr')].map(r => r.innerText)").await;
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_ne!(rows[0], rows[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_cannot_be_answered_says_so() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    for query in [String::new(), "%20%20".into(), "x".repeat(10_000), "111.111.111-12".into()] {
        tab.go(&format!("/people?q={query}")).await;
        tab.until("document.querySelector('main [role=alert], main [role=status]')?.innerText.trim()").await;
        assert_eq!(tab.value::<u32>("document.querySelectorAll('table.people').length").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_screen_is_whole_where_the_browser_cannot_place_parts_by_itself() {
    let desk = Desk::start().await;
    let mut browser = Browser::start_without(&["DocumentPatching"]).await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    open(&tab, "Financeiro").await;
    tab.sees("Bloqueio financeiro").await;
    tab.sees("Total em aberto").await;
    assert_eq!(tab.value::<u32>("document.querySelectorAll('template[for]').length").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_a_phone_and_the_dark() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "bruno").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    tab.size(360, 740).await;
    tab.colours("dark").await;
    let pages = [
        ("tasks", "/tasks".to_owned()),
        ("people", "/people?q=silva".into()),
        ("attendance", format!("{attendance}/financeiro")),
    ];
    for (name, path) in pages {
        tab.go(&path).await;
        settled(&tab).await;
        let over: i64 = tab.value("document.documentElement.scrollWidth - innerWidth").await;
        assert!(over <= 0, "{path} is {over} px wider than the screen");
        tab.picture(&pictures().join(format!("phone-{name}.png"))).await;
    }
}
