//! What was attached in serving the customer.

use balcao_plugin::files::attachments::{self, Attachment};
use balcao_plugin::prelude::*;

use crate::item::ATTACHMENT;
use crate::{Delete, Edit};

/// Anexos do cliente.
#[derive(Debug)]
pub struct Attachments;

/// The answers of its links and of its form: which list, from where, whose history.
const DELETED: &str = "deleted";
const CURSOR: &str = "cursor";
const OF: &str = "of";

impl Widget for Attachments {
    const CARD: Card = Card::new(
        "attachments",
        Tab::Anexos,
        text!(pt: "Anexos do cliente", en: "The customer's attachments", es: "Adjuntos del cliente"),
    )
    .summary(text!(
        pt: "Os arquivos das solicitações do cliente: título, tipo, arquivo, quem enviou; os excluídos e o histórico de cada um.",
        en: "The files of the customer's requests: title, type, file, who added it; the deleted ones and the history of each.",
        es: "Los archivos de las solicitudes del cliente: título, tipo, archivo, quién lo envió; los eliminados y el historial de cada uno.",
    ));

    fn draw(answers: &Answers) -> Result {
        let deleted = answers.toggle(DELETED);
        let page = attachments::all(deleted, answers.get(CURSOR))?;
        let choices: Vec<Choice> = page.attachments.iter().map(choice).collect();
        if deleted {
            draw_deleted(page.attachments)
        } else {
            draw_present(page.attachments)
        }
        if let Some(cursor) = page.cursor {
            let more = Answers::new().with(DELETED, deleted.to_string()).with(CURSOR, cursor);
            canvas::open(text!(pt: "Mais", en: "More", es: "Más"), &more);
        }
        if let Some(of) = answers.get(OF) {
            let title = attachments::one(of)?.details.title;
            canvas::section(say!(
                pt: "Histórico de {title}",
                en: "History of {title}",
                es: "Historial de {title}",
            ));
            files::draw_history(attachments::history(of)?);
        }
        if !choices.is_empty() {
            ask_whose_history(choices, deleted);
        }
        let other = Answers::new().with(DELETED, (!deleted).to_string());
        match deleted {
            true => canvas::open(
                text!(pt: "Anexos do cliente", en: "Attachments", es: "Adjuntos"),
                &Answers::new(),
            ),
            false => {
                canvas::open(text!(pt: "Ver excluídos", en: "Show deleted", es: "Ver eliminados"), &other)
            }
        }
        Ok(())
    }
}

fn draw_present(attachments: Vec<Attachment>) {
    let table = columns(Table::new(text!(pt: "Anexos", en: "Attachments", es: "Adjuntos")))
        .column(text!(pt: "Validade", en: "Valid until", es: "Validez"))
        .column(text!(pt: "Cliente vê", en: "Customer sees it", es: "Cliente lo ve"))
        .column(text!(pt: "Enviado em", en: "Added on", es: "Enviado el"))
        .column(text!(pt: "Por", en: "By", es: "Por"))
        .when_empty(text!(pt: "Nenhum anexo.", en: "No attachments.", es: "Ningún adjunto."))
        .action(Edit::BUTTON, Edit::CARD.name, ATTACHMENT)
        .action(Delete::BUTTON, Delete::CARD.name, ATTACHMENT);
    let row = |attachment: Attachment| {
        let over = attachment.details.valid_until.as_ref().is_some_and(|day| *day < call::today());
        let (label, tone) = match attachment.details.visible {
            true => (text!(pt: "Sim", en: "Yes", es: "Sí"), Tone::Info),
            false => (text!(pt: "Não", en: "No", es: "No"), Tone::Neutral),
        };
        let row = begun(&attachment, Value::File(attachment.file.id.clone()))
            .cell(Value::maybe(attachment.details.valid_until, Value::Date))
            .cell(Value::badge(label, tone))
            .cell(Value::Instant(attachment.at))
            .cell(attachment.by);
        if over { row.tone(Tone::Warning) } else { row }
    };
    table.rows(attachments.into_iter().map(row)).draw();
}

fn draw_deleted(attachments: Vec<Attachment>) {
    let table = columns(Table::new(
        text!(pt: "Anexos excluídos", en: "Deleted attachments", es: "Adjuntos eliminados"),
    ))
    .column(text!(pt: "Excluído em", en: "Deleted on", es: "Eliminado el"))
    .column(text!(pt: "Por", en: "By", es: "Por"))
    .column(text!(pt: "Motivo", en: "Reason", es: "Motivo"))
    .when_empty(
        text!(pt: "Nenhum anexo excluído.", en: "No deleted attachments.", es: "Ningún adjunto eliminado."),
    );
    let row = |attachment: Attachment| {
        let row = begun(&attachment, attachment.file.name.clone().into());
        match attachment.deleted {
            Some(deletion) => row.cell(Value::Instant(deletion.at)).cell(deletion.by).cell(deletion.reason),
            None => row.cell(Value::Absent).cell(Value::Absent).cell(Value::Absent),
        }
    };
    table.rows(attachments.into_iter().map(row)).draw();
}

/// What both lists begin with.
fn columns(table: Table) -> Table {
    table
        .column(text!(pt: "Título", en: "Title", es: "Título"))
        .column(text!(pt: "Tipo", en: "Type", es: "Tipo"))
        .column(text!(pt: "Arquivo", en: "File", es: "Archivo"))
        .column(text!(pt: "Solicitação", en: "Request", es: "Solicitud"))
}

fn begun(attachment: &Attachment, file: Value) -> Row {
    Row::new(&attachment.id)
        .cell(&*attachment.details.title)
        .cell(&*attachment.kind_label)
        .cell(file)
        .cell(&*attachment.about)
}

fn choice(attachment: &Attachment) -> Choice {
    Choice::new(&attachment.id, &attachment.details.title).hint(&attachment.about)
}

fn ask_whose_history(choices: Vec<Choice>, deleted: bool) {
    let mut fields =
        vec![Field::one_of(OF, text!(pt: "Histórico de", en: "History of", es: "Historial de"), choices)];
    if deleted {
        let label = text!(pt: "Entre os excluídos", en: "Among the deleted", es: "Entre los eliminados");
        fields.push(Field::toggle(DELETED, label).initial("true"));
    }
    canvas::query(&fields, text!(pt: "Ver histórico", en: "Show history", es: "Ver historial"));
}
