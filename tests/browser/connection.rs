//! G5 to G8, A3 to A5: the line, on the demonstration's equipment.

use balcao_tests::{Browser, Desk, Tab};

use crate::ways::{open, serve, settled, sign_in};

/// Has one tag with a line and one without.
const TWO_TAGS: &str = "Helena Duarte Nogueira";
/// Is blocked for money owed; its light is weak.
const BLOCKED: &str = "Otavio Brandao Sampaio";
/// Is blocked, and broke a promise.
const PROMISE: &str = "Tereza Quintana Lobato";
/// Its ONU is off.
const OFF: &str = "Joao Batista Ramalho";

/// Records that it was made sure who asks.
pub async fn confirm_identity(tab: &Tab, attendance: &str) {
    tab.go(&format!("{attendance}/identity")).await;
    let set = "(document.querySelector('select[name=identity]').value = 'personal-data', true)";
    assert!(tab.value::<bool>(set).await);
    tab.press("Confirmar").await;
    tab.until("document.querySelector('nav.tabs')").await;
    settled(tab).await;
}

/// Replaces what a field holds, by its label.
async fn set(tab: &Tab, label: &str, value: &str) {
    let js = format!(
        "(() => {{ const label = [...document.querySelectorAll('label')].find(l => l.innerText.startsWith('{label}')); \
         document.getElementById(label.htmlFor).value = '{value}'; return true; }})()"
    );
    assert!(tab.value::<bool>(&js).await);
}

/// The card of this title.
fn card(title: &str) -> String {
    format!(
        "[...document.querySelectorAll('section.card')].find(s => s.querySelector('h2')?.innerText === '{title}')"
    )
}

async fn card_sees(tab: &Tab, title: &str, text: &str) {
    tab.until(&format!("{}?.innerText.includes('{text}')", card(title))).await;
}

