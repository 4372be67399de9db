//! The day of an agent: tasks, several attendances at once, drafts, colleagues, the supervisor.

use balcao_tests::{Browser, Desk};

use crate::ways::{serve, settled, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn w1_tasks_are_filtered_sorted_and_lead_back_to_their_attendance() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let rows = "document.querySelectorAll('table.tasks tbody tr').length";
    let all: u32 = tab.value(rows).await;
    assert!(all > 10, "{all}");

    // What came back stands on top, then what is overdue.
    let top = tab.text("table.tasks tbody tr").await;
    assert!(top.contains("voltou em"), "{top}");
    tab.click("input[name=overdue]").await;
    tab.press("Filtrar").await;
    tab.until("location.search.includes('overdue=1')").await;
    let late: u32 = tab.value(rows).await;
    assert!(late > 0 && late < all, "{late} of {all}");
    assert_eq!(tab.value::<u32>("document.querySelectorAll('tr.danger').length").await, late);
    tab.press("Limpar").await;
    tab.until("!location.search.includes('overdue')").await;

    let name: String = tab
        .value("document.querySelector('table.tasks tbody tr td:nth-child(2)').firstChild.textContent.trim()")
        .await;
    tab.fill("#text", &name.to_lowercase()).await;
    tab.key("Enter").await;
    tab.until("location.search.includes('text=')").await;
    assert!(tab.text("table.tasks tbody tr").await.contains(&name));
    tab.fill("#text", "zzzz").await;
    tab.key("Enter").await;
    tab.sees("Nada corresponde ao filtro").await;

    tab.go("/tasks").await;
    let protocol = tab.text("table.tasks tbody a.number").await;
    tab.click("table.tasks tbody a.number").await;
    tab.until("document.querySelector('#protocol')").await;
    assert_eq!(tab.text("#protocol").await, protocol);
}

