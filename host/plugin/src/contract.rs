//! The host's side of each interface of the contract, a file each. They translate between the
//! contract's types and ours, and do nothing else: what may be done is the gate's business, how
//! much the budget's, and everything about the subject belongs to its room.

mod attachment_changes;
mod attachments;
mod call;
mod canvas;
mod contracts;
mod declare;
mod document_changes;
mod documents;
mod email;
mod field;
mod files;
mod invoice_changes;
mod invoices;
mod line;
mod line_changes;
mod log;
mod outside;
mod people;
mod probe;
mod receipt;
mod request;
mod settings;
mod signal;
mod stock;
mod timeline;
mod unlock_changes;
mod unlocks;
mod usage;

use crate::bindings::types;
use crate::canvas::{Answer, Tone};
use crate::effect::EffectError;
use crate::failure::Reason;
use crate::state::Asked;

pub(crate) use field::{fields, problems};
pub(crate) use files::difference;

impl types::Host for crate::state::Call {}

impl From<types::Tone> for Tone {
    fn from(tone: types::Tone) -> Tone {
        match tone {
            types::Tone::Neutral => Tone::Neutral,
            types::Tone::Info => Tone::Info,
            types::Tone::Success => Tone::Success,
            types::Tone::Warning => Tone::Warning,
            types::Tone::Danger => Tone::Danger,
        }
    }
}

impl From<types::Reason> for Reason {
    fn from(reason: types::Reason) -> Reason {
        match reason {
            types::Reason::Denied => Reason::Denied,
            types::Reason::NotFound => Reason::NotFound,
            types::Reason::Invalid => Reason::Invalid,
            types::Reason::Conflict => Reason::Conflict,
            types::Reason::Unavailable => Reason::Unavailable,
            types::Reason::Cancelled => Reason::Cancelled,
            types::Reason::Other => Reason::Other,
        }
    }
}

/// The word in a language; given in Portuguese, English, Spanish.
pub(crate) fn word([pt, en, es]: [&'static str; 3], locale: balcao_access::Locale) -> &'static str {
    match locale {
        balcao_access::Locale::Pt => pt,
        balcao_access::Locale::En => en,
        balcao_access::Locale::Es => es,
    }
}

/// A rule's word for the plugin, or the desk's own failure.
pub(crate) fn refused(rule: impl Into<EffectError>, locale: balcao_access::Locale) -> Asked {
    let error = rule.into();
    let reason = match error.reason() {
        Some(Reason::NotFound) => types::Reason::NotFound,
        Some(Reason::Denied) => types::Reason::Denied,
        Some(Reason::Invalid) => types::Reason::Invalid,
        Some(_) => types::Reason::Conflict,
        None => return Asked::host(error),
    };
    let message = error.agent(locale).into();
    types::Failure { reason, message, detail: error.to_string() }.into()
}

/// Answers on their way in: handles become tokens of the call.
pub(crate) fn answers(call: &mut crate::state::Call, answers: &[Answer]) -> Vec<types::Answer> {
    answers
        .iter()
        .map(|answer| types::Answer {
            field: answer.field.clone(),
            values: answer.values.iter().map(|value| call.ids.opened(value)).collect(),
        })
        .collect()
}
