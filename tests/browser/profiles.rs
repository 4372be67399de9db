//! Perfis: an administrator builds the screen of others, and those who look at it follow.

use balcao_tests::{Browser, Desk, Tab};

use crate::keyboard::reach;
use crate::ways::{serve, settled, sign_in};

/// An administrator's tab, large enough for the whole editor.
async fn administrator(desk: &Desk, browser: &Browser) -> Tab {
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "davi").await;
    tab.size(1366, 2000).await;
    tab
}

/// The names of what stands in the tab that the editor shows, in order.
async fn placed(tab: &Tab) -> Vec<String> {
    tab.value("[...document.querySelectorAll('.item')].map(e => e.getAttribute('aria-label'))").await
}

/// Waits until they are these.
async fn shows(tab: &Tab, names: &[&str]) {
    let names = serde_json::to_string(names).expect("names");
    tab.until(&format!(
        "JSON.stringify([...document.querySelectorAll('.item')].map(e => e.getAttribute('aria-label'))) === {}",
        serde_json::to_string(&names).expect("a text")
    ))
    .await;
}

async fn publish(tab: &Tab, profile: &str, reason: &str) {
    tab.go(&format!("/admin/profiles/{profile}/publish")).await;
    tab.fill("#reason", reason).await;
    tab.send("Publicar").await;
    tab.until("location.pathname.endsWith('/versions')").await;
    tab.sees(reason).await;
}

/// What a profile is live, as the command line tells.
fn live(desk: &Desk, profile: &str) -> String {
    desk.command(&["profile", "show", profile]).out
}

const HISTORY: &str = "Histórico financeiro";
const COPY: &str = "2ª via de faturas";

