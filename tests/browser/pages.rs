//! Every page, light and dark, on a wide screen and on a phone: it fits, axe finds nothing wrong with
//! it, and it has its picture. The walks through all pages are here for other tests too.

use std::path::PathBuf;

use balcao_tests::{Browser, Desk, Tab, component};

use crate::plugins::upload;
use crate::ways::{serve, settled, sign_in};

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

/// Looks at the page that a tab shows, in every view. Gives what is wrong, a line each.
async fn look(tab: &Tab, name: &str) -> Vec<String> {
    settled(tab).await;
    let mut wrong = Vec::new();
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
    wrong
}

/// The pages before the screen, one after another, on a tab where nobody is signed in.
pub async fn entrance(tab: &Tab, visit: &mut impl AsyncFnMut(&Tab, &str)) {
    visit(tab, "sign-in").await;
    tab.fill("#login", "ana").await;
    tab.fill("#password", "errada e longa").await;
    tab.key("Enter").await;
    tab.text("#problem").await;
    visit(tab, "sign-in-refused").await;
    sign_in(tab, "ana").await;
    visit(tab, "tasks").await;
    for (name, path) in [
        ("tasks-team", "/tasks?view=team"),
        ("mailbox", "/demo/mailbox"),
        ("people", "/people?q=silva"),
        ("people-none", "/people?q=11111111112"),
        ("people-refused", "/people?q=cecilia+prado+vasconcelos"),
        ("not-found", "/nowhere"),
    ] {
        tab.go(path).await;
        visit(tab, name).await;
    }
    tab.go("/people?q=helena+duarte+nogueira").await;
    tab.click("table.people a.start").await;
    tab.sees("Você realmente deseja iniciar o atendimento?").await;
    visit(tab, "start").await;
    tab.press("Confirmar").await;
    tab.until("location.pathname.endsWith('/choose')").await;
    visit(tab, "choose").await;
}

/// The tabs of the screen, what opens over them, and the supervisor's page, on a tab where a
/// supervisor is signed in.
pub async fn screen(tab: &Tab, visit: &mut impl AsyncFnMut(&Tab, &str)) {
    tab.go("/supervision").await;
    visit(tab, "supervision").await;
    let attendance = serve(tab, "Otavio Brandao Sampaio").await;
    let keys: Vec<String> =
        tab.value("[...document.querySelectorAll('nav.tabs a')].map(a => a.pathname.split('/').pop())").await;
    for key in keys {
        tab.go(&format!("{attendance}/{key}")).await;
        visit(tab, &format!("attendance-{key}")).await;
    }
    tab.go(&format!("{attendance}/financeiro")).await;
    settled(tab).await;
    tab.press("Ver faturas").await;
    tab.sees("Faturas encerradas").await;
    visit(tab, "attendance").await;
    for dialog in ["keys", "palette"] {
        tab.go(&format!("{attendance}/financeiro")).await;
        settled(tab).await;
        let _: bool = tab.value(&format!("(document.querySelector('#{dialog}').showModal(), true)")).await;
        visit(tab, dialog).await;
    }
}