/// Opens the same page again.
async fn again(tab: &Tab) {
    let path = tab.path().await;
    tab.go(&path).await;
    settled(tab).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn g5_the_line_follows_the_tag_and_its_password_is_shown_by_an_act_of_its_own() {
    let desk = Desk::start().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "bruno").await;
    let attendance = serve(&tab, TWO_TAGS).await;
    open(&tab, "Conexão").await;
    for text in ["Conectada", "helena.", "bng-", "demonstração", "••••••••"] {
        card_sees(&tab, "Dados da conexão", text).await;
    }
    let html: String = tab.value("document.documentElement.outerHTML").await;
    assert!(!html.contains("data-shown"), "the first page holds no secret");

    // This profile has to say why, and has to know who asks.
    tab.press("Mostrar").await;
    tab.until("document.querySelector('input[name=reason]')").await;
    tab.press("Mostrar").await;
    tab.sees("Escreva o motivo").await;
    tab.fill("input[name=reason]", "Cliente trocou o roteador").await;
    tab.press("Mostrar").await;
    tab.sees("Antes, é preciso saber quem pede").await;
    confirm_identity(&tab, &attendance).await;
    open(&tab, "Conexão").await;
    tab.press("Mostrar").await;
    tab.fill("input[name=reason]", "Cliente trocou o roteador").await;
    tab.press("Mostrar").await;
    let shown = tab.text("[data-shown]").await;
    assert!(shown.starts_with('v') && shown.trim().len() >= 9, "{shown}");
    let ran = desk.command(&["audit", "verify"]);
    assert!(ran.ok && ran.out.contains("none altered"), "{ran:?}");

    // The other tag has television alone.
    tab.go(&format!("{attendance}/choose")).await;
    tab.until("document.querySelectorAll('input[name=choice]').length === 2").await;
    let other = "(document.querySelector('input[name=choice]:not(:checked)').click(), true)";
    assert!(tab.value::<bool>(other).await);
    tab.press("Confirmar").await;
    tab.until("document.querySelector('nav.tabs')").await;
    open(&tab, "Conexão").await;
    for title in ["Dados da conexão", "Dados do sinal", "Histórico de consumo"] {
        card_sees(&tab, title, "Esta etiqueta não tem conexão.").await;
    }

    // Who may not show secrets has no button, and is refused at the service.
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, BLOCKED).await;
    open(&tab, "Conexão").await;
    card_sees(&tab, "Dados da conexão", "••••••••").await;
    assert!(!tab.shows("Mostrar").await);
    let refused = format!(
        "fetch('{attendance}/secret', {{ method: 'POST', headers: {{ 'X-Part': '1' }}, body: new URLSearchParams({{ \
         csrf: document.querySelector('[name=csrf]').value, secret: 'h~password~x~0~x' }}) }}).then(a => a.status)"
    );
    assert_eq!(tab.value::<u32>(&refused).await, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn g6_the_signal_says_what_is_good_and_what_is_not() {
    let desk = Desk::start().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, TWO_TAGS).await;
    open(&tab, "Conexão").await;
    card_sees(&tab, "Dados do sinal", "dBm").await;
    card_sees(&tab, "Dados do sinal", "demonstração").await;
    let good: String = tab.value(&format!("{}.innerText", card("Dados do sinal"))).await;
    assert!(!good.contains("fraco"), "{good}");
    // Drawn again soon after, it is the reading of before; whoever wants one of now presses for it.
    let aged = format!("{}.innerText.includes('Idade da leitura')", card("Dados do sinal"));
    for _ in 0..50 {
        again(&tab).await;
        if tab.value::<bool>(&aged).await {
            break;
        }
    }
    card_sees(&tab, "Dados do sinal", "Idade da leitura").await;
    tab.press("Ler agora").await;
    card_sees(&tab, "Dados do sinal", "Lido").await;
    serve(&tab, BLOCKED).await;
    open(&tab, "Conexão").await;
    card_sees(&tab, "Dados do sinal", "fraco").await;
    serve(&tab, OFF).await;
    open(&tab, "Conexão").await;
    card_sees(&tab, "Dados do sinal", "ONU sem sinal").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_stands_above_every_attendance_under_it_with_their_requests_linked() {
    let desk = Desk::start().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, TWO_TAGS).await;
    open(&tab, "Conexão").await;
    card_sees(&tab, "Dados do sinal", "dBm").await;
    let signal: String = tab.value(&format!("{}.innerText", card("Dados do sinal"))).await;
    let at = signal.lines().find(|line| line.starts_with("OLT ")).expect("where the ONU is").to_owned();
    let words: Vec<&str> = at.split(" · ").collect();
    let [olt, slot, pon] = words[..] else { panic!("{at}") };
    let number = |words: &str| words.rsplit(' ').next().unwrap_or_default().to_owned();
    let pon = format!("{}/{}", number(slot), number(pon));
    let company = ["--company", "Vertente Fibra"];
    let begin = ["outage", "begin", "--olt", olt, "--pon", &pon, "--note", "Fibra rompida, equipe a caminho"];
    let begun = desk.command(&[&begin[..], &company[..]].concat());
    assert!(begun.ok, "{begun:?}");
    let outage = begun.out.trim().to_owned();

    again(&tab).await;
    tab.sees(&format!("Falha na rede: {olt}")).await;
    tab.sees("Fibra rompida, equipe a caminho").await;
    let requests = desk.command(&[&["outage", "list", &outage][..], &company[..]].concat());
    let protocol: String = tab.value("document.title").await;
    assert!(
        protocol.starts_with(requests.out.trim()) && !requests.out.trim().is_empty(),
        "{requests:?} {protocol}"
    );
    let foreign = desk.command(&["outage", "end", &outage, "--company", "Vertente Serra"]);
    assert!(!foreign.ok, "another company's is not found");

    // Under another OLT nothing is said.
    serve(&tab, BLOCKED).await;
    let elsewhere: String = tab.value("document.body.innerText").await;
    assert!(!elsewhere.contains("Falha na rede"), "{elsewhere}");
    let ended = desk.command(&[&["outage", "end", &outage][..], &company[..]].concat());
    assert!(ended.ok, "{ended:?}");
    serve(&tab, TWO_TAGS).await;
    let over: String = tab.value("document.body.innerText").await;
    assert!(!over.contains("Falha na rede"), "{over}");
}

