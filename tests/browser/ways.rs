//! The ways that several tests go.

use balcao_tests::Tab;

/// Signs in as one of the demonstration's users, with one click.
pub async fn sign_in(tab: &Tab, login: &str) {
    tab.go("/sign-in").await;
    tab.click(&format!("button[name=demo][value={login}]")).await;
    tab.until("location.pathname === '/tasks'").await;
}

/// Finds a customer and starts an attendance, up to the screen. Gives the path of the attendance.
pub async fn serve(tab: &Tab, customer: &str) -> String {
    tab.go(&format!("/people?q={}", customer.replace(' ', "+"))).await;
    tab.click("table.people a.start").await;
    tab.sees("Você realmente deseja iniciar o atendimento?").await;
    tab.press("Confirmar").await;
    tab.until("location.pathname.startsWith('/attendance/')").await;
    if tab.path().await.ends_with("/choose") {
        tab.click("input[name=choice]").await;
        tab.press("Confirmar").await;
    }
    tab.until("document.querySelector('nav.tabs [aria-current]')").await;
    settled(tab).await;
    let path = tab.path().await;
    path.rsplit_once('/').expect("a tab's path").0.to_owned()
}

/// Waits until every card and button has come.
pub async fn settled(tab: &Tab) {
    tab.until("document.readyState === 'complete' && !document.querySelector('[aria-busy=true]')").await;
}

/// Opens a tab of the attendance and waits for its cards.
pub async fn open(tab: &Tab, title: &str) {
    tab.press(title).await;
    tab.until(&format!("document.querySelector('nav.tabs [aria-current]')?.innerText === '{title}'")).await;
    settled(tab).await;
}
