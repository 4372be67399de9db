//! What the desk knows of the customer: G2, G11, A1, A2, A9.

use balcao_tests::{Browser, Desk};

use crate::ways::{card, open, serve, settled, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn g11_what_must_come_back_stands_first_with_what_was_used_and_sold() {
    let desk = Desk::shared().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    open(&tab, "Materiais").await;
    tab.sees("Histórico de comodato").await;
    tab.sees("Há equipamento a devolver").await;
    let first = tab.text("section.card table tbody tr").await;
    assert!(first.contains("Substituído: devolver"), "{first}");
    for caption in ["Comodatos", "Produtos usados no atendimento", "Pedidos de venda"] {
        let rows = format!(
            "[...document.querySelectorAll('table')].find(t => t.caption?.innerText === '{caption}').tBodies[0].rows.length"
        );
        assert!(tab.value::<u32>(&rows).await > 0, "{caption}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g2_the_past_stands_by_month_filtered_by_kind_and_further_back_on_demand() {
    let desk = Desk::shared().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Helena Duarte Nogueira").await;
    let timeline = "Timeline do cliente";
    let first = card(&tab, timeline).await;
    assert!(first.contains("Solicitação aberta") && first.to_lowercase().contains(" de 20"), "{first}");

    // Further back, as far as the sale; the newest is one link away.
    loop {
        let shown = card(&tab, timeline).await;
        if shown.contains("Venda: contrato") {
            break;
        }
        tab.press("Mais").await;
        let before = serde_json::to_string(&shown).expect("a text");
        tab.until(&format!(
            "![...document.querySelectorAll('section.card')].some(s => s.innerText === {before}) && !document.querySelector('[aria-busy=true]')"
        ))
        .await;
        settled(&tab).await;
    }

    // Only payments, and the choice stays when it goes on.
    open(&tab, "Início").await;
    tab.click("section.card input[type=checkbox][value=payment]").await;
    tab.press("Filtrar").await;
    tab.until("[...document.querySelectorAll('ol.timeline strong')].every(e => e.innerText.startsWith('Pagamento')) && document.querySelector('ol.timeline strong')").await;
    assert!(tab.value::<bool>("document.querySelector('input[value=payment]').checked").await);

    // A kind that does not exist, as nobody's form sends it, is no event and no fault of the page.
    let path = tab.path().await;
    let path = path.split('?').next().expect("a path");
    let placement: String = tab.value("document.querySelector('form.query input[name=card]').value").await;
    tab.go(&format!("{path}?card={placement}&f.kind=nothing")).await;
    settled(&tab).await;
    tab.sees("Informações da solicitação atual").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a9_what_no_action_fits_is_written_down_and_leads_to_the_closing_form() {
    let desk = Desk::shared().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    open(&tab, "Materiais").await;
    tab.press("Atendimento padrão").await;
    tab.until("location.pathname.includes('/run/')").await;

    // Nothing typed, as a script would send it: told at the fields, nothing done.
    let _: bool = tab.value("(document.querySelector('main form').noValidate = true)").await;
    tab.press("Avançar").await;
    tab.until("document.querySelectorAll('[aria-invalid=true]').length >= 2").await;

    let asked = "Pediu ajuda com o <b>Wi-Fi</b> & a TV";
    let fields: Vec<String> =
        tab.value("[...document.querySelectorAll('main textarea')].map(e => '#' + e.id)").await;
    tab.fill(&fields[0], asked).await;
    tab.fill(&fields[1], "Orientado por telefone").await;
    tab.click("input[type=radio][value=customer]").await;
    tab.press("Avançar").await;
    tab.sees("Confirmar e avançar").await;
    tab.sees(asked).await;
    tab.press("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;
    tab.press("Abrir o fechamento").await;
    tab.until("document.querySelector('form.closing')").await;

    // The request has the report, and so has the customer's past.
    let path = tab.path().await;
    let attendance = path.split("/run/").next().expect("an attendance").to_owned();
    tab.go(&format!("{attendance}/inicio")).await;
    settled(&tab).await;
    for title in ["Informações da solicitação atual", "Timeline do cliente"] {
        let shown = card(&tab, title).await;
        assert!(shown.contains("Orientado por telefone"), "{title}: {shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_a_slip_goes_out_as_a_message_and_by_mail_and_a_wrong_address_is_told_at_its_field() {
    let desk = Desk::shared().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    tab.send("2ª via de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.click("main input[type=checkbox]").await;
    tab.click("main input[value=message]").await;
    tab.click("main input[value=mail]").await;
    tab.press("Avançar").await;

    // Who to: hints alone, never the whole phone or address.
    tab.until("document.querySelector('main input[value=other]')").await;
    let asked = tab.text("main form").await;
    assert!(asked.contains("*****-") && asked.contains("****@"), "{asked}");
    tab.click("main input[value=other]").await;
    tab.fill("main input[type=text]", "nem um endereço").await;
    tab.press("Avançar").await;
    tab.until("document.querySelector('[aria-invalid=true]')").await;
    tab.click("main input[type=radio][name*=email]").await;
    tab.press("Avançar").await;
    tab.sees("Confirmar e avançar").await;

    let path = tab.path().await;
    let attendance = path.split("/run/").next().expect("an attendance").to_owned();
    // The message holds what only the host adds, and opens in WhatsApp.
    let message = tab.text("section.message").await;
    assert!(message.contains("Olá, Otávio") && message.contains("PIX copia e cola"), "{message}");
    let link: String = tab.value("document.querySelector('section.message a')?.href ?? ''").await;
    assert!(link.starts_with("https://wa.me/55") && link.contains("?text=Ol%C3%A1"), "{link}");
    tab.sees("o****@example.com").await;
    tab.press("Confirmar e avançar").await;
    tab.sees("Continuar atendendo").await;

    // Outside, and only in the demonstration: the real client gave it to a server that says so.
    tab.sees("demonstração: guardado na caixa de correio").await;
    tab.go("/demo/mailbox").await;
    let mailbox = tab.text("main").await;
    assert!(mailbox.contains("2ª via de fatura") && mailbox.contains("PIX copia e cola"), "{mailbox}");
    assert!(mailbox.contains(".pdf"), "the slip itself goes with it: {mailbox}");
    // The copy in the request's history shows it whole, and the address as a hint.
    tab.go(&format!("{attendance}/history")).await;
    let copy: String = tab.value("document.querySelector('main details')?.textContent ?? ''").await;
    assert!(copy.contains("o****@example.com") && copy.contains("PIX copia e cola"), "{copy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_an_address_that_is_not_on_file_is_refused_until_it_is_known_who_asks() {
    let desk = Desk::shared().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    serve(&tab, "Otavio Brandao Sampaio").await;
    tab.send("2ª via de faturas").await;
    tab.until("location.pathname.includes('/run/')").await;
    tab.click("main input[type=checkbox]").await;
    tab.click("main input[value=mail]").await;
    tab.press("Avançar").await;
    tab.click("main input[value=other]").await;
    tab.fill("main input[type=text]", "outra@example.com").await;
    tab.press("Avançar").await;
    tab.sees("confirme antes a identidade").await;
    assert!(!tab.shows("Confirmar e avançar").await, "nothing can be confirmed");
}