#[tokio::test(flavor = "multi_thread")]
async fn g7_replies_appear_as_they_come() {
    let desk = Desk::start().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, TWO_TAGS).await;
    open(&tab, "Conexão").await;
    let rows = format!("{}.querySelectorAll('tbody tr').length", card("Teste de conexão"));
    let field = format!("{}.querySelector('input[inputmode=numeric]')", card("Teste de conexão"));
    assert_eq!(tab.value::<String>(&format!("{field}.value")).await, "5");
    tab.press("Testar conexão").await;
    tab.until(&format!("{rows} >= 1")).await;
    assert!(tab.value::<u32>(&rows).await < 5, "the first reply is there before the last one is sent");
    tab.sees("Parar").await;
    card_sees(&tab, "Teste de conexão", "Perda").await;
    card_sees(&tab, "Teste de conexão", "Médio").await;
    assert_eq!(tab.value::<u32>(&rows).await, 5);

    // Stopped, it still says what came of it.
    assert!(tab.value::<bool>(&format!("({field}.value = '50', true)")).await);
    tab.press("Testar conexão").await;
    tab.until(&format!("{}.innerText.includes('Parar') && {rows} >= 2", card("Teste de conexão"))).await;
    tab.press("Parar").await;
    card_sees(&tab, "Teste de conexão", "Teste interrompido.").await;
    card_sees(&tab, "Teste de conexão", "Perda").await;
    assert!(tab.value::<u32>(&rows).await < 50);

    // What is no count is told at its field, and nothing is sent.
    for (count, words) in [("0", "1"), ("51", "50"), ("muitos", "número")] {
        assert!(tab.value::<bool>(&format!("({field}.value = '{count}', true)")).await);
        tab.press("Testar conexão").await;
        let error = format!("{}.querySelector('.error')?.innerText", card("Teste de conexão"));
        tab.until(&format!(
            "{field}?.getAttribute('aria-invalid') === 'true' && {field}.value === '{count}' && {error}?.includes('{words}')"
        ))
        .await;
        assert_eq!(tab.value::<u32>(&rows).await, 0);
    }

    serve(&tab, OFF).await;
    open(&tab, "Conexão").await;
    tab.press("Testar conexão").await;
    card_sees(&tab, "Teste de conexão", "Não há sessão aberta.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn g8_usage_is_of_this_month_unless_changed_and_a_wrong_period_is_told_at_its_field() {
    let desk = Desk::start().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, TWO_TAGS).await;
    open(&tab, "Conexão").await;
    card_sees(&tab, "Histórico de consumo", "Consumo por dia").await;
    let days = format!("{}.querySelectorAll('figure table tbody tr').length", card("Histórico de consumo"));
    let before: u32 = tab.value(&days).await;
    assert!((1..=62).contains(&before), "{before}");
    let now: String = tab
        .value(&format!("{}.querySelectorAll('input[type=date]')[1].value", card("Histórico de consumo")))
        .await;
    let earlier: String = tab
        .value(&format!("new Date(new Date('{now}').getTime() - 200 * 864e5).toISOString().slice(0, 10)"))
        .await;
    set(&tab, "De", &earlier).await;
    tab.press("Atualizar dados").await;
    tab.until(&format!("{days} > 190")).await;
    card_sees(&tab, "Histórico de consumo", "Total").await;

    // The last day before the first, then more than 13 months.
    let field =
        |at: u32| format!("{}.querySelectorAll('input[type=date]')[{at}]", card("Histórico de consumo"));
    let much_earlier: String = tab
        .value(&format!("new Date(new Date('{now}').getTime() - 500 * 864e5).toISOString().slice(0, 10)"))
        .await;
    for (label, value, at) in [("Até", &much_earlier, 1), ("De", &much_earlier, 0)] {
        set(&tab, "Até", &now).await;
        set(&tab, label, value).await;
        tab.press("Atualizar dados").await;
        tab.until(&format!("{}?.getAttribute('aria-invalid') === 'true'", field(at))).await;
        assert_eq!(
            tab.value::<String>(&format!("{}.value", field(at))).await,
            *value,
            "what was typed stays"
        );
        assert_eq!(tab.value::<u32>(&days).await, 0, "nothing is shown of a period that is none");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a3_a_financial_block_is_lifted_on_trust_and_a_broken_promise_is_refused() {
    let desk = Desk::start().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "carla").await;
    for (customer, why) in [
        (TWO_TAGS, "O contrato não está com bloqueio financeiro."),
        (PROMISE, "O último desbloqueio em confiança terminou sem pagamento."),
    ] {
        serve(&tab, customer).await;
        open(&tab, "Financeiro").await;
        let button = "[...document.querySelectorAll('.actions button')].find(b => b.innerText === 'Desbloqueio em confiança')";
        tab.until(&format!("{button}?.getAttribute('aria-disabled') === 'true'")).await;
        tab.press("Desbloqueio em confiança").await;
        tab.sees(why).await;
    }

    let attendance = serve(&tab, BLOCKED).await;
    confirm_identity(&tab, &attendance).await;
    open(&tab, "Financeiro").await;
    card_sees(&tab, "Dados do contrato", "Bloqueio financeiro").await;
    tab.press("Desbloqueio em confiança").await;
    tab.until("location.pathname.includes('/run/')").await;
    set(&tab, "Dias", "9").await;
    tab.press("Avançar").await;
    tab.until("document.querySelector('.summary-of-errors')").await;
    assert_eq!(
        tab.value::<u32>("document.querySelectorAll('[aria-invalid=true]').length").await,
        2,
        "days and reason"
    );
    set(&tab, "Dias", "2").await;
    set(&tab, "Motivo", "Paga na sexta-feira").await;
    tab.press("Avançar").await;
    tab.sees("Desbloqueado até").await;
    tab.press("Confirmar e avançar").await;
    tab.sees("Desbloqueio no concentrador").await;
    tab.sees("(demonstração)").await;
    tab.sees("Fim do prazo do desbloqueio em confiança").await;
    tab.press("Continuar atendendo").await;
    tab.until("document.querySelector('nav.tabs')").await;
    open(&tab, "Financeiro").await;
    card_sees(&tab, "Dados do contrato", "Normal").await;
    tab.press("Desbloqueio em confiança").await;
    tab.sees("já está desbloqueado em confiança até").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a4_a_customer_is_disconnected_and_one_who_is_offline_can_not_be() {
    let desk = Desk::start().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, TWO_TAGS).await;
    open(&tab, "Conexão").await;
    let launch = format!("({}.querySelector('form button.warning').click(), true)", card("Dados da conexão"));
    assert!(tab.value::<bool>(&launch).await);
    tab.until("location.pathname.includes('/run/')").await;
    tab.sees("é encerrada, e o equipamento do cliente se reconecta sozinho").await;
    tab.press("Confirmar").await;
    // A tool: no closing form, straight back to the tab, and the request has its report.
    tab.until("document.querySelector('nav.tabs')").await;
    open(&tab, "Início").await;
    tab.sees("Desconectar cliente").await;
    assert!(!tab.shows("Continuar atendendo").await);

    serve(&tab, OFF).await;
    open(&tab, "Conexão").await;
    tab.press("Desconectar cliente").await;
    tab.sees("Não há sessão aberta.").await;
    assert!(tab.path().await.ends_with("/conexao"), "nothing was begun");
}

