//! Open pages that are drawn again by themselves, however many there are.

use balcao_tests::{Browser, Desk, Tab};

use crate::ways::{serve, settled, sign_in};

/// Gives a second copy in an attendance, which writes a report to it.
async fn second_copy(tab: &Tab, attendance: &str) {
    tab.go(&format!("{attendance}/inicio")).await;
    settled(tab).await;
    tab.press("2ª via de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.click("main input[type=checkbox]").await;
    tab.send("Avançar").await;
    tab.send("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tabs_of_a_browser_share_one_stream_and_one_takes_over_when_it_closes() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let first = browser.tab(&desk.url, "/").await;
    sign_in(&first, "ana").await;
    let attendance = serve(&first, "Otavio Brandao Sampaio").await;
    // More than the desk gives streams to a session.
    let mut tabs = Vec::new();
    for _ in 0..5 {
        let tab = browser.beside(&first, &format!("{attendance}/inicio")).await;
        settled(&tab).await;
        tabs.push(tab);
    }
    let carla = browser.tab(&desk.url, "/").await;
    sign_in(&carla, "carla").await;
    let reports =
        |n: usize| format!("(document.body.innerText.match(/2ª via entregue/g) ?? []).length >= {n}");
    second_copy(&carla, &attendance).await;
    for tab in tabs.iter().chain([&first]) {
        tab.until(&reports(1)).await;
        assert!(tab.value::<bool>("document.querySelector('#offline').hidden").await);
    }

    // The first one listened for all. Another does when it is gone.
    drop(first);
    second_copy(&carla, &attendance).await;
    for tab in &tabs {
        tab.until(&reports(2)).await;
    }
}
