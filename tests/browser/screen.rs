//! W7 and the host's own cards: the attendance screen.

use balcao_tests::{Browser, Desk};

use crate::ways::{card, open, serve, settled, sign_in, status};

#[tokio::test(flavor = "multi_thread")]
async fn w7_the_screen_has_the_customer_the_tabs_and_the_cards_of_the_profile() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "carla").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let summary = tab.text("header.summary").await;
    for shown in
        ["Otávio Brandão Sampaio", "Bloqueio financeiro", "CPF/CNPJ", "Etiqueta", "Telefone", "Endereço"]
    {
        assert!(summary.contains(shown), "{shown} in {summary}");
    }
    for title in ["Conexão", "Anexos", "Documentação", "Materiais", "Financeiro"] {
        open(&tab, title).await;
    }
    tab.sees("Dados do contrato").await;
    tab.sees("Histórico financeiro").await;
    tab.sees("Reagendamento de faturas").await;

    // Another profile of the same desk: less on the page, and nothing behind it.
    let eva = browser.tab(&desk.url, "/").await;
    sign_in(&eva, "eva").await;
    eva.go(&format!("{attendance}/financeiro")).await;
    settled(&eva).await;
    eva.sees("Dados do contrato").await;
    assert!(!eva.shows("Histórico financeiro").await);
    assert!(!eva.shows("Reagendamento de faturas").await);
    // A tab that the profile does not have is an address that does not exist.
    assert_eq!(status(&eva, "GET", &format!("{attendance}/cofre"), "").await, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn w7_the_screen_is_whole_where_the_browser_cannot_place_parts_by_itself() {
    let desk = Desk::shared().await;
    let browser = Browser::start_without(&["DocumentPatching"]).await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    open(&tab, "Financeiro").await;
    tab.sees("Bloqueio financeiro").await;
    tab.sees("Total em aberto").await;
    assert_eq!(tab.value::<u32>("document.querySelectorAll('template[for]').length").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn g1_the_request_tells_its_state_and_what_a_colleague_just_reported() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let title = "Informações da solicitação atual";
    let text = card(&tab, title).await;
    let protocol = tab.text("#protocol").await;
    for shown in
        [&protocol, "Tipo", "Situação", "Solicitante", "Etiqueta", "Ana Lúcia Ferraz", "Nenhum relato ainda."]
    {
        assert!(text.contains(shown), "{shown} in {text}");
    }

    let colleague = browser.tab(&desk.url, "/").await;
    sign_in(&colleague, "henrique").await;
    colleague.go(&format!("{attendance}/report?tab=inicio")).await;
    // Nothing written is told at the field; nothing is lost of what was chosen.
    let _: bool = colleague.value("(document.querySelector('main form').noValidate = true)").await;
    colleague.click("input[name=audience][value=customer]").await;
    colleague.fill("#text", "   ").await;
    colleague.click("main form button.primary").await;
    colleague.until("document.querySelector('#text-error')").await;
    assert!(
        colleague
            .value::<bool>("document.querySelector('input[name=audience][value=customer]').checked")
            .await
    );
    colleague.fill("#text", "Cliente pede <b>visita</b> na quinta.").await;
    colleague.click("main form button.primary").await;
    colleague.until("document.querySelector('nav.tabs')").await;

    // What looks like markup is text.
    tab.go(&format!("{attendance}/inicio")).await;
    settled(&tab).await;
    tab.sees("Cliente pede <b>visita</b> na quinta.").await;
    let text = card(&tab, title).await;
    assert!(text.contains("Henrique Bastos") && text.contains("ao cliente"), "{text}");
    assert_eq!(text.matches("visita").count(), 1, "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn g3_the_contract_follows_the_choice() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let number = tab.text(".summary .number:not(#protocol)").await;
    open(&tab, "Financeiro").await;
    let text = card(&tab, "Dados do contrato").await;
    for shown in ["Bloqueio financeiro", "Estágio", "Inclusão", "Plano", "R$", "Todo dia"] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
    assert!(tab.text(".summary").await.contains(&number));

    // Before a contract is chosen there is no screen, so no card that shows another's.
    tab.go("/people?q=helena+duarte+nogueira").await;
    tab.click("table.people a.start").await;
    tab.press("Confirmar").await;
    tab.until("location.pathname.endsWith('/choose')").await;
    let unchosen = tab.path().await.trim_end_matches("/choose").to_owned();
    tab.go(&format!("{unchosen}/financeiro")).await;
    settled(&tab).await;
    assert!(!tab.shows("Bloqueio financeiro").await);
    // And a card of one request is none of another's page.
    let placed: String = tab
        .value("document.querySelector('section.card .body')?.id.slice('card-'.length) ?? '00000000-0000-7000-8000-000000000000'")
        .await;
    let path = format!("{}/card/{placed}", attendance.replace("/attendance/", "/attendance/0"));
    assert_eq!(status(&tab, "GET", &path, "").await, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn g4_invoices_are_counted_listed_and_start_an_action_with_the_row_chosen() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "carla").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    open(&tab, "Financeiro").await;
    let title = "Histórico financeiro";
    let text = card(&tab, title).await;
    for shown in ["Em aberto", "Total em aberto", "Vencidas", "Total hoje, com multa e juros"] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
    tab.press("Ver faturas").await;
    tab.sees("Faturas encerradas").await;
    let number = tab.text("section.card tbody tr:has(button[name=launch]) td").await;
    tab.press("Reagendar").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.until("document.querySelector('input[type=date]')").await;
    let chosen = tab.text("main .run").await;
    assert!(chosen.contains(&number), "{number} is chosen already: {chosen}");
    tab.press("Desistir da ação").await;
    tab.until("document.querySelector('nav.tabs')").await;

    // Who owes nothing is told so, and offered nothing.
    let paid = &desk
        .query(
            "SELECT p.name FROM person p JOIN contract c ON c.person = p.id JOIN company k ON k.id = c.company \
             WHERE k.protocol_prefix = 10 AND c.stage IN ('approved', 'cancelled') \
             AND NOT EXISTS (SELECT 1 FROM invoice i JOIN contract d ON d.id = i.contract \
             WHERE d.person = p.id AND i.state = 'open') ORDER BY p.sort_name LIMIT 1",
        )
        .await[0];
    serve(&tab, paid).await;
    open(&tab, "Financeiro").await;
    tab.press("Ver faturas").await;
    tab.sees("Nenhuma fatura em aberto.").await;
    assert!(!tab.shows("Reagendar").await);
}
