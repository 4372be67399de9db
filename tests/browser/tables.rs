//! C2 and C4: an administrator sets how actions behave and what users choose from; agents see it at once.

use balcao_tests::{Browser, Desk, Tab};

use crate::ways::{choose, serve, settled, sign_in};

async fn set(tab: &Tab, selector: &str, value: &str) {
    let _: bool = tab.value(&format!("(document.querySelector('{selector}').value = '{value}', true)")).await;
}

/// The options of a list, as one text.
async fn options(tab: &Tab, list: &str) -> String {
    tab.value(&format!("document.querySelector('#{list}').innerText")).await
}

/// How many days ahead the form of *Reagendamento de faturas* lets an agent go.
async fn furthest(tab: &Tab, attendance: &str) -> i64 {
    tab.go(&format!("{attendance}/financeiro")).await;
    settled(tab).await;
    tab.press("Reagendamento de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.click("input[type=radio]").await;
    tab.press("Avançar").await;
    tab.until("document.querySelector('input[type=date]')").await;
    tab.value(
        "(d => Math.round((Date.parse(d.max) - Date.parse(d.min)) / 864e5))(document.querySelector('input[type=date]'))",
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn c2_each_profile_reschedules_by_its_own_number_of_days() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let davi = browser.tab(&desk.url, "/").await;
    sign_in(&davi, "davi").await;
    davi.go("/admin/actions?q=reagendamento").await;
    davi.press("Reagendamento de faturas").await;
    davi.until("document.querySelector('[name=\"a.max-days\"]')").await;

    // The wrong way: said at its field and above, and what was typed stays.
    davi.fill("[name='a.max-days']", "cinco").await;
    davi.send("Gravar").await;
    davi.until("document.activeElement?.id === 'problem'").await;
    davi.sees("Informe um número inteiro").await;
    assert_eq!(davi.value::<String>("document.querySelector('[name=\"a.max-days\"]').value").await, "cinco");
    davi.fill("[name='a.max-days']", "400").await;
    davi.send("Gravar").await;
    davi.sees("O máximo é 90").await;
    // Enter saves, and is not the button of a field.
    davi.fill("[name='a.max-days']", "5").await;
    davi.key("Enter").await;
    davi.sees("Voltar ao inicial (10)").await;

    davi.press("Financeiro").await;
    davi.sees("Só para Financeiro").await;
    davi.fill("[name='a.max-days']", "15").await;
    davi.send("Gravar").await;
    davi.sees("Voltar ao geral (5)").await;
    davi.sees("por Davi Portela").await;

    let ana = browser.tab(&desk.url, "/").await;
    sign_in(&ana, "ana").await;
    let carla = browser.tab(&desk.url, "/").await;
    sign_in(&carla, "carla").await;
    let of_ana = serve(&ana, "Otavio Brandao Sampaio").await;
    let of_carla = serve(&carla, "Otavio Brandao Sampaio").await;
    assert_eq!((furthest(&ana, &of_ana).await, furthest(&carla, &of_carla).await), (4, 14));

    // Back to the general value; another title; off.
    davi.press("Voltar ao geral (5)").await;
    davi.until("!document.body.innerText.includes('Voltar ao geral')").await;
    davi.fill("#title-pt-BR", "Adiar faturas").await;
    davi.click("form[action$='/shown'] button").await;
    davi.until("document.querySelector('h1').innerText === 'Adiar faturas'").await;
    ana.go(&format!("{of_ana}/financeiro")).await;
    settled(&ana).await;
    ana.sees("Adiar faturas").await;
    davi.press("Desligar").await;
    davi.sees("Desligado").await;
    ana.go(&format!("{of_ana}/financeiro")).await;
    settled(&ana).await;
    assert!(!ana.shows("Adiar faturas").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn c4_a_reason_is_added_used_and_hidden_and_a_calendar_moves_a_deadline() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let davi = browser.tab(&desk.url, "/").await;
    sign_in(&davi, "davi").await;
    davi.go("/admin/reasons").await;
    davi.press("Adicionar").await;
    davi.until("document.querySelector('#name-pt-BR')").await;
    davi.send("Gravar").await;
    davi.until("document.activeElement?.id === 'problem'").await;
    davi.text("#name-pt-BR-error").await;
    choose(&davi, "group", "Encaminhar").await;
    davi.fill("#name-pt-BR", "Câmera sem imagem").await;
    davi.fill("#name-en", "Camera without a picture").await;
    davi.key("Enter").await;
    davi.until("location.pathname === '/admin/reasons'").await;
    davi.press("Subir Câmera sem imagem").await;
    davi.until(
        "(r => r.nextElementSibling?.id.startsWith('row-forward.'))(document.querySelector('[id=\"row-forward.camera-sem-imagem\"]'))",
    )
    .await;

    let ana = browser.tab(&desk.url, "/").await;
    sign_in(&ana, "ana").await;
    let first = serve(&ana, "Helena Duarte Nogueira").await;
    let second = serve(&ana, "Otavio Brandao Sampaio").await;
    let fill = async |attendance: &str| {
        ana.go(&format!("{attendance}/forward?tab=inicio")).await;
        choose(&ana, "kind", "Informação").await;
        choose(&ana, "team", "Suporte N2").await;
        choose(&ana, "reason", "Câmera sem imagem").await;
        ana.fill("#text", "Sem imagem desde cedo.").await;
    };
    fill(&first).await;
    ana.send("Confirmar e avançar").await;
    ana.until("location.pathname === '/tasks'").await;

    // Hidden while a form with it is open: said at the field, and nothing is lost.
    fill(&second).await;
    davi.press("Ocultar Câmera sem imagem").await;
    davi.sees("Oculto").await;
    ana.send("Confirmar e avançar").await;
    ana.sees("Esta opção não está mais disponível").await;
    assert_eq!(ana.value::<String>("document.querySelector('#text').value").await, "Sem imagem desde cedo.");
    assert!(!options(&ana, "reason").await.contains("Câmera"));

    // What a form needs stays.
    davi.go("/admin/statuses").await;
    davi.press("Ocultar Encerrada").await;
    davi.sees("Tem de restar um status visível").await;

    // Open on one day of the week alone, all of it: four working hours end there at four.
    let day: String = ana.value("String((new Date(Date.now() + 3 * 864e5).getUTCDay() + 6) % 7 + 1)").await;
    davi.go("/admin/calendar").await;
    let _: bool = davi
        .value("(document.querySelectorAll('input[name^=day-]').forEach(i => { i.value = '' }), true)")
        .await;
    set(&davi, &format!("#day-{day}"), "22:00-25:00").await;
    davi.send("Gravar").await;
    davi.text(&format!("#day-{day}-error")).await;
    set(&davi, &format!("#day-{day}"), "00:00-24:00").await;
    let _: bool = davi.value("(document.querySelector('#bank_holidays').checked = false, true)").await;
    davi.send("Gravar").await;
    davi.until(&format!("document.readyState === 'complete' && !document.querySelector('.error') && document.querySelector('#day-{day}').defaultValue === '00:00-24:00'")).await;
    ana.go(&format!("{second}/closing?tab=inicio")).await;
    let offered = options(&ana, "situation").await;
    let due = offered.lines().find(|line| line.contains("4 h úteis")).unwrap_or_default().trim().to_owned();
    assert!(due.ends_with(" 04:00"), "{due}");
}
