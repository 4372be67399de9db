//! Users as an administrator makes them, and what guards their sign-in.

use balcao_tests::{Browser, Desk, Tab};

use crate::ways::{choose, serve, sign_in};

/// Makes a user of the support's profile in a team. Gives the password that is shown once.
async fn create(davi: &Tab, login: &str, name: &str) -> String {
    davi.go("/admin/users").await;
    davi.press("Novo usuário").await;
    davi.until("location.pathname === '/admin/users/new'").await;
    davi.fill("#login", login).await;
    davi.fill("#name", name).await;
    choose(davi, "profile", "Suporte").await;
    choose(davi, "team", "Suporte N1").await;
    let _: bool = davi
        .value(
            "([...document.querySelectorAll('input[name=companies]')].forEach(e => e.checked = true), true)",
        )
        .await;
    davi.send("Criar usuário").await;
    davi.text("#made").await
}

/// Types login and password on the sign-in page.
async fn enter(tab: &Tab, login: &str, password: &str) {
    tab.go("/sign-in").await;
    tab.fill("#login", login).await;
    tab.fill("#password", password).await;
    tab.send("Entrar").await;
}

/// Chooses the password that is asked for, and comes to the tasks.
async fn choose_password(tab: &Tab, password: &str) {
    tab.sees("Outra pessoa conhece a sua senha").await;
    tab.fill("#password", password).await;
    tab.fill("#again", password).await;
    tab.send("Avançar").await;
    tab.until("location.pathname === '/tasks'").await;
}

/// The code that an authenticator shows now for the secret on the page: RFC 6238 by the browser's own
/// cryptography.
async fn code(tab: &Tab, secret: &str) -> String {
    let js = r"(async () => {
        const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
        const bits = [...'SECRET'.replaceAll(' ', '')].map(c => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
        const bytes = Uint8Array.from(bits.match(/.{8}/g), b => parseInt(b, 2));
        const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
        const step = new DataView(new ArrayBuffer(8));
        step.setBigUint64(0, BigInt(Math.floor(Date.now() / 30000)));
        const hash = new DataView(await crypto.subtle.sign('HMAC', key, step.buffer));
        const number = hash.getUint32(hash.getUint8(19) & 15) & 0x7fffffff;
        return String(number % 1000000).padStart(6, '0');
    })()";
    tab.value(&js.replace("SECRET", secret)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_created_and_changes_the_password_before_anything_else() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let davi = browser.tab(&desk.url, "/").await;
    sign_in(&davi, "davi").await;
    // What is wrong takes the focus, and what was typed stays.
    davi.go("/admin/users/new").await;
    davi.fill("#name", "Bia Lima").await;
    davi.send("Criar usuário").await;
    davi.until("document.activeElement.id === 'problem'").await;
    assert_eq!(davi.value::<String>("document.querySelector('#name').value").await, "Bia Lima");
    let password = create(&davi, "bia", "Bia Lima").await;
    davi.send("Avançar").await;
    assert!(!davi.shows(&password).await, "it is shown once");

    let bia = browser.tab(&desk.url, "/").await;
    enter(&bia, "bia", &password).await;
    bia.sees("Outra pessoa conhece a sua senha").await;
    let stranger = browser.beside(&bia, "/tasks").await;
    stranger.until("location.pathname === '/sign-in'").await;
    bia.fill("#password", "senha123").await;
    bia.fill("#again", "senha123").await;
    bia.send("Avançar").await;
    bia.sees("se tentam primeiro").await;
    choose_password(&bia, "uma frase que só Bia sabe").await;
    bia.sees("Bia Lima").await;
    let again = browser.tab(&desk.url, "/").await;
    enter(&again, "bia", "uma frase que só Bia sabe").await;
    again.until("location.pathname === '/tasks'").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_set_up_and_a_code_opens_once() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let ana = browser.tab(&desk.url, "/").await;
    sign_in(&ana, "ana").await;
    ana.go("/me").await;
    ana.fill("#factor-now", "demonstracao").await;
    ana.send("Ligar o segundo fator").await;
    let secret = ana.text("#secret").await;
    let used = code(&ana, &secret).await;
    ana.fill("#code", &used).await;
    ana.send("Confirmar").await;
    let recovery = ana.text(".recovery code").await;
    ana.go("/me").await;
    assert!(!ana.shows(&recovery).await, "they are shown once");

    let other = browser.tab(&desk.url, "/").await;
    sign_in_asked(&other, "ana").await;
    other.fill("#code", &used).await;
    other.send("Avançar").await;
    other.sees("já foi usado").await;
    // The next code is right.
    let mut next = used.clone();
    while next == used {
        // In pieces: a code holds for longer than a test waits for anything.
        other.until("Date.now() % 10000 < 1000").await;
        next = code(&other, &secret).await;
    }
    other.fill("#code", &next).await;
    other.send("Avançar").await;
    other.until("location.pathname === '/tasks'").await;

    let lost = browser.tab(&desk.url, "/").await;
    sign_in_asked(&lost, "ana").await;
    lost.fill("#code", &recovery).await;
    lost.send("Avançar").await;
    lost.until("location.pathname === '/tasks'").await;
    // Her sessions are on her page; she ends the others.
    ana.go("/me").await;
    ana.send("Terminar todas as outras").await;
    lost.go("/tasks").await;
    lost.until("location.pathname === '/sign-in'").await;
}

/// Signs in up to the code.
async fn sign_in_asked(tab: &Tab, login: &str) {
    tab.go("/sign-in").await;
    tab.click(&format!("button[name=demo][value={login}]")).await;
    tab.text("#code").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_twenty_wrong_passwords_the_colleague_at_the_next_desk_still_signs_in() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let davi = browser.tab(&desk.url, "/").await;
    sign_in(&davi, "davi").await;
    let password = create(&davi, "bia", "Bia Lima").await;
    let tab = browser.tab(&desk.url, "/").await;
    for _ in 0..20 {
        enter(&tab, "bia", "errada e longa").await;
        tab.text("#problem").await;
    }
    enter(&tab, "bia", &password).await;
    tab.sees("Muitas tentativas. Espere até").await;
    sign_in(&tab, "ana").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_disabled_is_out_at_once_and_their_requests_return_to_the_queue() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let davi = browser.tab(&desk.url, "/").await;
    sign_in(&davi, "davi").await;
    let password = create(&davi, "bia", "Bia Lima").await;
    let bia = browser.tab(&desk.url, "/").await;
    enter(&bia, "bia", &password).await;
    choose_password(&bia, "uma frase que só Bia sabe").await;
    let attendance = serve(&bia, "Otavio Brandao Sampaio").await;
    davi.go("/admin/users?q=bia").await;
    davi.press("Bia Lima").await;
    davi.sees("Sessões").await;
    davi.send("Desativar").await;
    davi.sees("Reativar").await;
    bia.go(&attendance).await;
    bia.until("location.pathname === '/sign-in'").await;
    davi.go(&format!("{attendance}/history")).await;
    davi.sees("devolveu à fila, por desativar quem a tinha").await;
}
