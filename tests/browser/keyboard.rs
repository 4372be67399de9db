//! WCAG 2.1.1: the whole way, from the sign-in to the receipt, without a mouse.

use balcao_tests::{Browser, Desk, Tab};

use crate::ways::settled;

/// Goes on with the Tab key until the focus is on what fits a selector, where it must be seen.
pub async fn reach(tab: &Tab, selector: &str) {
    let quoted = serde_json::to_string(selector).expect("a string");
    for _ in 0..80 {
        if tab.value(&format!("!!document.activeElement?.matches({quoted})")).await {
            let shown: bool = tab
                .value(
                    "(e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; })\
                     (document.activeElement)",
                )
                .await;
            assert!(shown, "the focus on {selector} cannot be seen");
            return;
        }
        tab.key("Tab").await;
    }
    let at: String = tab.value("document.activeElement?.outerHTML.slice(0, 200) ?? ''").await;
    panic!("80 times Tab do not lead to {selector}; the focus is on {at}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_from_w1_to_w8_is_walked_by_keyboard_alone() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/sign-in").await;
    reach(&tab, "#login").await;
    tab.types("ana").await;
    reach(&tab, "#password").await;
    tab.types("demonstracao").await;
    tab.key("Enter").await;
    tab.until("location.pathname === '/tasks'").await;

    // A key of its own leads to the search, from any page.
    tab.key("/").await;
    reach(&tab, "input[type=search]").await;
    tab.types("nogueira duarte helena").await;
    tab.key("Enter").await;
    tab.until("document.querySelector('table.people')").await;
    reach(&tab, "a.start").await;
    tab.key("Enter").await;
    tab.until("location.pathname.startsWith('/start/')").await;
    reach(&tab, "form.asking button.primary").await;
    tab.key("Enter").await;
    tab.until("location.pathname.endsWith('/choose')").await;
    reach(&tab, "input[name=choice]").await;
    tab.key(" ").await;
    tab.key("Enter").await;
    tab.until("document.querySelector('nav.tabs [aria-current]')").await;
    settled(&tab).await;

    // The number of a tab opens it.
    tab.key("2").await;
    tab.until("location.pathname.endsWith('/financeiro')").await;
    settled(&tab).await;
    reach(&tab, "button[name=launch]").await;
    tab.key("Enter").await;
    tab.until("location.pathname.includes('/run/')").await;
    reach(&tab, "main input[type=checkbox]").await;
    tab.key(" ").await;
    reach(&tab, "button[value=answer]").await;
    tab.key("Enter").await;
    tab.sees("Confirmar e avançar").await;
    reach(&tab, "button[value=confirm]").await;
    tab.key("Enter").await;
    tab.sees("Continuar atendendo").await;
    reach(&tab, "button[value=keep-going]").await;
    tab.key("Enter").await;
    tab.until("document.querySelector('nav.tabs')").await;

    // The palette opens, finds and closes by keys, and gives the focus back.
    settled(&tab).await;
    reach(&tab, "nav.tabs a").await;
    tab.key("?").await;
    tab.until("document.querySelector('#keys').open").await;
    tab.key("Escape").await;
    tab.until("!document.querySelector('#keys').open").await;
    assert!(tab.value::<bool>("document.activeElement.matches('nav.tabs a')").await);
}
