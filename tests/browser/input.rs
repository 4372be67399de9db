//! Bad input to every form of every page: refused in words, nothing lost, nothing changed.

use balcao_tests::{Browser, Desk, Tab, difference};

use crate::pages::{action, entrance, handling, screen};
use crate::ways::{settled, sign_in};

/// Sends every form of the page as its script never would: each field in its turn far too long or
/// naming what is nobody's, then all of it without the session's value. Gives what was answered
/// otherwise than by a refusal that says why.
const ABUSE: &str = r#"(async () => {
    const wrong = [];
    const post = async (form, pairs) => {
        const files = form.enctype === 'multipart/form-data';
        const body = files ? new FormData() : new URLSearchParams();
        pairs.forEach(([name, value]) => body.append(name, value));
        const answer = await fetch(form.action, { method: 'POST', redirect: 'manual', body });
        return { status: answer.type === 'opaqueredirect' ? 303 : answer.status, text: await answer.text() };
    };
    // Where to go afterwards, how an answer was typed, and what may be put into a text are no values
    // that anything is decided by.
    const aids = name => ['csrf', 'next', 'tab', 'held', 'module'].includes(name) || name.startsWith('k.');
    for (const form of document.querySelectorAll('main form[method=post]')) {
        const button = form.querySelector('button.primary') ?? form.querySelector('button:not([type=button])');
        const pairs = [...new FormData(form, button)];
        for (const radio of form.querySelectorAll('input[type=radio], input[type=checkbox]'))
            if (!pairs.some(([name]) => name === radio.name)) pairs.push([radio.name, radio.value]);
        const refused = (what, answer) => {
            const page = new DOMParser().parseFromString(answer.text, 'text/html');
            const told = page.querySelector('[role=alert], .error, main h1')?.textContent.trim();
            if (answer.status < 400 || answer.status >= 500 || !told)
                wrong.push(`${form.getAttribute('action') ?? location.pathname} with ${what}: ${answer.status} ${told}`);
            return page;
        };
        for (const name of new Set(pairs.map(([name]) => name))) {
            if (aids(name)) continue;
            const long = 'x'.repeat(20000);
            const page = refused(`a long ${name}`, await post(form, pairs.map(([n, v]) => [n, n === name ? long : v])));
            // What else was typed comes back with the form.
            for (const field of form.querySelectorAll('textarea, input[type=text]')) {
                const back = page.getElementById(field.id);
                if (back && field.value && field.name !== name && back.value.trim() !== field.value.trim())
                    wrong.push(`${name} too long lost ${field.name}`);
            }
            if (pairs.some(([n, v]) => n === name && /^[0-9a-f]{8}-/.test(v))) {
                const nobodys = '00000000-0000-7000-8000-00000000000';
                const choice = pairs.find(([n]) => n === name)[1].split('.').map((_, at) => nobodys + at).join('.');
                if (name !== 'request' && name !== 'form')
                    refused(`nobody's ${name}`, await post(form, pairs.map(([n, v]) => [n, n === name ? choice : v])));
            }
        }
        if (pairs.some(([name]) => name === 'csrf'))
            refused('no csrf', await post(form, pairs.filter(([name]) => name !== 'csrf')));
    }
    return wrong;
})()"#;

/// Tables that a refused form may change: a draft is kept, a run is looked at, an attempt is counted.
const KEPT: [&str; 4] = ["draft", "action_run", "open_attendance", "presence"];

/// Abuses the forms of the page that a tab shows; the desk must hold the same before and after.
async fn abuse(desk: &Desk, tab: &Tab, name: &str) -> Vec<String> {
    settled(tab).await;
    let before = desk.dump(&KEPT).await;
    let mut wrong: Vec<String> = tab.value(ABUSE).await;
    let after = desk.dump(&KEPT).await;
    wrong.extend(difference(&before, &after).into_iter().map(|line| format!("changed: {line}")));
    wrong.into_iter().map(|line| format!("{name}: {line}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_to_every_form_is_refused_in_words_and_changes_nothing() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let mut wrong = Vec::new();
    let mut visit = async |tab: &Tab, name: &str| wrong.extend(abuse(&desk, tab, name).await);
    let tab = browser.tab(&desk.url, "/sign-in").await;
    tab.without_policy().await;
    tab.go("/sign-in").await;
    entrance(&tab, &mut visit).await;
    let tab = browser.tab(&desk.url, "/").await;
    tab.without_policy().await;
    sign_in(&tab, "davi").await;
    screen(&tab, &mut visit).await;
    action(&tab, &mut visit).await;
    handling(&tab, &mut visit).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
