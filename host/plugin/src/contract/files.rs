//! `balcao:files/types`: what attachments and documents have in common.

use balcao_access::{Labels, Locale};
use balcao_files::{Details, Difference, Event, Record, RecordId, Subject, What, records};
use balcao_store::Conn;

use crate::bindings::file_types::{self, Change, Deletion, Details as WitDetails, Kind, Stored};
use crate::bindings::types::{Failure, Reason};
use crate::contract::word;
use crate::handle::{Ids, Real};
use crate::scene::Scene;
use crate::state::{Asked, Call, failure};

impl file_types::Host for Call {}

/// Codes and names of the kinds.
pub(super) async fn kinds(conn: &mut Conn, scene: &Scene, subject: Subject) -> Result<Vec<Kind>, Asked> {
    let kinds = records::offered_kinds(conn, subject).await.map_err(Asked::host)?;
    let kind = |(code, names): (String, Labels)| Kind { code, label: names.text(scene.locale).to_owned() };
    Ok(kinds.into_iter().map(kind).collect())
}

/// The history of a file, and the kinds that it may speak of.
pub(super) async fn history(
    conn: &mut Conn,
    scene: &Scene,
    subject: Subject,
    record: RecordId,
) -> Result<Vec<Change>, Asked> {
    let events = records::history(conn, &scene.attendance, record).await.map_err(Asked::host)?;
    let kinds = records::kinds(conn, subject).await.map_err(Asked::host)?;
    let name = |code: &str| {
        let known = kinds.iter().find(|(known, _)| known == code);
        known.map_or_else(|| code.to_owned(), |(_, names)| names.text(scene.locale).to_owned())
    };
    let change = |event: Event| Change {
        at: event.at.timestamp_millis(),
        by: event.by,
        what: what(event.what, scene.locale).into(),
        differences: event.differences.iter().map(|one| difference(one, name, scene.locale)).collect(),
    };
    Ok(events.into_iter().map(change).collect())
}

pub(super) fn stored(ids: &mut Ids, record: &Record) -> Stored {
    Stored {
        id: ids.token(Real::File(record.id)),
        name: record.file.name.clone(),
        media_type: record.file.media_type.clone(),
        bytes: record.file.bytes,
    }
}

pub(super) fn deletion(record: &Record) -> Option<Deletion> {
    record.deleted.as_ref().map(|deleted| Deletion {
        at: deleted.at.timestamp_millis(),
        by: deleted.by.clone(),
        reason: deleted.reason.clone(),
    })
}

/// A request with its contract and tag.
pub(super) fn about(record: &Record, locale: Locale) -> String {
    let mut parts = vec![record.protocol.to_string()];
    if let Some(number) = &record.contract {
        parts.push(format!("{} {number}", word(["Contrato", "Contract", "Contrato"], locale)));
    }
    parts.extend(record.served_tag.as_ref().map(|(code, label)| format!("{code} {label}")));
    parts.join(" · ")
}

/// The person, or a tag of theirs.
pub(super) fn linked_to(record: &Record, locale: Locale) -> String {
    match &record.tag {
        Some((code, label)) => {
            format!("{} {code} · {label}", word(["Etiqueta", "Tag", "Etiqueta"], locale))
        }
        None => word(["Pessoa", "Person", "Persona"], locale).to_owned(),
    }
}

impl From<Details> for WitDetails {
    fn from(details: Details) -> WitDetails {
        WitDetails {
            title: details.title,
            description: details.description,
            kind: details.kind,
            valid_until: details.valid_until.map(|day| day.to_string()),
            visible: details.visible,
        }
    }
}

/// Bytes that a plugin hands over with details.
pub(super) fn length(details: &WitDetails) -> usize {
    details.title.len() + details.description.len() + details.kind.len()
}

/// What a plugin says of a file; `invalid` where its day is none.
pub(super) fn details(details: WitDetails, locale: Locale) -> Result<Details, Failure> {
    let no_day = || {
        let words = ["Informe uma data válida.", "A valid date is needed.", "Indique una fecha válida."];
        failure(Reason::Invalid, locale, words, "valid-until is no ISO date")
    };
    let valid_until = details.valid_until.map(|day| day.parse().map_err(|_| no_day())).transpose()?;
    let WitDetails { title, description, kind, visible, .. } = details;
    Ok(Details { title, description, kind, valid_until, visible }.trimmed())
}

fn what(what: What, locale: Locale) -> &'static str {
    let words = match what {
        What::Added => ["Adicionado", "Added", "Agregado"],
        What::Viewed => ["Visualizado", "Viewed", "Visualizado"],
        What::Downloaded => ["Baixado", "Downloaded", "Descargado"],
        What::Changed => ["Alterado", "Changed", "Modificado"],
        What::Deleted => ["Excluído", "Deleted", "Eliminado"],
    };
    word(words, locale)
}

/// One thing that a change made different, in words. `kind` names the kind of a code.
pub(crate) fn difference(one: &Difference, kind: impl Fn(&str) -> String, locale: Locale) -> String {
    let quoted = |text: &str| match text {
        "" => word(["vazio", "empty", "vacío"], locale).to_owned(),
        text => format!("“{text}”"),
    };
    let day = |day: &Option<chrono::NaiveDate>| match day {
        Some(day) => crate::effect::day(*day, locale),
        None => word(["sem fim", "no end", "sin fin"], locale).to_owned(),
    };
    let yes = |yes: bool| {
        if yes { word(["sim", "yes", "sí"], locale) } else { word(["não", "no", "no"], locale) }
    };
    let (label, before, after) = match one {
        Difference::Title(before, after) => (["título", "title", "título"], quoted(before), quoted(after)),
        Difference::Description(before, after) => {
            (["descrição", "description", "descripción"], quoted(before), quoted(after))
        }
        Difference::Kind(before, after) => {
            (["tipo", "type", "tipo"], quoted(&kind(before)), quoted(&kind(after)))
        }
        Difference::ValidUntil(before, after) => {
            (["validade", "valid until", "validez"], day(before), day(after))
        }
        Difference::Visible(before, after) => (
            ["visível ao cliente", "visible to the customer", "visible para el cliente"],
            yes(*before).to_owned(),
            yes(*after).to_owned(),
        ),
    };
    format!("{}: {before} → {after}", word(label, locale))
}
