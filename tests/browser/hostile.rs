//! Law 5: whatever a plugin does, it costs its own card.

use balcao_tests::{Browser, Desk, Prepared, Tab, difference, hostile};
use serde_json::{Value, json};

use crate::ways::{card, serve, settled, sign_in};

/// Widgets whose call has to end with an error card.
const ENDED: [&str; 20] = [
    "endless-loop",
    "endless-recursion",
    "memory-bomb",
    "host-flood",
    "giant-string",
    "giant-list",
    "trap-in-draw",
    "canvas-flood",
    "row-flood",
    "long-label",
    "payment-code",
    "not-a-number",
    "bad-row",
    "foreign-launch",
    "foreign-charge",
    "report-in-draw",
    "declare-in-draw",
    "fake-fields",
    "secret-handle",
    // Without an answer that says of what.
    "many",
];

/// Widgets that go on, told no.
const TOLD: [(&str, &str); 3] = [
    ("not-granted", "contracts: Reason::Denied"),
    ("foreign-id", "refused: Reason::NotFound"),
    ("change-in-draw", "refused: Reason::Denied"),
];

/// Installs the plugin of evils and places these widgets, and the harmless one, on Início of the
/// first level.
fn place(desk: &Prepared, widgets: &[&str], actions: &[&str]) {
    let installed = desk.command(&["plugin", "install", hostile().to_str().expect("a path")]);
    assert!(installed.ok, "{installed:?}");
    for permission in ["balcao:billing/invoices", "balcao:billing/invoice-changes"] {
        let granted = desk.command(&["plugin", "grant", "hostile", permission]);
        assert!(granted.ok, "{granted:?}");
    }
    let shown = desk.command(&["profile", "show", "suporte-1"]);
    let mut profile: Value = serde_json::from_str(&shown.out).expect("a profile");
    let placements = profile["layout"]["tabs"][0]["placements"].as_array_mut().expect("placements");
    let all =
        widgets.iter().map(|name| (*name, "widget")).chain(actions.iter().map(|name| (*name, "action")));
    for (at, (name, kind)) in all.chain([("harmless", "widget")]).enumerate() {
        placements.push(json!({
            "id": format!("00000000-0000-7000-8000-{at:012}"),
            "plugin": "hostile", "name": name, "kind": kind, "size": "third",
        }));
    }
    let file = desk.folder().join("profile.json");
    std::fs::write(&file, profile.to_string()).expect("written");
    let set =
        desk.command(&["profile", "set", "suporte-1", file.to_str().expect("a path"), "--reason", "teste"]);
    assert!(set.ok, "{set:?}");
}

