//! The day of an agent: tasks, several attendances at once, drafts, colleagues, the supervisor.

use balcao_tests::{Browser, Desk};

use crate::ways::{serve, settled, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn w1_tasks_are_filtered_sorted_and_lead_back_to_their_attendance() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
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
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let (ana, gabriela) = (browser.tab(&desk.url, "/").await, browser.tab(&desk.url, "/").await);
    sign_in(&ana, "ana").await;
    sign_in(&gabriela, "gabriela").await;
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
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
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
    let _: bool = tab.value("(document.querySelector('#who').value = 'authorised', document.querySelector('#channel').value = 'whatsapp', true)").await;
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
    let _: bool = tab.value("(document.querySelector('#identity').value = 'document', true)").await;
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
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
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
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let (ana, bruno) = (browser.tab(&desk.url, "/").await, browser.tab(&desk.url, "/").await);
    sign_in(&ana, "ana").await;
    sign_in(&bruno, "bruno").await;
    let attendance = serve(&ana, "Otavio Brandao Sampaio").await;
    bruno.go(&format!("{attendance}/inicio")).await;
    bruno.sees("Ana Lúcia Ferraz está vendo").await;
    ana.sees("Bruno Tavares está vendo").await;

    ana.press("Relatar").await;
    ana.fill("#text", "Cliente pediu retorno amanha").await;
    ana.sees("Rascunho guardado").await;
    bruno.sees("Ana Lúcia Ferraz está escrevendo").await;

    // It survives a reload, with nobody asked whether to leave.
    ana.go(&format!("{attendance}/report")).await;
    assert_eq!(
        ana.value::<String>("document.querySelector('#text').value").await,
        "Cliente pediu retorno amanha"
    );

    // Bruno is faster: her report stops, tells of his, and keeps her text.
    bruno.go(&format!("{attendance}/report")).await;
    bruno.fill("#text", "Acabei de ligar ao cliente.").await;
    bruno.press("Gravar relato").await;
    bruno.until("!location.pathname.endsWith('/report')").await;
    ana.press("Gravar relato").await;
    ana.sees("Alguém foi mais rápido").await;
    ana.sees("Acabei de ligar ao cliente.").await;
    assert_eq!(
        ana.value::<String>("document.querySelector('#text').value").await,
        "Cliente pediu retorno amanha"
    );
    ana.press("Gravar assim mesmo").await;
    ana.until("!location.pathname.endsWith('/report')").await;
    ana.go(&format!("{attendance}/report")).await;
    ana.sees("Cliente pediu retorno amanha").await;
    assert_eq!(ana.value::<String>("document.querySelector('#text').value").await, "");
}

/// Presses keys together, as a keyboard event says them.
async fn together(tab: &balcao_tests::Tab, event: &str) {
    let js = format!(
        "(document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ bubbles: true, cancelable: true, {event} }})), true)"
    );
    let _: bool = tab.value(&js).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_finds_pages_by_the_names_of_other_menus_and_what_the_attendance_offers() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let shown = "[...document.querySelectorAll('#palette li')].filter(li => !li.hidden).map(li => li.innerText.trim())";
    together(&tab, "key: 'k', ctrlKey: true").await;
    tab.until("document.querySelector('#palette').open").await;
    for (typed, expected) in [
        ("ordens de servico", "Minhas Tarefas"),
        ("suite contratos", "Pesquisas de Pessoas"),
        ("agendamento", "Agendadas"),
        ("relato", "Relatar"),
        ("financeiro", "Financeiro"),
        ("via de fat", "2ª via de faturas"),
    ] {
        let _: bool = tab.value("(document.querySelector('#command').value = '', true)").await;
        tab.fill("#command", typed).await;
        let found: Vec<String> = tab.value(shown).await;
        assert!(found.iter().any(|line| line == expected), "{typed}: {found:?}");
    }
    // Nothing of the kind: Enter searches people.
    tab.fill("#command", "helena duarte").await;
    assert!(tab.value::<Vec<String>>(shown).await.is_empty());
    tab.key("Enter").await;
    tab.sees("Helena Duarte Nogueira").await;

    tab.go(&format!("{attendance}/inicio")).await;
    settled(&tab).await;
    together(&tab, "key: 'k', ctrlKey: true").await;
    tab.fill("#command", "historico log").await;
    tab.key("ArrowDown").await;
    tab.key("Enter").await;
    tab.until("location.pathname.endsWith('/history')").await;
    tab.sees("abriu a solicitação").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_stand_alone_are_switched_off_for_the_user_and_not_for_the_browser() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let (one, other) = (browser.tab(&desk.url, "/").await, browser.tab(&desk.url, "/").await);
    sign_in(&one, "ana").await;
    together(&one, "key: '?'").await;
    one.until("document.querySelector('#keys').open").await;
    one.click("#single-keys").await;
    sign_in(&other, "ana").await;
    other.until("!document.querySelector('#single-keys').checked").await;
    let _: bool = other.value("(document.activeElement.blur(), true)").await;
    together(&other, "key: '?'").await;
    assert!(!other.value::<bool>("document.querySelector('#keys').open").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_module_is_put_where_the_cursor_is() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let protocol = tab.text("#protocol").await;
    tab.go(&format!("{attendance}/report")).await;
    tab.fill("#text", "Oi. Fim.").await;
    let _: bool = tab.value("(document.querySelector('#text').setSelectionRange(4, 4), true)").await;
    // By keyboard alone: the list takes the first letters of a title.
    let _: bool = tab.value("(document.querySelector('#module').focus(), true)").await;
    tab.key("E").await;
    tab.until("document.querySelector('#module').selectedOptions[0].innerText === 'Encerramento'").await;
    tab.key("Tab").await;
    tab.key("Enter").await;
    tab.until("document.querySelector('#text').value.includes('Atendimento concluído')").await;
    let text: String = tab.value("document.querySelector('#text').value").await;
    assert!(text.starts_with("Oi. Atendimento concluído.") && text.ends_with("Fim."), "{text}");
    assert!(
        text.contains("Otávio Brandão Sampaio")
            && text.contains(&protocol)
            && text.contains("Ana Lúcia Ferraz")
    );
    assert_eq!(tab.value::<String>("document.activeElement.id").await, "text");
    tab.sees("Rascunho guardado").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attendance_prints_as_a_document_with_protocol_agent_and_time() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    let protocol = tab.text("#protocol").await;
    tab.paper().await;
    let paper: String = tab.value("document.body.innerText").await;
    assert!(paper.contains(&protocol) && paper.contains("Impresso por Ana Lúcia Ferraz em "), "{paper}");
    for button in ["Relatar", "Imprimir", "Minhas Tarefas", "Trocar etiqueta", "2ª via de faturas"] {
        assert!(!paper.contains(button), "{button}: {paper}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_sees_each_team_and_each_hour_as_chart_table_and_file() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    tab.press("Supervisão").await;
    tab.until("location.pathname === '/supervision'").await;
    tab.sees("Suporte N1").await;
    tab.press("Últimos 7 dias").await;
    tab.until("location.search === '?period=7-days'").await;
    assert_eq!(
        tab.value::<u32>("document.querySelectorAll('figure.chart svg rect').length > 10 ? 1 : 0").await,
        1
    );
    let csv: Vec<u8> = tab.value("fetch(document.querySelector('a[download]').href).then(r => r.arrayBuffer()).then(b => [...new Uint8Array(b)])").await;
    assert!(csv.starts_with("\u{feff}Equipe;Abertas;".as_bytes()));
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    assert!(!tab.shows("Supervisão").await);
    tab.go("/supervision").await;
    tab.sees("Sem permissão").await;
}
