//! G9, G10, A6, A7, A8: files and documents, the right way through and the wrong ones.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use balcao_tests::{Browser, Desk, Tab};
use tempfile::TempDir;

use crate::ways::{open, serve, settled, sign_in};

const OTAVIO: &str = "Otavio Brandao Sampaio";
const HELENA: &str = "Helena Duarte Nogueira";

/// Files of the agent's machine.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }
}

fn pdf() -> Vec<u8> {
    b"%PDF-1.4\n% um documento de teste\n".to_vec()
}

/// A desk, and Ana serving somebody.
async fn serving(customer: &str) -> (Desk, Arc<Browser>, Tab, String) {
    let desk = Desk::start().await;
    let browser = Browser::shared().await;
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let attendance = serve(&tab, customer).await;
    (desk, browser, tab, attendance)
}

async fn start(tab: &Tab, tab_title: &str, action: &str) {
    open(tab, tab_title).await;
    tab.send(action).await;
}

/// Sends a file, and waits until the desk has it.
async fn send(tab: &Tab, file: &Path) {
    tab.choose("[data-file]", file).await;
    tab.until("document.querySelector('[data-handle]').value").await;
}

/// Sends a file that is refused, and gives why, as it stands at the field.
async fn refused(tab: &Tab, file: &Path) -> String {
    tab.choose("[data-file]", file).await;
    tab.until(
        "!document.querySelector('[data-error]').hidden && document.querySelector('[data-progress]').hidden",
    )
    .await;
    let tied = "document.querySelector('[data-file]').getAttribute('aria-describedby').split(' ')[0] === \
                document.querySelector('[data-error]').id";
    assert!(tab.value::<bool>(tied).await, "the reason is tied to its field");
    assert_eq!(tab.value::<String>("document.querySelector('[data-handle]').value").await, "");
    tab.text("[data-error]").await
}

async fn describe(tab: &Tab, title: &str) {
    tab.fill("main form input[type=text]", title).await;
    tab.click("main form input[type=radio]").await;
}

/// From the filled form to the tab it began on.
async fn carry_out(tab: &Tab) {
    tab.press("Avançar").await;
    tab.sees("Confirmar e avançar").await;
    tab.press("Confirmar e avançar").await;
    tab.press("Continuar atendendo").await;
    tab.until("document.querySelector('nav.tabs')").await;
    settled(tab).await;
}

/// What the desk answers to a GET: status, type, disposition, policy, and the first characters.
async fn fetched(tab: &Tab, address: &str) -> (u16, String, String, String, String) {
    tab.value(&format!(
        "fetch({address:?}).then(async r => [r.status, ...['content-type', 'content-disposition', \
         'content-security-policy'].map(h => r.headers.get(h) ?? ''), (await r.text()).slice(0, 8)])"
    ))
    .await
}