#[tokio::test(flavor = "multi_thread")]
async fn w1_of_two_who_take_a_request_one_gets_it_and_the_other_is_told_who_was_faster() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let (ana, gabriela) = (browser.tab(&desk.url, "/").await, browser.tab(&desk.url, "/").await);
    sign_in(&ana, "ana").await;
    sign_in_with_password(&gabriela, "gabriela").await;
    for tab in [&ana, &gabriela] {
        tab.go("/tasks?view=team").await;
        tab.sees("Assumir").await;
    }
    let protocol = ana.text("table.tasks tbody a.number").await;
    ana.press(&format!("Assumir {protocol}")).await;
    ana.until("location.pathname.startsWith('/attendance/')").await;
    gabriela.press(&format!("Assumir {protocol}")).await;
    gabriela.sees("Ana Lúcia Ferraz foi mais rápido").await;
    assert!(!gabriela.value::<bool>(&format!(
        "[...document.querySelectorAll('table.tasks a.number')].some(a => a.innerText === '{protocol}')"
    )).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn w5_the_open_request_is_continued_or_another_says_who_asks_and_how_they_are_known() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    let first = tab.text("#protocol").await;
    tab.go("/people?q=Otavio+Brandao+Sampaio").await;
    tab.click("table.people a.start").await;
    tab.sees("Solicitações abertas desta pessoa").await;
    tab.sees("Continuar esta").await;
    tab.sees("Ana Lúcia Ferraz").await;

    // Somebody else than the holder has a name: said at the field, and nothing is lost.
    tab.value::<bool>("(document.querySelector('#who').value = 'authorised', document.querySelector('#channel').value = 'whatsapp', true)").await;
    tab.press("Confirmar").await;
    tab.sees("Informe o nome de quem está pedindo").await;
    assert_eq!(tab.value::<String>("document.activeElement.id").await, "name");
    assert_eq!(tab.value::<String>("document.querySelector('#channel').value").await, "whatsapp");
    tab.fill("#name", "Rosa Sampaio").await;
    tab.press("Confirmar").await;
    tab.until("location.pathname.startsWith('/attendance/')").await;
    tab.until("document.querySelector('#protocol')").await;
    assert_ne!(tab.text("#protocol").await, first);
    tab.sees("Rosa Sampaio").await;
    tab.sees("não confirmada").await;

    // Identity is confirmed later, and one comes back to where one was.
    let here = tab.path().await;
    tab.press("Confirmar identidade").await;
    tab.until("location.pathname.endsWith('/identity')").await;
    tab.press("Confirmar").await;
    tab.sees("Diga como a identidade foi confirmada").await;
    tab.value::<bool>("(document.querySelector('#identity').value = 'document', true)").await;
    tab.press("Confirmar").await;
    tab.until(&format!("location.pathname === '{here}'")).await;
    tab.sees("por documento").await;

    // Going on with the first is one click.
    tab.go("/people?q=Otavio+Brandao+Sampaio").await;
    tab.click("table.people a.start").await;
    tab.press(&format!("Continuar esta: {first}")).await;
    tab.until("document.querySelector('#protocol')").await;
    assert_eq!(tab.text("#protocol").await, first);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_attendances_are_open_at_once_and_each_stands_in_the_strip_once() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let first = serve(&tab, "Otavio Brandao Sampaio").await;
    let second = serve(&tab, "Helena Duarte Nogueira").await;
    tab.go(&format!("{first}/inicio")).await;
    settled(&tab).await;
    let open = "[...document.querySelectorAll('.strip [data-open]')].map(a => a.getAttribute('href'))";
    assert_eq!(tab.value::<Vec<String>>(open).await, [first.clone(), second.clone()]);

    // Shift and its number opens it.
    let _: bool = tab
        .value("(document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '@', code: 'Digit2', shiftKey: true, bubbles: true })), true)")
        .await;
    tab.until(&format!("location.pathname.startsWith('{second}')")).await;
    settled(&tab).await;
    let protocol = tab.text("#protocol").await;
    tab.press(&format!("Fechar {protocol} na faixa")).await;
    tab.until(&format!("location.pathname.startsWith('{first}')")).await;
    assert_eq!(tab.value::<Vec<String>>(open).await, [first]);
    // It was closed in the strip alone.
    tab.go("/tasks").await;
    tab.sees(&protocol).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_kept_and_a_colleague_sees_who_is_there_and_who_writes() {
    let desk = Desk::start().await;
    let mut browser = Browser::start().await;
    let (ana, bruno) = (browser.tab(&desk.url, "/").await, browser.tab(&desk.url, "/").await);
    sign_in(&ana, "ana").await;
    sign_in(&bruno, "bruno").await;
    let attendance = serve(&ana, "Otavio Brandao Sampaio").await;
    bruno.go(&format!("{attendance}/inicio")).await;
    bruno.sees("Ana Lúcia Ferraz está vendo").await;
    ana.sees("Bruno Tavares está vendo").await;

    ana.press("Relatar").await;
    ana.fill("#text", "Cliente pediu retorno às").await;
    ana.sees("Rascunho guardado").await;
    bruno.sees("Ana Lúcia Ferraz está escrevendo").await;

    // It survives a reload, with nobody asked whether to leave.
    ana.go(&format!("{attendance}/report")).await;
    assert_eq!(
        ana.value::<String>("document.querySelector('#text').value").await,
        "Cliente pediu retorno às"
    );

    // Bruno is faster: her report stops, tells of his, and keeps her text.
    bruno.go(&format!("{attendance}/report")).await;
    bruno.fill("#text", "Já retornei ao cliente.").await;
    bruno.press("Gravar relato").await;
    bruno.until("!location.pathname.endsWith('/report')").await;
    ana.press("Gravar relato").await;
    ana.sees("Alguém foi mais rápido").await;
    ana.sees("Já retornei ao cliente.").await;
    assert_eq!(
        ana.value::<String>("document.querySelector('#text').value").await,
        "Cliente pediu retorno às"
    );
    ana.press("Gravar assim mesmo").await;
    ana.until("!location.pathname.endsWith('/report')").await;
    ana.go(&format!("{attendance}/report")).await;
    ana.sees("Cliente pediu retorno às").await;
    assert_eq!(ana.value::<String>("document.querySelector('#text').value").await, "");
}

/// Signs in as somebody whom the sign-in page does not list.
async fn sign_in_with_password(tab: &balcao_tests::Tab, login: &str) {
    tab.go("/sign-in").await;
    tab.fill("#login", login).await;
    tab.fill("#password", "demonstracao").await;
    tab.key("Enter").await;
    tab.until("location.pathname === '/tasks'").await;
}
