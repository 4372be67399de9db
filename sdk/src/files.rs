//! Files of the person being served, and changes of them. Their bytes never come here: what an agent
//! uploads is a handle, and so is what is kept.
//!
//! What is asked of a file, and how its history is drawn, is the same for whatever it is kept as.

use crate::canvas::{Choice, Field, Input, Span, Timeline, Tone, Upload};
use crate::{Answers, Result, call};

pub use crate::bindings::everything::balcao::files::types::{Change, Deletion, Details, Kind, Stored};
pub use crate::imports::{attachment_changes, attachments, document_changes, documents};

/// The field for the file itself.
pub const FILE: &str = "file";
/// The field for the title: there is no file without one.
pub const TITLE: &str = "title";

const DESCRIPTION: &str = "description";
const KIND: &str = "kind";
const VALID_UNTIL: &str = "valid-until";
const VISIBLE: &str = "visible";

/// A field for any file that the desk takes.
pub fn upload() -> Field {
    let anything = Upload { media_types: Vec::new(), max_bytes: 0 };
    Field::upload(FILE, text!(pt: "Arquivo", en: "File", es: "Archivo"), anything)
}

/// The fields for what is said of a file, of one of these kinds; `before` stands in them.
pub fn fields(kinds: Vec<Kind>, before: Option<&Details>) -> Vec<Field> {
    let choices = kinds.into_iter().map(|kind| Choice::new(kind.code, kind.label)).collect();
    // A day that is over already may stay.
    let today = call::today();
    let least = before.and_then(|before| before.valid_until.clone()).filter(|day| *day < today);
    let days = Span { min: Some(least.unwrap_or(today)), max: None };
    let mut fields = vec![
        Field::text(TITLE, text!(pt: "Título", en: "Title", es: "Título"), 200),
        Field::paragraph(DESCRIPTION, text!(pt: "Descrição", en: "Description", es: "Descripción"), 2_000)
            .optional(),
        Field::one_of(KIND, text!(pt: "Tipo", en: "Type", es: "Tipo"), choices),
        Field::new(
            VALID_UNTIL,
            text!(pt: "Válido até", en: "Valid until", es: "Válido hasta"),
            Input::Date(days),
        )
        .hint(text!(pt: "Vazio: não vence.", en: "Empty: it does not end.", es: "Vacío: no vence."))
        .optional(),
        Field::toggle(
            VISIBLE,
            text!(pt: "O cliente pode ver", en: "The customer may see it", es: "El cliente puede verlo"),
        ),
    ];
    if let Some(before) = before {
        let values = [
            Some(before.title.clone()),
            Some(before.description.clone()).filter(|text| !text.is_empty()),
            Some(before.kind.clone()),
            before.valid_until.clone(),
            Some(before.visible.to_string()),
        ];
        for (field, value) in fields.iter_mut().zip(values) {
            field.initial.extend(value);
        }
    }
    fields
}

/// What those fields were answered with.
pub fn details(answers: &Answers) -> Result<Details> {
    Ok(Details {
        title: answers.require(TITLE)?.trim().into(),
        description: answers.get(DESCRIPTION).unwrap_or_default().trim().into(),
        kind: answers.require(KIND)?.into(),
        valid_until: answers.get(VALID_UNTIL).map(Into::into),
        visible: answers.toggle(VISIBLE),
    })
}

/// Draws who did what with a file.
pub fn draw_history(changes: Vec<Change>) {
    let mut timeline = Timeline::new();
    for Change { at, by, what, differences } in changes {
        timeline = timeline.event(at, format!("{what} · {by}"), differences.join("\n"), Tone::Neutral);
    }
    timeline.draw();
}
