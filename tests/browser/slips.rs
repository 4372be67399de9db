//! Slips as a PDF: in a tab of the agent's, and by the link that a customer gets.

use balcao_tests::{Browser, Desk, Tab};

use crate::ways::{serve, sign_in};

/// Status, media type, referrer policy, whether robots are sent away, and the first bytes of an address,
/// with the session's cookie or without.
async fn fetched(tab: &Tab, address: &str, session: bool) -> (u16, String, String, bool, String) {
    let credentials = if session { "include" } else { "omit" };
    tab.value(&format!(
        "fetch({address:?}, {{ credentials: '{credentials}' }}).then(async r => [r.status, \
         r.headers.get('content-type') ?? '', r.headers.get('referrer-policy') ?? '', \
         (r.headers.get('x-robots-tag') ?? '').includes('noindex'), (await r.text()).slice(0, 5)])"
    ))
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_two_slips_open_as_one_pdf_and_the_report_says_so() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    tab.send("2ª via de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    let _: bool = tab
        .value("([...document.querySelectorAll('main input[type=checkbox][name*=invoice]')].slice(0, 2).forEach(e => e.click()), true)")
        .await;
    tab.click("main input[value=screen]").await;
    tab.click("main input[value=pdf]").await;
    tab.press("Avançar").await;
    tab.sees("Confirmar e avançar").await;
    tab.sees("Abrir PDF com 2 boletos").await;
    let link: String = tab
        .value("[...document.querySelectorAll('main a')].find(a => a.textContent.includes('Abrir PDF')).href")
        .await;
    assert!(tab.value::<bool>("[...document.querySelectorAll('main a')].find(a => a.textContent.includes('Abrir PDF')).target === '_blank'").await);
    let (status, kind, _, _, start) = fetched(&tab, &link, true).await;
    assert_eq!((status, kind.as_str(), start.as_str()), (200, "application/pdf", "%PDF-"));
    // Without the session it is nobody's.
    let (status, kind, ..) = fetched(&tab, &link, false).await;
    assert!(status == 200 && kind.starts_with("text/html"), "the page to sign in: {status} {kind}");
    // Another customer's, or none.
    let none =
        link.split("charge=").next().unwrap().to_owned() + "charge=0192f0c0-0000-7000-8000-000000000001";
    assert_eq!(fetched(&tab, &none, true).await.0, 404);
    tab.press("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;
    tab.sees("(PDF)").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_the_message_bears_a_link_that_opens_the_slip_without_signing_in() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    tab.send("2ª via de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.click("main input[type=checkbox]").await;
    tab.click("main input[value=message]").await;
    tab.press("Avançar").await;
    tab.until("document.querySelector('main input[type=radio]')").await;
    tab.press("Avançar").await;
    tab.sees("Confirmar e avançar").await;
    let message = tab.text("section.message").await;
    let link = message.split_whitespace().find(|word| word.contains("/slip/")).expect(&message).to_owned();
    assert!(link.starts_with(&desk.url), "{link}");
    let (status, kind, referrer, hidden, start) = fetched(&tab, &link, false).await;
    assert_eq!((status, kind.as_str(), start.as_str()), (200, "application/pdf", "%PDF-"));
    assert_eq!((referrer.as_str(), hidden), ("no-referrer", true));
    let forged = link[..link.len() - 4].to_owned() + "AAAA";
    assert_eq!(fetched(&tab, &forged, false).await.0, 404);
}
