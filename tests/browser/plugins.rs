//! C3: a plugin is installed by an administrator who decides what it may do; it is upgraded, rolled
//! back, switched off; what fails by its own fault is set aside and comes back.

use std::path::PathBuf;

use balcao_tests::{Browser, Desk, Tab, component, hostile, plugins};
use serde_json::{Value, json};

use crate::ways::{card, serve, settled, sign_in};

/// Sends a component through the form, up to the page that comes of it.
pub async fn upload(tab: &Tab, file: &std::path::Path) {
    tab.go("/admin/plugins").await;
    tab.choose("#file", file).await;
    tab.send("Enviar e examinar").await;
}

/// Places widgets and actions of a plugin on Início of the first level.
fn place(desk: &Desk, plugin: &str, names: &[(&str, &str)]) {
    let shown = desk.command(&["profile", "show", "suporte-1"]);
    let mut profile: Value = serde_json::from_str(&shown.out).expect("a profile");
    let placements = profile["layout"]["tabs"][0]["placements"].as_array_mut().expect("placements");
    for (at, (name, kind)) in names.iter().enumerate() {
        placements.push(json!({
            "id": format!("00000000-0000-7000-8000-{at:012}"),
            "plugin": plugin, "name": name, "kind": kind, "size": "third",
        }));
    }
    let file = desk.folder().join("profile.json");
    std::fs::write(&file, profile.to_string()).expect("written");
    let set =
        desk.command(&["profile", "set", "suporte-1", file.to_str().expect("a path"), "--reason", "teste"]);
    assert!(set.ok, "{set:?}");
}

/// A component with one more custom section: the same plugin, another version.
fn changed(desk: &Desk, component: &std::path::Path) -> PathBuf {
    let mut bytes = std::fs::read(component).expect("a component");
    bytes.extend([0, 3, 1, b'x', 0]);
    let file = desk.folder().join("changed.wasm");
    std::fs::write(&file, bytes).expect("written");
    file
}

/// Marks every question of the form that decides.
async fn mark_all(tab: &Tab, answer: &str) {
    let marked: usize = tab
        .value(&format!(
            "(all => {{ all.forEach(input => input.click()); return all.length }})\
             (document.querySelectorAll('fieldset.permission input[value={answer}]'))"
        ))
        .await;
    assert!(marked > 0);
}

/// What the card says after the page was opened again.
async fn anew(tab: &Tab, attendance: &str, title: &str) -> String {
    tab.go(&format!("{attendance}/inicio")).await;
    settled(tab).await;
    card(tab, title).await
}