/// The addresses of the links of a row.
async fn links(tab: &Tab, row: &str) -> Vec<String> {
    tab.value(&format!(
        "[...[...document.querySelectorAll('main tbody tr')].find(r => r.innerText.includes({row:?}))\
         .querySelectorAll('a')].map(a => a.getAttribute('href'))"
    ))
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn g9_attachments_are_listed_shown_and_downloaded() {
    let (desk, browser, tab, attendance) = serving(OTAVIO).await;
    open(&tab, "Anexos").await;
    for text in ["ONU depois da troca", "Foto", "onu-da-sala.png", "Medição da visita", "medicao.txt"] {
        tab.sees(text).await;
    }
    // A picture is shown as it was drawn anew; a text is only downloaded, under its own name.
    let picture = links(&tab, "ONU depois da troca").await;
    let (status, kind, disposition, policy, _) = fetched(&tab, &picture[0]).await;
    assert_eq!((status, kind.as_str()), (200, "image/jpeg"));
    assert!(disposition.starts_with("inline; filename=\"onu-da-sala.png\"") && policy.contains("sandbox"));
    let (_, kind, disposition, _, start) = fetched(&tab, &picture[1]).await;
    assert!(kind == "application/octet-stream" && start.contains("PNG"), "{kind}: {start}");
    assert!(disposition.starts_with("attachment; "), "{disposition}");
    let text = links(&tab, "Medição da visita").await;
    assert!(text.iter().all(|link| link.ends_with("/download")), "{text:?}");
    let view = text[0].replace("/download", "/view");
    assert_eq!(fetched(&tab, &view).await.0, 404, "a text is never shown");

    // Whoever opened it is in its history.
    tab.click("form.query .choices label:last-child input").await;
    tab.press("Ver histórico").await;
    tab.sees("Baixado · Ana Lúcia Ferraz").await;
    tab.sees("Visualizado · Ana Lúcia Ferraz").await;

    // Another customer's file is not found, in this attendance and in another's.
    let others = browser.tab(&desk.url, "/").await;
    sign_in(&others, "ana").await;
    let elsewhere = serve(&others, HELENA).await;
    let stolen = picture[1].replace(&attendance, &elsewhere);
    assert_ne!(stolen, picture[1]);
    assert_eq!(fetched(&others, &stolen).await.0, 404);
    open(&others, "Anexos").await;
    let own: Vec<String> = links(&others, "ONU depois da troca").await;
    assert!(!own.contains(&stolen));
}

#[tokio::test(flavor = "multi_thread")]
async fn a6_a_file_is_attached_edited_and_deleted() {
    let (desk, _browser, tab, _) = serving(OTAVIO).await;
    let folder = Folder::new();
    start(&tab, "Anexos", "Anexar arquivo").await;
    send(&tab, &folder.file("laudo da visita.pdf", &pdf())).await;
    tab.sees("Recebido: laudo da visita.pdf").await;
    describe(&tab, "Laudo da visita").await;
    tab.press("Avançar").await;
    tab.sees("Anexar “laudo da visita.pdf” a esta solicitação").await;
    // Two clicks attach it once.
    let _: bool = tab
        .value("(b => (b.click(), b.click(), true))(document.querySelector('button[value=confirm]'))")
        .await;
    tab.press("Continuar atendendo").await;
    tab.until("document.querySelector('nav.tabs')").await;
    settled(&tab).await;
    tab.sees("Laudo da visita").await;
    let count = "[...document.querySelectorAll('main tbody tr')].filter(r => r.innerText.includes('Laudo da visita')).length";
    assert_eq!(tab.value::<u32>(count).await, 1);

    // The edit shows its differences before it happens.
    let row = |button: &str| {
        format!(
            "([...document.querySelectorAll('main tbody tr')].find(r => r.innerText.includes('Laudo')).\
             querySelectorAll('button')[{button}].click(), true)"
        )
    };
    let _: bool = tab.value(&row("0")).await;
    tab.sees("Editar anexo").await;
    tab.sees("Adicionado · Ana Lúcia Ferraz").await;
    tab.press("Avançar").await;
    tab.sees("Nada foi alterado.").await;
    tab.fill("main form input[type=text]", "Laudo de novembro").await;
    tab.click("main form input[type=checkbox]").await;
    tab.press("Avançar").await;
    tab.sees("título: “Laudo da visita” → “Laudo de novembro”").await;
    tab.sees("visível ao cliente: não → sim").await;
    tab.press("Confirmar").await;
    tab.until("document.querySelector('nav.tabs')").await;
    settled(&tab).await;
    tab.sees("Laudo de novembro").await;
    let download = links(&tab, "Laudo de novembro").await.pop().expect("a link");
    assert_eq!(fetched(&tab, &download).await.0, 200);

    // Deleting asks for a reason, and the file is gone at once.
    let _: bool = tab.value(&row("1")).await;
    tab.sees("Não pode ser desfeito").await;
    tab.press("Avançar").await;
    tab.until("document.querySelector('[aria-invalid=true]')").await;
    tab.fill("main form textarea", "Enviado por engano").await;
    tab.press("Avançar").await;
    tab.sees("“laudo da visita.pdf” é apagado para sempre. Motivo: Enviado por engano").await;
    tab.press("Confirmar").await;
    tab.until("document.querySelector('nav.tabs')").await;
    settled(&tab).await;
    assert!(!tab.shows("Laudo de novembro").await);
    assert_eq!(fetched(&tab, &download).await.0, 404);
    tab.press("Ver excluídos").await;
    tab.sees("Enviado por engano").await;
    let ran = desk.command(&["audit", "verify"]);
    assert!(ran.ok && ran.out.contains("none altered"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a6_what_is_no_file_to_attach_is_refused_at_its_field_and_nothing_typed_is_lost() {
    let (_desk, _browser, tab, _) = serving(OTAVIO).await;
    let folder = Folder::new();
    start(&tab, "Anexos", "Anexar arquivo").await;
    describe(&tab, "Foto da sala").await;
    let why = refused(&tab, &folder.file("foto.png", b"<!doctype html><script>alert(1)</script>")).await;
    assert!(why.contains("termina em .png, mas o conteúdo é HTML"), "{why}");
    assert!(refused(&tab, &folder.file("vazio.pdf", b"")).await.contains("vazio"));
    let large = folder.file("grande.pdf", &[&pdf()[..], &vec![b' '; 26 << 20]].concat());
    assert!(refused(&tab, &large).await.contains("o máximo é 26,2 MB"));
    assert!(refused(&tab, &folder.file("instalar.exe", b"MZ\x90\0\x03\0")).await.contains("não é aceito"));
    assert_eq!(
        tab.value::<String>("document.querySelector('main form input[type=text]').value").await,
        "Foto da sala"
    );

    // Without the script the form takes the file along, and says the same with all that was typed.
    let posted = "(async (name, bytes) => { const f = document.querySelector('form.step'), d = new FormData(f); \
        d.set('intent', 'answer'); d.set([...f.elements].find(e => e.type === 'file').name, \
        new File([bytes], name)); const r = await fetch(location.href, { method: 'POST', body: d }); \
        return [r.status, await r.text()]; })";
    for (name, bytes, said) in [
        ("'foto.png'", "'<html>'", "mas o conteúdo é HTML"),
        ("'grande.pdf'", "'%PDF-1.4' + ' '.repeat(26 << 20)", "o máximo é 26,2 MB"),
    ] {
        let (status, page): (u16, String) = tab.value(&format!("{posted}({name}, {bytes})")).await;
        assert!(status == 422 && page.contains(said) && page.contains("Foto da sala"), "{name}: {status}");
    }
    let (status, page): (u16, String) = tab.value(&format!("{posted}('foto.pdf', '%PDF-1.4')")).await;
    assert!(status == 200 && page.contains("Anexar “foto.pdf” a esta solicitação"), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a6_a_cut_line_costs_another_click_and_no_typing() {
    let (_desk, _browser, tab, _) = serving(OTAVIO).await;
    let folder = Folder::new();
    start(&tab, "Anexos", "Anexar arquivo").await;
    describe(&tab, "Foto da sala").await;
    tab.line(false).await;
    let why = refused(&tab, &folder.file("laudo.pdf", &pdf())).await;
    assert!(why.contains("interrompido"), "{why}");
    tab.line(true).await;
    tab.press("Enviar de novo").await;
    tab.sees("Recebido: laudo.pdf").await;
    carry_out(&tab).await;
    tab.sees("Foto da sala").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a6_an_upload_means_nothing_in_another_run() {
    let (_desk, _browser, tab, _) = serving(OTAVIO).await;
    let folder = Folder::new();
    start(&tab, "Anexos", "Anexar arquivo").await;
    send(&tab, &folder.file("laudo.pdf", &pdf())).await;
    let handle: String = tab.value("document.querySelector('[data-handle]').value").await;
    start_again(&tab).await;
    describe(&tab, "De outra ação").await;
    let _: bool =
        tab.value(&format!("(document.querySelector('[data-handle]').value = {handle:?}, true)")).await;
    tab.press("Avançar").await;
    tab.sees("O que foi enviado aqui não vale mais").await;
}

async fn start_again(tab: &Tab) {
    tab.press("Voltar ao atendimento").await;
    tab.until("document.querySelector('nav.tabs')").await;
    settled(tab).await;
    start(tab, "Anexos", "Anexar arquivo").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn g10_documents_are_listed_with_what_they_are_linked_to() {
    let (_desk, _browser, tab, _) = serving(HELENA).await;
    open(&tab, "Documentação").await;
    for text in ["Contrato de adesão assinado", "contrato.pdf", "Contrato assinado", "Pessoa"] {
        tab.sees(text).await;
    }
    let links = links(&tab, "contrato.pdf").await;
    let (status, kind, disposition, policy, start) = fetched(&tab, &links[0]).await;
    assert_eq!((status, kind.as_str(), start.as_str()), (200, "application/pdf", "%PDF-1.4"));
    assert!(disposition.starts_with("inline; filename=\"contrato.pdf\""), "{disposition}");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{policy}");
    assert!(tab.value::<bool>("document.querySelector('span.file a').target === '_blank'").await);
    // Attachments are another list.
    assert!(!tab.shows("onu-da-sala.png").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a7_a_document_is_linked_to_the_person() {
    let (_desk, _browser, tab, _) = serving(HELENA).await;
    let folder = Folder::new();
    start(&tab, "Documentação", "Vincular documento à pessoa").await;
    // Without a file and a title nothing goes on, and each is told at its field.
    tab.press("Avançar").await;
    tab.until("document.querySelectorAll('[aria-invalid=true]').length >= 2").await;
    send(&tab, &folder.file("rg.pdf", &pdf())).await;
    describe(&tab, "RG frente e verso").await;
    carry_out(&tab).await;
    tab.sees("RG frente e verso").await;
    tab.sees("rg.pdf").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a8_a_document_is_linked_to_the_tag_being_served() {
    let (_desk, _browser, tab, _) = serving(HELENA).await;
    let folder = Folder::new();
    start(&tab, "Documentação", "Vincular documento à etiqueta").await;
    send(&tab, &folder.file("planta.pdf", &pdf())).await;
    describe(&tab, "Planta da casa").await;
    tab.press("Avançar").await;
    tab.sees("Vincular “planta.pdf” à etiqueta 100001-").await;
    tab.press("Confirmar e avançar").await;
    tab.press("Continuar atendendo").await;
    tab.until("document.querySelector('nav.tabs')").await;
    settled(&tab).await;
    tab.sees("Planta da casa").await;
    tab.sees("Etiqueta 100001-").await;
}