/// What was moved has come to rest: a click would land where it was.
const STILL: &str = "document.getAnimations().length === 0";

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_built_from_nothing_by_mouse_and_published() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let tab = administrator(&desk, &browser).await;
    tab.go("/admin/profiles").await;
    tab.fill("#new-pt-BR", "Cobrança externa").await;
    tab.send("Criar perfil").await;
    for title in ["Início", "Cobrança"] {
        if !tab.value::<bool>("document.querySelector('.tab-bar details').open").await {
            tab.press("+ Nova aba").await;
        }
        tab.fill("#add-pt-BR", title).await;
        tab.press("Criar aba").await;
        tab.until(&format!("document.querySelector('#editor nav [aria-current]')?.innerText === '{title}'"))
            .await;
    }
    // From the shelf into the sheet, each into its own part, and one before the other.
    tab.drag("[data-place='widget/billing/history'] [data-drag]", "[data-zone=widget]").await;
    shows(&tab, &[HISTORY]).await;
    tab.drag("[data-place='action/billing/second-copy'] [data-drag]", "[data-zone=action]").await;
    shows(&tab, &[COPY, HISTORY]).await;
    tab.drag("[data-place='widget/contracts/contract'] [data-drag]", "[data-kind=widget].item").await;
    tab.until("document.querySelectorAll('.item').length === 3").await;
    assert_eq!(placed(&tab).await[2], HISTORY, "it was dropped before it");
    tab.until(STILL).await;
    tab.press(&format!("{HISTORY}: largura toda")).await;
    tab.until("document.querySelector('.item.full')").await;
    tab.until(STILL).await;
    // Onto the other tab.
    tab.drag(".item.full [data-drag]", "[data-drop=inicio]").await;
    tab.until("location.search === '?tab=inicio'").await;
    shows(&tab, &[HISTORY]).await;
    assert!(!live(&desk, "cobranca-externa").contains("history"), "nothing is live until it is published");

    tab.go("/admin/profiles/cobranca-externa/rights").await;
    tab.click("input[value=serve]").await;
    tab.send("Salvar direitos no rascunho").await;
    publish(&tab, "cobranca-externa", "primeira versão").await;
    let live = live(&desk, "cobranca-externa");
    for part in
        ["\"history\"", "\"second-copy\"", "\"contract\"", "\"serve\"", "\"full\"", "Cobrança externa"]
    {
        assert!(live.contains(part), "{part}: {live}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_built_from_nothing_by_keyboard_alone() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let tab = administrator(&desk, &browser).await;
    tab.go("/admin/profiles").await;
    reach(&tab, "#new-pt-BR").await;
    tab.types("Plantão").await;
    tab.key("Enter").await;
    tab.until("location.pathname === '/admin/profiles/plantao'").await;
    reach(&tab, "#add-pt-BR").await;
    tab.types("Início").await;
    tab.key("Enter").await;
    tab.until("location.search === '?tab=inicio'").await;
    for (item, count) in [("widget-billing-history", 1), ("widget-contracts-contract", 2)] {
        reach(&tab, &format!("#place-{item}")).await;
        tab.key("Enter").await;
        tab.until(&format!("document.querySelectorAll('.item').length === {count}")).await;
        // The focus is on what was just placed.
        tab.until("document.activeElement?.matches('.item')").await;
    }
    let before = placed(&tab).await;
    assert_eq!(before[0], HISTORY);
    tab.alt("ArrowLeft").await;
    shows(&tab, &[&before[1], &before[0]]).await;
    assert!(tab.value::<bool>("document.activeElement.matches('.item')").await, "the focus stays on it");
    reach(&tab, "button[id^=size-full]").await;
    tab.key("Enter").await;
    tab.until("document.querySelector('.item.full')").await;
    assert!(tab.value::<bool>("document.activeElement.matches('button[id^=size-full]')").await);
    tab.go("/admin/profiles/plantao").await;
    reach(&tab, ".heading a.primary").await;
    tab.key("Enter").await;
    tab.until("location.pathname.endsWith('/publish')").await;
    reach(&tab, "#reason").await;
    tab.types("plantão da noite").await;
    reach(&tab, "form[action$='/publish'] button.primary").await;
    tab.key("Enter").await;
    tab.until("location.pathname.endsWith('/versions')").await;
    assert!(live(&desk, "plantao").contains("\"history\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_follows_what_is_published_and_undone_without_losing_what_is_typed() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let (ana, davi) = (browser.tab(&desk.url, "/").await, administrator(&desk, &browser).await);
    sign_in(&ana, "ana").await;
    let attendance = serve(&ana, "Otavio Brandao Sampaio").await;
    ana.go(&format!("{attendance}/financeiro")).await;
    settled(&ana).await;
    let _: bool =
        ana.value("(window.mark = true, document.querySelector('#search').value = 'meio', true)").await;
    let tab_of = |title: &str| {
        format!("[...document.querySelectorAll('nav.tabs a')].some(a => a.innerText === '{title}')")
    };

    davi.go("/admin/profiles/suporte-1").await;
    davi.press("+ Nova aba").await;
    davi.fill("#add-pt-BR", "Promoções").await;
    davi.press("Criar aba").await;
    davi.until("location.search === '?tab=promocoes'").await;
    publish(&davi, "suporte-1", "campanha de novembro").await;
    ana.until(&tab_of("Promoções")).await;
    assert!(!ana.shows("O leiaute do seu perfil mudou").await, "her own tab is as it was");

    davi.go("/admin/profiles/suporte-1?tab=financeiro").await;
    davi.press(&format!("{HISTORY}: remover")).await;
    davi.until("!document.body.innerText.includes('Histórico financeiro: remover') && document.querySelector('[data-said]').innerText").await;
    publish(&davi, "suporte-1", "sem histórico").await;
    ana.sees("O leiaute do seu perfil mudou").await;
    let kept: bool = ana.value("window.mark && document.querySelector('#search').value === 'meio'").await;
    assert!(kept, "the page was not loaded anew");
    ana.press("Atualizar a tela").await;
    settled(&ana).await;
    assert!(!ana.shows(HISTORY).await);

    davi.go("/admin/profiles/suporte-1/versions/1").await;
    davi.fill("#reason", "faz falta").await;
    davi.send("Publicar de novo").await;
    ana.sees("O leiaute do seu perfil mudou").await;
    ana.until(&format!("!{}", tab_of("Promoções"))).await;
    ana.press("Atualizar a tela").await;
    settled(&ana).await;
    ana.sees(HISTORY).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_administrators_the_second_is_told_and_keeps_what_was_typed() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let (one, two) = (administrator(&desk, &browser).await, administrator(&desk, &browser).await);
    for tab in [&one, &two] {
        tab.go("/admin/profiles/suporte-2").await;
        tab.press("+ Nova aba").await;
    }
    one.fill("#add-pt-BR", "Primeira").await;
    one.press("Criar aba").await;
    one.until("location.search === '?tab=primeira'").await;
    two.fill("#add-pt-BR", "Segunda").await;
    two.press("Criar aba").await;
    two.sees("Outra pessoa mudou este perfil").await;
    two.sees("aba “Primeira” criada").await;
    assert_eq!(two.value::<String>("document.querySelector('#add-pt-BR').value").await, "Segunda");
    assert!(two.value::<bool>("document.activeElement.id === 'problem'").await);
    two.press("Criar aba").await;
    two.until("location.search === '?tab=segunda'").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_an_unknown_plugin_is_named_and_changes_nothing() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let tab = administrator(&desk, &browser).await;
    let file = live(&desk, "suporte-1").replace("\"billing\"", "\"cobranca-magica\"");
    let path = desk.folder().join("perfil.json");
    std::fs::write(&path, file).expect("written");
    tab.go("/admin/profiles/suporte-1/file").await;
    tab.choose("#file", &path).await;
    tab.send("Importar para o rascunho").await;
    tab.sees("cobranca-magica/history: o plugin “cobranca-magica” não está instalado").await;
    tab.sees("Nada foi mudado").await;
    tab.sees("Igual ao que está no ar").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_seen_as_its_profile_for_a_real_customer() {
    let (desk, browser) = (Desk::start().await, Browser::shared().await);
    let tab = administrator(&desk, &browser).await;
    let attendance = serve(&tab, "Otavio Brandao Sampaio").await;
    let request = attendance.rsplit('/').next().expect("an id").to_owned();
    tab.go(&format!("/admin/profiles/suporte-1/preview/{request}/financeiro")).await;
    settled(&tab).await;
    tab.sees("Só para olhar").await;
    tab.sees("Ver faturas").await;
    // The administrator sees the whole number, the profile does not.
    let masked: bool = tab.value("document.querySelector('.summary').innerText.includes('***')").await;
    assert!(masked, "{}", tab.text(".summary").await);
    assert!(
        tab.value::<bool>(
            "[...document.querySelectorAll('fieldset.preview button')].every(b => b.matches(':disabled'))"
        )
        .await
    );
}
