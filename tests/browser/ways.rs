//! The ways that several tests go.

use balcao_tests::Tab;

/// Signs in as one of the demonstration's users: with one click where the page offers it.
pub async fn sign_in(tab: &Tab, login: &str) {
    tab.go("/sign-in").await;
    let offered = format!("button[name=demo][value={login}]");
    if tab.value(&format!("!!document.querySelector('{offered}')")).await {
        tab.click(&offered).await;
    } else {
        tab.fill("#login", login).await;
        tab.fill("#password", "demonstracao").await;
        tab.key("Enter").await;
    }
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

/// The status of a request that the page itself would never send; `form` is an object of JavaScript.
pub async fn status(tab: &Tab, method: &str, path: &str, form: &str) -> u16 {
    let body = if method == "GET" { "undefined".to_owned() } else { format!("new URLSearchParams({form})") };
    tab.value(&format!(
        "fetch('{path}', {{ method: '{method}', redirect: 'manual', headers: {{ 'x-part': '1' }}, body: {body} }})\
         .then(r => r.type === 'opaqueredirect' ? 302 : r.status)"
    ))
    .await
}

/// The text of the card of this title.
pub async fn card(tab: &Tab, title: &str) -> String {
    tab.value(&format!(
        "[...document.querySelectorAll('section.card')].find(s => s.querySelector('h2')?.innerText === '{title}').innerText"
    ))
    .await
}

/// Chooses an option of a list by what it says.
pub async fn choose(tab: &Tab, list: &str, option: &str) {
    let option = serde_json::to_string(option).expect("a text");
    let find = format!(
        "[...document.querySelectorAll('#{list} option')].find(o => o.textContent.trim().startsWith({option}))"
    );
    tab.until(&find).await;
    let _: bool = tab
        .value(&format!(
            "(o => {{ o.selected = true; o.closest('select').dispatchEvent(new Event('input', {{ bubbles: true }})); return true }})({find})"
        ))
        .await;
}

/// Opens one of the desk's own pages with a request.
pub async fn act(tab: &Tab, attendance: &str, label: &str) {
    tab.go(&format!("{attendance}/inicio")).await;
    settled(tab).await;
    tab.press(label).await;
    tab.until("document.querySelector('form.card button')").await;
}
