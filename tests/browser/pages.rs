//! Every page, light and dark, on a wide screen and on a phone: it fits, axe finds nothing wrong with
//! it, and it has its picture.

use std::path::PathBuf;

use balcao_tests::{Browser, Desk, Tab};

use crate::ways::{open, serve, settled, sign_in};

/// How a page is looked at: width, height, colours, and what the name of its picture begins with.
const VIEWS: [(i64, i64, &str, Option<&str>); 4] = [
    (1366, 768, "dark", None),
    (320, 640, "light", None),
    (360, 740, "dark", Some("phone-")),
    (1366, 768, "light", Some("")),
];

/// Where the pictures go; without `BALCAO_PICTURES` none are taken.
fn pictures() -> Option<PathBuf> {
    let folder = std::env::var_os("BALCAO_PICTURES").map(PathBuf::from)?;
    std::fs::create_dir_all(&folder).expect("a folder for the pictures");
    Some(folder)
}

/// Looks at the page that a tab shows, in every view. What is wrong is a line each.
async fn look(tab: &Tab, name: &str, wrong: &mut Vec<String>) {
    settled(tab).await;
    for (width, height, colours, picture) in VIEWS {
        tab.size(width, height).await;
        tab.colours(colours).await;
        let over: i64 = tab.value("document.documentElement.scrollWidth - innerWidth").await;
        if over > 0 {
            wrong.push(format!("{name}, {width} px: {over} px wider than the screen"));
        }
        for barrier in tab.barriers().await {
            wrong.push(format!("{name}, {width} px, {colours}: {barrier}"));
        }
        if let (Some(folder), Some(prefix)) = (pictures(), picture) {
            tab.picture(&folder.join(format!("{prefix}{name}.png"))).await;
        }
    }
}

/// Opens an address and looks at it.
async fn look_at(tab: &Tab, name: &str, path: &str, wrong: &mut Vec<String>) {
    tab.go(path).await;
    look(tab, name, wrong).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_before_the_screen_fits_and_has_no_barrier() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/sign-in").await;
    let wrong = &mut Vec::new();
    look(&tab, "sign-in", wrong).await;
    tab.fill("#login", "ana").await;
    tab.fill("#password", "errada e longa").await;
    tab.key("Enter").await;
    tab.text("#problem").await;
    look(&tab, "sign-in-refused", wrong).await;
    sign_in(&tab, "ana").await;
    look(&tab, "tasks", wrong).await;
    look_at(&tab, "people", "/people?q=silva", wrong).await;
    look_at(&tab, "people-none", "/people?q=11111111112", wrong).await;
    look_at(&tab, "people-refused", "/people?q=cecilia+prado+vasconcelos", wrong).await;
    look_at(&tab, "not-found", "/nowhere", wrong).await;
    tab.go("/people?q=helena+duarte+nogueira").await;
    tab.click("table.people a.start").await;
    tab.sees("Você realmente deseja iniciar o atendimento?").await;
    look(&tab, "start", wrong).await;
    tab.press("Confirmar").await;
    tab.until("location.pathname.endsWith('/choose')").await;
    look(&tab, "choose", wrong).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_tab_of_the_screen_fits_and_has_no_barrier() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "bruno").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let wrong = &mut Vec::new();
    let tabs: Vec<String> =
        tab.value("[...document.querySelectorAll('nav.tabs a')].map(a => a.pathname.split('/').pop())").await;
    for key in tabs {
        look_at(&tab, &format!("attendance-{key}"), &format!("{attendance}/{key}"), wrong).await;
    }
    tab.go(&format!("{attendance}/financeiro")).await;
    settled(&tab).await;
    tab.press("Ver faturas").await;
    tab.sees("Faturas encerradas").await;
    look(&tab, "attendance", wrong).await;
    for dialog in ["keys", "palette"] {
        tab.go(&format!("{attendance}/financeiro")).await;
        settled(&tab).await;
        let _: bool = tab.value(&format!("(document.querySelector('#{dialog}').showModal(), true)")).await;
        look(&tab, dialog, wrong).await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_of_an_action_fits_and_has_no_barrier() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "bruno").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let wrong = &mut Vec::new();
    look_at(&tab, "report", &format!("{attendance}/report?tab=inicio"), wrong).await;
    tab.go(&format!("{attendance}/inicio")).await;
    open(&tab, "Início").await;
    tab.press("Reagendamento de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.send("Avançar").await;
    tab.text(".error").await;
    look(&tab, "action-corrected", wrong).await;
    tab.go(&format!("{attendance}/inicio")).await;
    settled(&tab).await;
    look(&tab, "attendance-unfinished", wrong).await;
    tab.press("2ª via de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    look(&tab, "action", wrong).await;
    tab.size(1366, 768).await;
    tab.click("main input[type=checkbox]").await;
    tab.press("Avançar").await;
    tab.sees("Confirmar e avançar").await;
    look(&tab, "second-copy", wrong).await;
    tab.press("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;
    look(&tab, "receipt", wrong).await;
    tab.press("Abrir o fechamento").await;
    tab.until("document.querySelector('form.closing')").await;
    look(&tab, "closing", wrong).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_done_at_any_time_fits_and_has_no_barrier() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    let attendance = serve(&tab, "Helena Duarte Nogueira").await;
    let wrong = &mut Vec::new();
    for page in ["forward", "schedule", "reassign", "cancel"] {
        look_at(&tab, page, &format!("{attendance}/{page}?tab=inicio"), wrong).await;
    }
    tab.size(1366, 768).await;
    tab.go(&format!("{attendance}/closing?tab=inicio")).await;
    look(&tab, "closing-alone", wrong).await;
    tab.size(1366, 768).await;
    tab.send("Confirmar e avançar").await;
    tab.text("#kind-error").await;
    look(&tab, "closing-corrected", wrong).await;
    tab.size(1366, 768).await;
    tab.go(&format!("{attendance}/cancel?tab=inicio")).await;
    let _: bool = tab.value("(document.querySelector('#reason').selectedIndex = 1, true)").await;
    tab.send("Cancelar solicitação").await;
    look_at(&tab, "attendance-ended", &format!("{attendance}/inicio"), wrong).await;
    look_at(&tab, "reopen", &format!("{attendance}/reopen?tab=inicio"), wrong).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
