//! W9: what can be done with a request at any time, and the closing form at the end of an action.

use balcao_tests::{Browser, Desk, Tab};

use crate::ways::{act, choose, open, serve, settled, sign_in};

/// Fills a field that no keyboard types into, such as a day and an hour.
async fn set(tab: &Tab, field: &str, value: &str) {
    let _: bool = tab.value(&format!("(document.querySelector('{field}').value = '{value}', true)")).await;
}

/// A day and an hour, so many hours from now, as its field holds it.
async fn hours_from_now(tab: &Tab, hours: i32) -> String {
    tab.value(&format!(
        "new Date(Date.now() + {hours} * 36e5).toLocaleString('sv-SE', {{ timeZone: 'America/Sao_Paulo' }}).slice(0, 16).replace(' ', 'T')"
    ))
    .await
}

async fn is_seen(tab: &Tab, selector: &str) -> bool {
    tab.value(&format!("!!document.querySelector('{selector}')?.checkVisibility()")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn w9_a_request_is_closed_reported_on_and_reopened_without_any_plugin() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, "Helena Duarte Nogueira").await;

    // The wrong way: nothing filled in. What is wrong is said once above, and at each field.
    act(&tab, &attendance, "Encerrar").await;
    assert!(!is_seen(&tab, "#catalog").await, "no type, no catalog");
    assert!(!is_seen(&tab, "#deadline").await && !is_seen(&tab, "#when").await);
    tab.press("Confirmar e avançar").await;
    tab.sees("Confira o que falta").await;
    tab.until("document.activeElement?.id === 'problem'").await;
    tab.until("document.querySelector('#kind[aria-invalid=true]') && document.querySelector('#text-error')")
        .await;
    assert!(!tab.shows("Alguém foi mais rápido").await);

    // A type brings its catalog; an item of another is refused, and nothing is lost.
    choose(&tab, "kind", "Sem conexão").await;
    assert!(is_seen(&tab, "#catalog").await);
    choose(&tab, "catalog", "Emissão de 2ª via").await;
    // A text module goes where the cursor is.
    tab.press("Inserir").await;
    tab.until("document.querySelector('#text').value.includes('Helena')").await;
    tab.fill("#text", "Cabo encaixado de novo.").await;
    tab.press("Confirmar e avançar").await;
    tab.sees("Este tipo não usa este catálogo").await;
    assert_eq!(tab.value::<String>("document.querySelector('#text').value").await, "Cabo encaixado de novo.");
    choose(&tab, "catalog", "Sem sinal óptico").await;
    // A situation by hand asks for the deadline.
    choose(&tab, "situation", "Manual").await;
    assert!(is_seen(&tab, "#deadline").await);
    choose(&tab, "situation", "Conforme o tipo").await;
    tab.press("Confirmar e avançar").await;
    tab.until("location.pathname === '/tasks'").await;
    tab.sees("encerrado.").await;

    // Closed: it can be looked at, reported on and reopened.
    tab.go(&format!("{attendance}/inicio")).await;
    settled(&tab).await;
    tab.sees("Encerrada").await;
    assert!(!tab.shows("Encaminhar").await);
    tab.press("Relatar").await;
    tab.fill("#text", "O cliente ligou para agradecer.").await;
    tab.press("Gravar relato").await;
    tab.until("document.querySelector('nav.tabs')").await;
    act(&tab, &attendance, "Reabrir").await;
    tab.press("Reabrir").await;
    tab.until("document.querySelector('#reason-error')").await;
    choose(&tab, "reason", "O problema voltou").await;
    tab.press("Reabrir").await;
    tab.until("document.querySelector('nav.tabs')").await;
    settled(&tab).await;
    tab.sees("Em andamento").await;
    tab.sees("Reaberta. Motivo: O problema voltou.").await;
    tab.sees("O cliente ligou para agradecer.").await;
    let ran = desk.command(&["audit", "verify"]);
    assert!(ran.ok && ran.out.contains("none altered"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn w9_forwarding_goes_to_the_queue_of_a_team_that_ones_own_may_forward_to() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let ana = browser.tab(&desk.url, "/").await;
    sign_in(&ana, "ana").await;
    let attendance = serve(&ana, "Helena Duarte Nogueira").await;
    act(&ana, &attendance, "Encaminhar").await;
    let teams: String = ana.value("document.querySelector('#team').innerText").await;
    assert!(
        teams.contains("Suporte N2") && !teams.contains("Administração") && !teams.contains("Suporte N1")
    );
    choose(&ana, "kind", "Informação").await;
    ana.fill("#text", "Precisa de quem conhece a rede.").await;
    // A team that the list does not hold, as a script would send it.
    let _: bool = ana
        .value(
            "(o => { o.value = '00000000-0000-7000-8000-000000000000'; o.selected = true; return true })\
             (document.querySelector('#team').appendChild(new Option('x')))",
        )
        .await;
    choose(&ana, "reason", "Precisa do segundo nível").await;
    ana.press("Confirmar e avançar").await;
    ana.sees("A sua equipe não encaminha para esta.").await;
    choose(&ana, "team", "Suporte N2").await;
    ana.press("Confirmar e avançar").await;
    ana.until("location.pathname === '/tasks'").await;
    ana.sees("está na fila de Suporte N2.").await;

    // A colleague of that team takes it; it is nobody's until then.
    let bruno = browser.tab(&desk.url, "/").await;
    sign_in(&bruno, "bruno").await;
    bruno.go(&format!("{attendance}/inicio")).await;
    settled(&bruno).await;
    bruno.sees("Encaminhada para Suporte N2. Motivo: Precisa do segundo nível.").await;
    bruno.send("Assumir").await;
    settled(&bruno).await;
    assert!(!bruno.shows("Assumir").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn w9_a_scheduled_request_says_when_it_comes_back() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, "Helena Duarte Nogueira").await;
    act(&tab, &attendance, "Agendar").await;
    let (past, ahead) = (hours_from_now(&tab, -2).await, hours_from_now(&tab, 30).await);
    set(&tab, "#when", &past).await;
    tab.fill("#text", "Ligar depois.").await;
    tab.press("Agendar").await;
    tab.sees("Este horário já passou.").await;
    assert_eq!(tab.value::<String>("document.querySelector('#text').value").await, "Ligar depois.");
    set(&tab, "#when", &ahead).await;
    tab.press("Agendar").await;
    tab.until("location.pathname === '/tasks'").await;
    tab.sees("volta ao topo em").await;
    tab.go(&format!("{attendance}/inicio")).await;
    settled(&tab).await;
    tab.sees("Agendada para ").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn w9_a_colleague_who_was_faster_is_named_and_nothing_that_was_typed_is_lost() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let ana = browser.tab(&desk.url, "/").await;
    sign_in(&ana, "ana").await;
    let attendance = serve(&ana, "Helena Duarte Nogueira").await;
    act(&ana, &attendance, "Encerrar").await;
    choose(&ana, "kind", "Informação").await;
    ana.fill("#text", "Explicado o plano.").await;

    let davi = browser.tab(&desk.url, "/").await;
    sign_in(&davi, "davi").await;
    act(&davi, &attendance, "Cancelar solicitação").await;
    choose(&davi, "reason", "Aberta em duplicidade").await;
    davi.press("Cancelar solicitação").await;
    davi.until("location.pathname === '/tasks'").await;
    davi.sees("cancelado.").await;

    ana.press("Confirmar e avançar").await;
    ana.sees("Alguém foi mais rápido").await;
    ana.sees("Davi Portela cancelou esta solicitação").await;
    ana.sees("Explicado o plano.").await;
    ana.press("Reabrir").await;
    ana.until("location.pathname.endsWith('/reopen')").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn w9_a_supervisor_reassigns_and_nobody_else_is_let_to() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let ana = browser.tab(&desk.url, "/").await;
    sign_in(&ana, "ana").await;
    let attendance = serve(&ana, "Helena Duarte Nogueira").await;
    assert!(!ana.shows("Reatribuir").await);
    ana.go(&format!("{attendance}/reassign")).await;
    ana.sees("Sem permissão").await;

    let davi = browser.tab(&desk.url, "/").await;
    sign_in(&davi, "davi").await;
    act(&davi, &attendance, "Reatribuir").await;
    davi.sees("Hoje está com Ana Lúcia Ferraz.").await;
    davi.press("Reatribuir").await;
    davi.until("document.querySelector('#to-error')").await;
    choose(&davi, "to", "Gabriela Antunes").await;
    davi.press("Reatribuir").await;
    davi.until("document.querySelector('nav.tabs')").await;
    settled(&davi).await;
    davi.sees("Reatribuída a Gabriela Antunes.").await;
    ana.go("/tasks").await;
    ana.until("document.querySelector('main table')").await;
    let request = attendance.trim_start_matches("/attendance/");
    assert!(!ana.value::<bool>(&format!("!!document.querySelector('main a[href*=\"{request}\"]')")).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn w9_a_finished_action_goes_on_with_one_click_or_with_the_closing_form() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let second_copy = async || {
        tab.send("2ª via de faturas").await;
        tab.until("location.pathname.includes('/run/')").await;
        tab.click("input[type=checkbox]").await;
        tab.press("Avançar").await;
        tab.sees("Confirmar e avançar").await;
        tab.press("Confirmar e avançar").await;
        tab.sees("Continuar atendendo").await;
    };
    // One click, nothing asked.
    second_copy().await;
    tab.press("Continuar atendendo").await;
    tab.until("document.querySelector('nav.tabs')").await;
    settled(&tab).await;

    // The form left open: the action is done, the request stays in the tasks.
    second_copy().await;
    tab.press("Abrir o fechamento").await;
    tab.until("document.querySelector('form.closing')").await;
    let run = tab.path().await;
    // The contract is blocked, so there is no type that needs it to run.
    let kinds: String = tab.value("document.querySelector('#kind').innerText").await;
    assert!(kinds.contains("2ª via de fatura") && !kinds.contains("Sem conexão"), "{kinds}");
    let report: String = tab.value("document.querySelector('#text').value").await;
    assert!(!report.trim().is_empty(), "filled in from the action");
    tab.go("/tasks?text=Otavio").await;
    tab.sees("Otávio Brandão Sampaio").await;

    // Taken up again: refused at its field, then closed.
    tab.go(&run).await;
    tab.press("Confirmar e avançar").await;
    tab.until("document.querySelector('#kind-error')").await;
    assert_eq!(tab.value::<String>("document.querySelector('#text').value").await, report);
    choose(&tab, "kind", "2ª via de fatura").await;
    tab.click("input[name=status][value=closed]").await;
    tab.press("Confirmar e avançar").await;
    tab.until("location.pathname === '/tasks'").await;
    tab.sees("encerrado.").await;
    tab.go(&format!("{attendance}/inicio")).await;
    settled(&tab).await;
    tab.sees("Encerrada").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn w6_the_tag_is_changed_later_with_a_report() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Helena Duarte Nogueira").await;
    let tags = "document.querySelector('header.summary').innerText.match(/\\d+-\\d/)?.[0]";
    let before: String = tab.value(tags).await;
    tab.press("Trocar etiqueta").await;
    tab.until("location.pathname.endsWith('/choose')").await;
    tab.click("input[name=choice]:not(:checked)").await;
    tab.press("Confirmar").await;
    tab.until("document.querySelector('nav.tabs')").await;
    open(&tab, "Início").await;
    tab.until(&format!("{tags} !== '{before}'")).await;
    tab.sees(&before).await;
    tab.sees("→").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn w9_the_buttons_are_behind_one_on_a_phone_and_all_in_the_palette() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    let attendance = serve(&tab, "Helena Duarte Nogueira").await;
    let palette: String = tab.value("document.querySelector('#palette').textContent").await;
    for label in ["Relatar", "Encaminhar", "Agendar", "Encerrar", "Cancelar solicitação", "Reatribuir"] {
        assert!(palette.contains(label), "{label}");
        assert!(tab.shows(label).await, "{label}");
    }
    tab.size(360, 740).await;
    tab.colours("dark").await;
    tab.go(&format!("{attendance}/inicio")).await;
    settled(&tab).await;
    assert!(!is_seen(&tab, ".own a[href*=\"/forward\"]").await);
    tab.click(".own summary").await;
    tab.until("document.querySelector('.own a[href*=\"/forward\"]').checkVisibility()").await;
    tab.press("Encaminhar").await;
    tab.until("location.pathname.endsWith('/forward')").await;
    for page in ["closing", "forward", "schedule", "cancel", "reassign"] {
        tab.go(&format!("{attendance}/{page}")).await;
        tab.until("document.querySelector('form.card')").await;
        let over: i64 = tab.value("document.documentElement.scrollWidth - innerWidth").await;
        assert!(over <= 0, "{page} is {over} px wider than the screen");
    }
}
