//! The customer's documents.

use balcao_plugin::files::documents::{self, Document};
use balcao_plugin::prelude::*;

use crate::item::DOCUMENT;
use crate::{Delete, Edit};

/// Documentação do cliente.
#[derive(Debug)]
pub struct Documents;

/// The answers of its links and of its form: which list, from where, whose history.
const DELETED: &str = "deleted";
const CURSOR: &str = "cursor";
const OF: &str = "of";

impl Widget for Documents {
    const CARD: Card = Card::new(
        "documents",
        Tab::Documentacao,
        text!(pt: "Documentação do cliente", en: "The customer's documents", es: "Documentación del cliente"),
    )
    .summary(text!(
        pt: "Os documentos da pessoa e das etiquetas: título, a quem está vinculado, tipo, arquivo; os excluídos e o histórico de cada um.",
        en: "The documents of the person and of the tags: title, linked to whom, type, file; the deleted ones and the history of each.",
        es: "Los documentos de la persona y de las etiquetas: título, a quién está vinculado, tipo, archivo; los eliminados y el historial de cada uno.",
    ));

    fn draw(answers: &Answers) -> Result {
        let deleted = answers.toggle(DELETED);
        let page = documents::all(deleted, answers.get(CURSOR))?;
        let choices: Vec<Choice> = page.documents.iter().map(choice).collect();
        if deleted {
            draw_deleted(page.documents)
        } else {
            draw_present(page.documents)
        }
        if let Some(cursor) = page.cursor {
            let more = Answers::new().with(DELETED, deleted.to_string()).with(CURSOR, cursor);
            canvas::open(text!(pt: "Mais", en: "More", es: "Más"), &more);
        }
        if let Some(of) = answers.get(OF) {
            let title = documents::one(of)?.details.title;
            canvas::section(say!(
                pt: "Histórico de {title}",
                en: "History of {title}",
                es: "Historial de {title}",
            ));
            files::draw_history(documents::history(of)?);
        }
        if !choices.is_empty() {
            ask_whose_history(choices, deleted);
        }
        let other = Answers::new().with(DELETED, (!deleted).to_string());
        match deleted {
            true => canvas::open(
                text!(pt: "Documentação do cliente", en: "Documents", es: "Documentación"),
                &Answers::new(),
            ),
            false => {
                canvas::open(text!(pt: "Ver excluídos", en: "Show deleted", es: "Ver eliminados"), &other)
            }
        }
        Ok(())
    }
}

fn draw_present(documents: Vec<Document>) {
    let table = columns(Table::new(text!(pt: "Documentos", en: "Documents", es: "Documentos")))
        .column(text!(pt: "Validade", en: "Valid until", es: "Validez"))
        .column(text!(pt: "Cliente vê", en: "Customer sees it", es: "Cliente lo ve"))
        .column(text!(pt: "Enviado em", en: "Added on", es: "Enviado el"))
        .column(text!(pt: "Por", en: "By", es: "Por"))
        .when_empty(text!(pt: "Nenhum documento.", en: "No documents.", es: "Ningún documento."))
        .action(Edit::BUTTON, Edit::CARD.name, DOCUMENT)
        .action(Delete::BUTTON, Delete::CARD.name, DOCUMENT);
    let row = |document: Document| {
        let over = document.details.valid_until.as_ref().is_some_and(|day| *day < call::today());
        let (label, tone) = match document.details.visible {
            true => (text!(pt: "Sim", en: "Yes", es: "Sí"), Tone::Info),
            false => (text!(pt: "Não", en: "No", es: "No"), Tone::Neutral),
        };
        let row = begun(&document, Value::File(document.file.id.clone()))
            .cell(Value::maybe(document.details.valid_until, Value::Date))
            .cell(Value::badge(label, tone))
            .cell(Value::Instant(document.at))
            .cell(document.by);
        if over { row.tone(Tone::Warning) } else { row }
    };
    table.rows(documents.into_iter().map(row)).draw();
}

fn draw_deleted(documents: Vec<Document>) {
    let table = columns(Table::new(text!(pt: "Documentos excluídos", en: "Deleted documents", es: "Documentos eliminados")))
        .column(text!(pt: "Excluído em", en: "Deleted on", es: "Eliminado el"))
        .column(text!(pt: "Por", en: "By", es: "Por"))
        .column(text!(pt: "Motivo", en: "Reason", es: "Motivo"))
        .when_empty(text!(pt: "Nenhum documento excluído.", en: "No deleted documents.", es: "Ningún documento eliminado."));
    let row = |document: Document| {
        let row = begun(&document, document.file.name.clone().into());
        match document.deleted {
            Some(deletion) => row.cell(Value::Instant(deletion.at)).cell(deletion.by).cell(deletion.reason),
            None => row.cell(Value::Absent).cell(Value::Absent).cell(Value::Absent),
        }
    };
    table.rows(documents.into_iter().map(row)).draw();
}

/// What both lists begin with.
fn columns(table: Table) -> Table {
    table
        .column(text!(pt: "Título", en: "Title", es: "Título"))
        .column(text!(pt: "Tipo", en: "Type", es: "Tipo"))
        .column(text!(pt: "Arquivo", en: "File", es: "Archivo"))
        .column(text!(pt: "Vinculado a", en: "Linked to", es: "Vinculado a"))
}

fn begun(document: &Document, file: Value) -> Row {
    Row::new(&document.id)
        .cell(&*document.details.title)
        .cell(&*document.kind_label)
        .cell(file)
        .cell(&*document.linked_to)
}

fn choice(document: &Document) -> Choice {
    Choice::new(&document.id, &document.details.title).hint(&document.linked_to)
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