#[tokio::test(flavor = "multi_thread")]
async fn c3_a_plugin_is_installed_refused_something_upgraded_and_rolled_back() {
    let browser = Browser::shared().await;
    let desk = Desk::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    upload(&tab, &component("stranger")).await;
    for said in [
        "Integrador Exemplo",
        "Ler os contratos do cliente em atendimento",
        "Abrir uma conexão de rede",
        "Nada dela roda",
        "Widget: Planos do cliente",
    ] {
        tab.sees(said).await;
    }
    let decides = tab.path().await;
    let enabled = "SELECT enabled || '' FROM plugin WHERE name = 'stranger'";
    assert_eq!(desk.query(enabled).await, ["0"]);

    // Nothing is assumed: each permission is granted or refused.
    tab.send("Conceder o marcado e instalar").await;
    let problem = tab.text("#problem").await;
    assert!(problem.contains("Conceda ou recuse"), "{problem}");
    assert!(tab.value::<bool>("document.activeElement.id === 'problem'").await);
    assert_eq!(desk.query(enabled).await, ["0"]);

    // Another administrator looks at the same page meanwhile.
    let other = browser.beside(&tab, &decides).await;
    tab.click("#balcao-contracts-contracts-nobody").await;
    tab.send("Conceder o marcado e instalar").await;
    tab.sees("recusado").await;
    other.click("#balcao-contracts-contracts-everybody").await;
    other.send("Conceder o marcado e instalar").await;
    other.sees("O plugin mudou enquanto você decidia").await;
    other.sees("Hoje: recusado").await;
    assert!(
        other.value::<bool>("document.querySelector('#balcao-contracts-contracts-everybody').checked").await
    );

    place(&desk, "stranger", &[("plans", "widget"), ("silent", "widget")]);
    let agent = browser.tab(&desk.url, "/").await;
    sign_in(&agent, "ana").await;
    let attendance = serve(&agent, "Otavio Brandao Sampaio").await;
    let said = card(&agent, "Planos do cliente").await;
    assert!(said.contains("Sem permissão para isto") && said.contains("Integrador Exemplo"), "{said}");

    tab.press("Mudar permissões").await;
    tab.click("#balcao-contracts-contracts-some").await;
    let first: String = tab
        .value("[...document.querySelectorAll('.profiles label')].find(l => l.innerText.includes('primeiro nível')).querySelector('input').value")
        .await;
    tab.click(&format!(".profiles input[value='{first}']")).await;
    tab.send("Salvar permissões").await;
    tab.sees("Suporte, primeiro nível").await;
    let said = anew(&agent, &attendance, "Planos do cliente").await;
    assert!(said.contains("Contratos:"), "{said}");

    // The upgrade: what is new is told apart, what was decided stays decided.
    upload(&tab, &component("stranger_next")).await;
    let difference = tab.text("#difference").await;
    for said in [
        "Passa a pedir",
        "Ler as faturas do cliente",
        "Reagendar",
        "Ação: Adiar fatura",
        "Sistema do integrador",
    ] {
        assert!(difference.contains(said), "{said}: {difference}");
    }
    assert!(tab.value::<bool>("document.querySelector('#balcao-contracts-contracts-some').checked").await);
    let said = anew(&agent, &attendance, "Planos do cliente").await;
    assert!(!said.contains("faturas abertas"), "it waits: {said}");
    tab.click("#balcao-billing-invoices-everybody").await;
    tab.click("#balcao-billing-invoice-changes-nobody").await;
    tab.send("Conceder o marcado e pôr no ar").await;
    let said = anew(&agent, &attendance, "Planos do cliente").await;
    assert!(said.contains("faturas abertas"), "{said}");

    // What is outside and silent sets nothing aside.
    for _ in 0..6 {
        let said = anew(&agent, &attendance, "Sistema do integrador").await;
        assert!(said.contains("não respondeu"), "{said}");
    }
    tab.go("/admin/plugins/stranger").await;
    assert!(!tab.shows("está suspenso").await);
    tab.sees("algo externo não respondeu").await;

    tab.send("Pôr no ar esta").await;
    let said = anew(&agent, &attendance, "Planos do cliente").await;
    assert!(said.contains("Contratos:") && !said.contains("faturas abertas"), "{said}");
    tab.go("/admin/plugins").await;
    tab.send("Desligar todos os de fora").await;
    let said = anew(&agent, &attendance, "plans").await;
    assert!(said.contains("desligado"), "{said}");
    tab.send("Voltar como estavam").await;
    let said = anew(&agent, &attendance, "Planos do cliente").await;
    assert!(said.contains("Contratos:"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_is_rolled_back_while_an_action_is_in_flight_and_the_action_ends_where_it_began() {
    let browser = Browser::shared().await;
    let desk = Desk::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    for file in [hostile(), changed(&desk, &hostile())] {
        upload(&tab, &file).await;
        mark_all(&tab, "everybody").await;
        let label = if file == hostile() {
            "Conceder o marcado e instalar"
        } else {
            "Conceder o marcado e pôr no ar"
        };
        tab.send(label).await;
        tab.sees("Plugin hostil").await;
    }
    place(&desk, "hostile", &[("own-handle", "action")]);
    let agent = browser.tab(&desk.url, "/").await;
    sign_in(&agent, "ana").await;
    serve(&agent, "Otavio Brandao Sampaio").await;
    agent.press("own-handle").await;
    agent.click("main input[type=radio]").await;
    agent.send("Avançar").await;

    let live = "SELECT hex(live) FROM plugin WHERE name = 'hostile'";
    let began = desk.query(live).await;
    tab.send("Pôr no ar esta").await;
    assert_ne!(desk.query(live).await, began);
    agent.send("Confirmar e avançar").await;
    agent.sees("Continuar atendendo").await;
    assert_eq!(desk.query("SELECT hex(digest) FROM action_run WHERE name = 'own-handle'").await, began);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_taken_is_refused_and_two_clicks_are_one_plugin() {
    let browser = Browser::shared().await;
    let desk = Desk::start().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    upload(&tab, &changed(&desk, &plugins().join("billing.wasm"))).await;
    let problem = tab.text("#problem").await;
    assert!(
        problem.contains("O nome “billing” já é de um plugin") && problem.contains("veio com o Balcão"),
        "{problem}"
    );

    let twice = |form: &str| {
        format!(
            "(form => {{ const go = () => fetch(form.action, {{ method: 'POST', body: form.enctype === 'multipart/form-data' \
             ? new FormData(form) : new URLSearchParams(new FormData(form)) }}).then(r => r.url); \
             return Promise.all([go(), go()]) }})(document.querySelector('{form}'))"
        )
    };
    tab.go("/admin/plugins").await;
    tab.choose("#file", &component("stranger")).await;
    let pages: Vec<String> = tab.value(&twice("form[enctype]")).await;
    assert!(pages[0].contains("/admin/plugins/stranger/") && pages[0] == pages[1], "{pages:?}");
    let versions = "SELECT count(*) || '' FROM plugin_version WHERE plugin = 'stranger'";
    assert_eq!(desk.query(versions).await, ["1"]);

    tab.go(pages[0].trim_start_matches(&desk.url)).await;
    tab.click("#balcao-contracts-contracts-everybody").await;
    let pages: Vec<String> = tab.value(&twice("form.card")).await;
    assert!(pages.iter().all(|page| page.ends_with("/admin/plugins/stranger")), "{pages:?}");
    let lines =
        "SELECT count(*) || '' FROM audit_line WHERE act = 'plugin-granted' AND fields LIKE '%stranger%'";
    assert_eq!(desk.query(lines).await, ["1"], "granted once");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_traps_is_set_aside_shown_and_brought_back_by_hand() {
    let browser = Browser::shared().await;
    let desk = Desk::start_with(&[], |desk| {
        let installed = desk.command(&["plugin", "install", hostile().to_str().expect("a path")]);
        assert!(installed.ok, "{installed:?}");
    })
    .await;
    place(&desk, "hostile", &[("trap-in-draw", "widget"), ("harmless", "widget")]);
    let agent = browser.tab(&desk.url, "/").await;
    sign_in(&agent, "ana").await;
    let attendance = serve(&agent, "Otavio Brandao Sampaio").await;
    let said = card(&agent, "trap-in-draw").await;
    let reference = said.split_whitespace().find(|word| word.len() == 9 && word.as_bytes()[4] == b'-');
    let reference = reference.unwrap_or_else(|| panic!("a reference in {said}")).to_owned();
    for _ in 0..5 {
        anew(&agent, &attendance, "trap-in-draw").await;
    }
    assert!(card(&agent, "trap-in-draw").await.contains("Suspenso"));

    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    tab.go("/admin/plugins").await;
    tab.sees("1 suspenso(s)").await;
    // The agent reads the reference to somebody: it leads to what the plugin wrote.
    tab.fill("#reference", &reference.to_lowercase()).await;
    tab.send("Procurar no registro").await;
    tab.sees("a panic of the plugin").await;

    tab.go("/admin/plugins/hostile").await;
    tab.sees("trap-in-draw está suspenso").await;
    tab.send("Voltar agora").await;
    assert!(!tab.shows("está suspenso").await);
    let said = anew(&agent, &attendance, "trap-in-draw").await;
    assert!(said.contains("falhou ao executar"), "{said}");

    tab.send("Desligar: Inofensivo").await;
    let said = anew(&agent, &attendance, "trap-in-draw").await;
    assert!(said.contains("falhou ao executar"), "that one is still on: {said}");
    assert!(!agent.shows("Tudo bem por aqui.").await);
    tab.send("Ligar: Inofensivo").await;
    assert!(anew(&agent, &attendance, "Inofensivo").await.contains("Tudo bem por aqui."));
}
