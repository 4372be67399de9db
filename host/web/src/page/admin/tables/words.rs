//! Why a row was not added, changed or hidden, in words.

use balcao_desk::handling::Purpose;
use balcao_desk::requests::StatusKind;
use balcao_desk::tables::{LONGEST_NAME, NameFault, Needed, TableError};

use super::super::form::{Problem, label_name};
use super::problem;
use crate::message::Lang;

/// What is wrong with fields of the form.
pub(super) fn problems(lang: Lang, error: &TableError) -> Vec<Problem> {
    match error {
        TableError::Names(faults) => faults
            .iter()
            .map(|(locale, fault)| {
                let words = match fault {
                    NameFault::Missing => lang.answer_required().to_owned(),
                    NameFault::TooLong => lang.answer_too_long(LONGEST_NAME),
                    NameFault::Characters => lang.answer_characters().to_owned(),
                    NameFault::Taken => lang.tables_name_taken().to_owned(),
                };
                let label = format!("{}, {}", lang.tables_name(), lang.language_name(*locale));
                problem(&label_name("name", *locale), &label, words)
            })
            .collect(),
        TableError::Span(least, most) => {
            vec![problem("hours", lang.tables_hours(), lang.between(&least.to_string(), &most.to_string()))]
        }
        TableError::Text { field, missing, most } => {
            let label = if *field == "title" { lang.modules_title() } else { lang.modules_body() };
            let words =
                if *missing { lang.answer_required().to_owned() } else { lang.answer_too_long(*most) };
            vec![problem(field, label, words)]
        }
        TableError::Taken => {
            vec![problem("title", lang.modules_title(), lang.tables_name_taken().to_owned())]
        }
        _ => Vec::new(),
    }
}

/// Why it is not done at all.
pub(super) fn refusal(lang: Lang, error: &TableError) -> String {
    match error {
        TableError::Own => lang.tables_own().to_owned(),
        TableError::NotOffered => lang.answer_not_offered().to_owned(),
        TableError::Needed(needed) => match needed {
            Needed::Type => lang.tables_needs_type().to_owned(),
            Needed::TypeForStopped => lang.tables_needs_type_for_stopped().to_owned(),
            Needed::Status(kind) => lang.tables_needs_status(status_kind(lang, *kind)),
            Needed::Reason(of) => lang.tables_needs_reason(purpose(lang, *of)),
            Needed::SituationOf(names) => lang.tables_needs_situation(lang.label(names)),
            Needed::CatalogOf(names) => lang.tables_needs_catalog(lang.label(names)),
            Needed::ItemOf(names) => lang.tables_needs_item(lang.label(names)),
        },
        _ => lang.admin_late().to_owned(),
    }
}

/// A kind of statuses.
pub(super) fn status_kind(lang: Lang, kind: StatusKind) -> &'static str {
    match kind {
        StatusKind::Open => lang.pick("Em andamento", "In progress", "En curso"),
        StatusKind::Waiting => lang.pick("Aguardando", "Waiting", "En espera"),
        StatusKind::Scheduled => lang.pick("Agendada", "Scheduled", "Programada"),
        StatusKind::Closed => lang.pick("Encerrada", "Closed", "Cerrada"),
        StatusKind::Cancelled => lang.pick("Cancelada", "Cancelled", "Cancelada"),
    }
}

/// What a reason is for.
pub(super) fn purpose(lang: Lang, purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Forward => lang.pick("Encaminhar", "Forward", "Derivar"),
        Purpose::Cancel => lang.pick("Cancelar", "Cancel", "Cancelar"),
        Purpose::Reopen => lang.pick("Reabrir", "Reopen", "Reabrir"),
    }
}
