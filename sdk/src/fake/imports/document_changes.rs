//! Changes of documents.

use super::super::record::{Effect, FileChange};
use super::on;
use crate::Failure;
use crate::files::{Details, documents};

fn record(change: FileChange) -> Result<(), Failure> {
    on(|s| {
        s.desk.granted("files/document-changes")?;
        s.run.effects.push(Effect::File(change));
        Ok(())
    })
}

/// A document of the person.
pub fn link_to_person(file: &str, details: &Details) -> Result<(), Failure> {
    record(FileChange::LinkToPerson { file: file.into(), details: details.clone() })
}

/// A document of the tag being served; `not-found` until one is chosen.
pub fn link_to_tag(file: &str, details: &Details) -> Result<(), Failure> {
    if super::call::tag().is_none() {
        return Err(super::missing("tag"));
    }
    record(FileChange::LinkToTag { file: file.into(), details: details.clone() })
}

/// Something else is said of it.
pub fn edit(document: &str, details: &Details) -> Result<(), Failure> {
    documents::one(document)?;
    record(FileChange::Edit { of: document.into(), details: details.clone() })
}

/// Erases the bytes and keeps the line.
pub fn delete(document: &str, reason: &str) -> Result<(), Failure> {
    documents::one(document)?;
    record(FileChange::Delete { of: document.into(), reason: reason.into() })
}