#[tokio::test(flavor = "multi_thread")]
async fn a5_a_new_password_needs_a_known_customer_and_reaches_the_access_server() {
    let desk = Desk::start().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "bruno").await;
    let attendance = serve(&tab, TWO_TAGS).await;
    open(&tab, "Conexão").await;
    tab.press("Trocar senha da conexão").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.press("Avançar").await;
    tab.sees("Antes disto, confirme a identidade de quem pede").await;
    let run = tab.path().await;
    confirm_identity(&tab, &attendance).await;
    tab.go(&run).await;
    tab.press("Avançar").await;
    tab.sees("senha nova, criada pelo sistema").await;
    tab.press("Confirmar e avançar").await;
    tab.sees("Senha nova no concentrador").await;
    tab.until("document.querySelector('#outside')?.innerText.match(/enviado ao/g)?.length === 2").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a5_a_typed_password_is_judged_and_never_written_on_a_page() {
    let desk = Desk::start().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "bruno").await;
    let attendance = serve(&tab, TWO_TAGS).await;
    confirm_identity(&tab, &attendance).await;
    open(&tab, "Conexão").await;
    tab.send("Trocar senha da conexão").await;
    tab.click("input[value=typed]").await;
    tab.send("Avançar").await;
    for (typed, said) in [("curta", "de 8 a 32 caracteres"), ("somente-letras", "letras e números")] {
        tab.fill("input[type=password]", typed).await;
        tab.send("Avançar").await;
        tab.sees(said).await;
    }
    tab.fill("input[type=password]", "Vento-Claro-27").await;
    tab.send("Avançar").await;
    tab.sees("senha nova").await;
    let leaked: bool = tab.value("document.documentElement.innerHTML.includes('Vento-Claro-27')").await;
    assert!(!leaked);
    tab.send("Confirmar e avançar").await;
    tab.until("document.querySelector('#outside')?.innerText.match(/enviado ao/g)?.length === 2").await;
    tab.go(&format!("{attendance}/history")).await;
    assert!(!tab.shows("Vento-Claro-27").await);
}