/// The steps of an action and the host's own forms, on a tab where a supervisor is signed in.
pub async fn action(tab: &Tab, visit: &mut impl AsyncFnMut(&Tab, &str)) {
    let attendance = serve(tab, "Otavio Brandao Sampaio").await;
    for page in ["report", "identity", "history"] {
        tab.go(&format!("{attendance}/{page}?tab=inicio")).await;
        visit(tab, page).await;
    }
    let begin = async |title: &str| {
        tab.size(1366, 768).await;
        tab.go(&format!("{attendance}/inicio")).await;
        settled(tab).await;
        tab.press(title).await;
        tab.until("location.pathname.includes('/run/')").await;
    };
    begin("Reagendamento de faturas").await;
    tab.send("Avançar").await;
    tab.text(".error").await;
    visit(tab, "action-corrected").await;
    tab.go(&format!("{attendance}/inicio")).await;
    visit(tab, "attendance-unfinished").await;
    begin("2ª via de faturas").await;
    visit(tab, "action").await;
    tab.size(1366, 768).await;
    tab.click("main input[type=checkbox]").await;
    tab.send("Avançar").await;
    tab.sees("Confirmar e avançar").await;
    visit(tab, "second-copy").await;
    tab.send("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;
    visit(tab, "receipt").await;
    tab.press("Abrir o fechamento").await;
    tab.text("form.closing").await;
    visit(tab, "closing").await;
}

/// What can be done with a request at any time, on a tab where a supervisor is signed in.
pub async fn handling(tab: &Tab, visit: &mut impl AsyncFnMut(&Tab, &str)) {
    let attendance = serve(tab, "Helena Duarte Nogueira").await;
    for page in ["forward", "schedule", "reassign", "cancel"] {
        tab.go(&format!("{attendance}/{page}?tab=inicio")).await;
        visit(tab, page).await;
    }
    tab.go(&format!("{attendance}/closing?tab=inicio")).await;
    visit(tab, "closing-alone").await;
    tab.size(1366, 768).await;
    tab.send("Confirmar e avançar").await;
    tab.text("#kind-error").await;
    visit(tab, "closing-corrected").await;
    tab.size(1366, 768).await;
    tab.go(&format!("{attendance}/cancel?tab=inicio")).await;
    let _: bool = tab.value("(document.querySelector('#reason').selectedIndex = 1, true)").await;
    tab.send("Cancelar solicitação").await;
    for (name, page) in [("attendance-ended", "inicio"), ("reopen", "reopen?tab=inicio")] {
        tab.go(&format!("{attendance}/{page}")).await;
        visit(tab, name).await;
    }
}

/// The pages of the administration, on a tab where an administrator is signed in.
pub async fn admin(tab: &Tab, visit: &mut impl AsyncFnMut(&Tab, &str)) {
    for (name, path) in [
        ("admin", "/admin"),
        ("admin-profiles", "/admin/profiles"),
        ("admin-profile", "/admin/profiles/suporte-1?tab=conexao"),
        ("admin-profile-rights", "/admin/profiles/suporte-1/rights"),
        ("admin-profile-versions", "/admin/profiles/suporte-1/versions"),
        ("admin-profile-version", "/admin/profiles/suporte-1/versions/1"),
        ("admin-profile-preview", "/admin/profiles/suporte-1/preview"),
        ("admin-profile-file", "/admin/profiles/suporte-1/file"),
        ("admin-actions", "/admin/actions"),
        ("admin-action", "/admin/actions/billing/reschedule?profile=financeiro"),
        ("admin-request-types", "/admin/request-types"),
        ("admin-request-type", "/admin/request-types/row/no-connection"),
        ("admin-reasons", "/admin/reasons"),
        ("admin-reason-new", "/admin/reasons/new"),
        ("admin-text-modules", "/admin/text-modules"),
        ("admin-calendar", "/admin/calendar"),
        ("admin-audit", "/admin/audit"),
        ("admin-audit-proof", "/admin/audit/proof"),
        ("admin-operation", "/admin/operation"),
        ("admin-plugins", "/admin/plugins"),
        ("admin-plugin", "/admin/plugins/billing"),
        ("admin-plugin-log", "/admin/plugin-log?reference=0000-0000"),
        ("account", "/me"),
        ("admin-users", "/admin/users?show=all"),
        ("admin-user-new", "/admin/users/new"),
        ("admin-teams", "/admin/teams"),
        ("admin-companies", "/admin/companies"),
        ("admin-company-new", "/admin/companies/new"),
        ("admin-outages", "/admin/outages"),
        ("admin-nas", "/admin/nas"),
        ("admin-nas-new", "/admin/nas/new"),
        ("admin-olts", "/admin/olts"),
        ("admin-olt-new", "/admin/olts/new"),
        ("admin-signal", "/admin/signal"),
        ("admin-mail", "/admin/mail"),
    ] {
        tab.go(path).await;
        visit(tab, name).await;
    }
    tab.go("/admin/audit?q=helena+duarte+nogueira").await;
    let person: String =
        tab.value("document.querySelector('main a[href*=\"/admin/audit/person/\"]').pathname").await;
    tab.go(&person).await;
    visit(tab, "admin-audit-person").await;
    tab.go(&format!("{person}/erase")).await;
    visit(tab, "admin-audit-erase").await;
    for (name, list) in [
        ("admin-user", "/admin/users?q=ana"),
        ("admin-team", "/admin/teams"),
        ("admin-company", "/admin/companies"),
        ("admin-nas-one", "/admin/nas"),
        ("admin-olt-one", "/admin/olts"),
    ] {
        tab.go(list).await;
        let one: String = tab.value("document.querySelector('table.tasks td a').pathname").await;
        tab.go(&one).await;
        visit(tab, name).await;
    }
    tab.size(1366, 768).await;
    tab.go("/admin/nas").await;
    tab.send("Testar agora").await;
    tab.sees("responde em").await;
    visit(tab, "admin-nas-tested").await;
    tab.size(1366, 768).await;
    tab.go("/admin/profiles/suporte-1?tab=conexao").await;
    tab.click("button[id^=remove]").await;
    tab.text(".heading a.primary").await;
    tab.go("/admin/profiles/suporte-1/publish").await;
    visit(tab, "admin-profile-publish").await;
    tab.go("/admin/plugins").await;
    tab.send("Enviar e examinar").await;
    visit(tab, "admin-plugins-refused").await;
    tab.size(1366, 768).await;
    upload(tab, &component("stranger_next")).await;
    visit(tab, "admin-plugin-permissions").await;
    tab.size(1366, 768).await;
    tab.send("Conceder o marcado e instalar").await;
    visit(tab, "admin-plugin-permissions-refused").await;
    tab.size(1366, 768).await;
    tab.send("Descartar").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_administration_fits_and_has_no_barrier() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    let mut wrong = Vec::new();
    admin(&tab, &mut async |tab: &Tab, name: &str| wrong.extend(look(tab, name).await)).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_before_the_screen_fits_and_has_no_barrier() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/sign-in").await;
    let mut wrong = Vec::new();
    entrance(&tab, &mut async |tab: &Tab, name: &str| wrong.extend(look(tab, name).await)).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_tab_of_the_screen_fits_and_has_no_barrier() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    let mut wrong = Vec::new();
    screen(&tab, &mut async |tab: &Tab, name: &str| wrong.extend(look(tab, name).await)).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_of_an_action_fits_and_has_no_barrier() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    let mut wrong = Vec::new();
    action(&tab, &mut async |tab: &Tab, name: &str| wrong.extend(look(tab, name).await)).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_done_at_any_time_fits_and_has_no_barrier() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    let mut wrong = Vec::new();
    handling(&tab, &mut async |tab: &Tab, name: &str| wrong.extend(look(tab, name).await)).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
