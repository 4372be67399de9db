//! W1, W5 and W6: what there is to do, and how an attendance begins.

use balcao_tests::{Browser, Desk, Tab};

use crate::ways::{settled, sign_in, status};

/// How many lines Minhas Tarefas has.
async fn tasks(tab: &Tab) -> u32 {
    tab.go("/tasks").await;
    tab.value("document.querySelectorAll('table.tasks tbody tr').length").await
}

/// Opens the start dialog of a customer.
async fn ask(tab: &Tab, customer: &str) {
    tab.go(&format!("/people?q={}", customer.replace(' ', "+"))).await;
    tab.click("table.people a.start").await;
    tab.sees("Você realmente deseja iniciar o atendimento?").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn w1_overdue_stands_out_and_a_task_leads_back_to_its_screen() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    tab.sees("Minhas Tarefas").await;
    let overdue = "tr.danger:has(.badge.danger)";
    assert!(tab.value::<u32>(&format!("document.querySelectorAll('{overdue}').length")).await > 0);
    assert!(tab.text(&format!("{overdue} .badge.danger")).await.contains("Vencida"), "not by colour alone");
    let protocol = tab.text(&format!("{overdue} a.number")).await;
    let path: String =
        tab.value(&format!("document.querySelector('{overdue} a.number').getAttribute('href')")).await;
    tab.click(&format!("{overdue} a.number")).await;
    tab.until("document.querySelector('nav.tabs [aria-current]')").await;
    settled(&tab).await;
    assert_eq!(tab.text("#protocol").await, protocol);

    // Somebody of the other company has none of them, neither listed nor by address.
    let joao = browser.tab(&desk.url, "/").await;
    sign_in(&joao, "joao").await;
    assert!(!joao.shows(&protocol).await);
    assert_eq!(status(&joao, "GET", &format!("{path}/inicio"), "").await, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn w5_a_request_is_opened_once_at_the_confirmation() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "gabriela").await;
    let before = tasks(&tab).await;
    ask(&tab, "Helena Duarte Nogueira").await;

    // Somebody who is not the holder has a name; what was typed stays, and nothing is opened.
    let _: bool = tab.value("(document.querySelector('#who').value = 'third-party', true)").await;
    tab.fill("#contact", "14 99999-0000").await;
    tab.press("Confirmar").await;
    tab.sees("Informe o nome de quem está pedindo").await;
    assert_eq!(tab.value::<String>("document.querySelector('#who').value").await, "third-party");
    assert_eq!(tab.value::<String>("document.querySelector('#contact').value").await, "14 99999-0000");
    let other = browser.beside(&tab, "/tasks").await;
    assert_eq!(tasks(&other).await, before);

    // The same form twice, as a double click sends it, opens one.
    tab.fill("#name", "Rosa").await;
    let twice: Vec<u16> = tab
        .value(
            "(() => { const form = document.querySelector('form.asking'); const send = () => fetch(location.pathname, \
             { method: 'POST', body: new URLSearchParams(new FormData(form)) }).then(r => r.status); \
             return Promise.all([send(), send()]); })()",
        )
        .await;
    assert!(twice.iter().all(|status| *status == 200), "{twice:?}");
    tab.press("Confirmar").await;
    tab.until("location.pathname.endsWith('/choose')").await;
    let protocol = tab.text(".number").await;
    assert_eq!(protocol.len(), 16, "a length that is no CPF's and no CNPJ's: {protocol}");
    assert_eq!(tasks(&other).await, before + 1);
    other.sees(&protocol).await;

    // Who starts again is shown what is open, and can continue it.
    ask(&tab, "Helena Duarte Nogueira").await;
    tab.sees("Continuar esta").await;
    tab.click(&format!("a[aria-label='Continuar esta: {protocol}']")).await;
    tab.until("location.pathname.startsWith('/attendance/')").await;
    tab.sees(&protocol).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn w6_the_tag_is_chosen_resumed_and_changed() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "henrique").await;
    ask(&tab, "Helena Duarte Nogueira").await;
    tab.press("Confirmar").await;
    tab.until("location.pathname.endsWith('/choose')").await;
    assert_eq!(tab.value::<u32>("document.querySelectorAll('input[name=choice]').length").await, 2);
    let request = tab.path().await.trim_end_matches("/choose").to_owned();

    // Left unfinished, it is resumed from Minhas Tarefas.
    tab.go("/tasks").await;
    tab.press("Falta escolher a etiqueta").await;
    tab.until("location.pathname.endsWith('/choose')").await;

    // Nothing chosen, and what is nobody's or another's, are refused where one is.
    let csrf: String = tab.value("document.querySelector('input[name=csrf]').value").await;
    let choose = format!("{request}/choose");
    let foreign = &desk
        .query(
            "SELECT lower(hex(c.id)) || '.' || lower(hex(t.id)) FROM contract c JOIN tag t ON t.contract = c.id \
             JOIN person p ON p.id = c.person WHERE p.name = 'Otávio Brandão Sampaio'",
        )
        .await[0];
    for choice in ["", "rubbish", foreign] {
        let form = format!("{{ csrf: '{csrf}', choice: '{choice}' }}");
        let answered = status(&tab, "POST", &choose, &form).await;
        assert!((400..500).contains(&answered), "{choice:?}: {answered}");
    }
    tab.go(&choose).await;
    tab.click("input[name=choice]").await;
    tab.press("Confirmar").await;
    tab.until("document.querySelector('nav.tabs [aria-current]')").await;
    settled(&tab).await;

    // It can be changed; the request tells.
    let tag = || tab.text(".summary dl > div:has(a.small) .number");
    let first = tag().await;
    tab.press("Trocar etiqueta").await;
    tab.click("label:has(input[name=choice]:not(:checked)) input").await;
    tab.press("Confirmar").await;
    tab.until("document.querySelector('nav.tabs [aria-current]')").await;
    settled(&tab).await;
    let second = tag().await;
    assert_ne!(first, second);
    let card: String = tab.text("section.card .timeline").await;
    assert!(card.contains(&first) && card.contains(&second), "{card}");
}