/// Whether the card of this title says that it failed.
async fn failed(tab: &Tab, title: &str) -> bool {
    tab.value(&format!(
        "!![...document.querySelectorAll('section.card')].find(s => s.querySelector('h2').innerText === '{title}')\
         .querySelector('[data-state=error]')"
    ))
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn w7_an_evil_widget_costs_its_own_card_and_nothing_else() {
    let browser = Browser::shared().await;
    // A few at a time: a plugin that fails by its own fault too often is set aside.
    for evils in ENDED.chunks(3) {
        let desk = Desk::start_with(&[], |desk| place(desk, evils, &[])).await;
        let tab = browser.tab(&desk.url, "/").await;
        sign_in(&tab, "ana").await;
        let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
        let before = desk.dump(&[]).await;
        tab.go(&format!("{attendance}/inicio")).await;
        settled(&tab).await;
        assert!(card(&tab, "Inofensivo").await.contains("Tudo bem por aqui."), "beside {evils:?}");
        assert!(card(&tab, "Informações da solicitação atual").await.contains("Ana Lúcia Ferraz"));
        for evil in evils {
            assert!(failed(&tab, evil).await, "{evil}: {}", card(&tab, evil).await);
            let text = card(&tab, evil).await;
            assert!(text.contains("Malfeitor"), "{evil} bears its vendor: {text}");
        }
        let after = desk.dump(&[]).await;
        assert_eq!(difference(&before, &after), [""; 0], "{evils:?} changed something");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_granted_or_handed_out_is_refused_while_the_rest_goes_on() {
    let browser = Browser::shared().await;
    let others = ["log-flood", "markup", "everything", "memory", "kept-id", "lying-failure"];
    let names: Vec<&str> = TOLD.iter().map(|(name, _)| *name).chain(others).collect();
    let desk = Desk::start_with(&[], |desk| place(desk, &names, &[])).await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    for (name, told) in TOLD {
        let text = card(&tab, name).await;
        assert!(text.contains(told), "{name}: {text}");
    }
    assert!(!failed(&tab, "log-flood").await);
    let answers = card(&tab, "everything").await;
    assert!(answers.contains("contracts.all: Reason::Denied"), "{answers}");
    assert!(
        answers.contains("invoice-changes.reschedule: Reason::Denied"),
        "a widget never changes: {answers}"
    );
    // Nothing is remembered from one call to the next, and an id of one is nothing in another.
    for _ in 0..2 {
        tab.go(&format!("{attendance}/inicio")).await;
        settled(&tab).await;
        assert!(card(&tab, "memory").await.contains("call 1"));
    }
    tab.press("again").await;
    tab.sees("refused: Reason::NotFound").await;
    assert!(failed(&tab, "lying-failure").await);
    // What looks like markup is text; no script of a plugin ever ran, no element of it is there.
    assert!(
        tab.value::<bool>(
            "!document.querySelector('.card .body script, .card .body iframe, .card .body img')"
        )
        .await
    );
    assert!(tab.value::<bool>("typeof window.pwned === 'undefined'").await);
}

/// Actions of evil, and what the page shows where an honest one would be reviewed.
const ACTIONS: [(&str, &str); 3] =
    [("trap-after-effect", "Referência"), ("effect-flood", "Referência"), ("empty-form", "Referência")];

#[tokio::test(flavor = "multi_thread")]
async fn an_evil_action_changes_nothing_and_an_honest_choice_of_the_same_plugin_does() {
    let browser = Browser::shared().await;
    let names: Vec<&str> =
        ACTIONS.iter().map(|(name, _)| *name).chain(["changing-effects", "own-handle"]).collect();
    let desk = Desk::start_with(&[], |desk| place(desk, &[], &names)).await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let before = desk.dump(&["action_run"]).await;
    for (name, shown) in ACTIONS {
        tab.press(name).await;
        tab.sees(shown).await;
        assert!(!tab.shows("Confirmar e avançar").await, "{name}: what failed dry cannot be confirmed");
        tab.go(&format!("{attendance}/inicio")).await;
        settled(&tab).await;
    }
    tab.press("changing-effects").await;
    tab.sees("Confirmar e avançar").await;
    tab.send("Confirmar e avançar").await;
    tab.text("#problem").await;
    tab.sees("Confirmar e avançar").await;
    assert!(!tab.shows("Continuar atendendo").await);
    let after = desk.dump(&["action_run"]).await;
    assert_eq!(difference(&before, &after), [""; 0]);

    // The plugin may reschedule: what it offers and the agent chooses and confirms is done.
    tab.go(&format!("{attendance}/inicio")).await;
    settled(&tab).await;
    tab.press("own-handle").await;
    tab.click("main input[type=radio]").await;
    tab.send("Avançar").await;
    tab.send("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;
    assert_ne!(difference(&before, &desk.dump(&["action_run"]).await), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_whose_cards_keep_failing_is_told_once_above_them_and_set_aside() {
    let browser = Browser::shared().await;
    let evils = ["trap-in-draw", "bad-row", "not-a-number"];
    let desk = Desk::start_with(&[], |desk| place(desk, &evils, &[])).await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let banner = tab.text("#banner").await;
    assert!(banner.contains("hostile"), "several cards of one plugin are one message: {banner}");
    // The fifth failure of a card by the plugin's own fault sets that card aside, and no other.
    for _ in 0..5 {
        tab.go(&format!("{attendance}/inicio")).await;
        settled(&tab).await;
    }
    let aside = card(&tab, "trap-in-draw").await;
    assert!(aside.contains("Suspenso"), "{aside}");
    assert!(card(&tab, "Inofensivo").await.contains("Tudo bem por aqui."));
}
