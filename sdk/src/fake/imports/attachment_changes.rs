//! Changes of attachments.

use super::super::record::{Effect, FileChange};
use super::on;
use crate::Failure;
use crate::files::{Details, attachments};

fn record(change: FileChange) -> Result<(), Failure> {
    on(|s| {
        s.desk.granted("files/attachment-changes")?;
        s.run.effects.push(Effect::File(change));
        Ok(())
    })
}

/// `file` is the answer to a field for an upload.
pub fn attach(file: &str, details: &Details) -> Result<(), Failure> {
    record(FileChange::Attach { file: file.into(), details: details.clone() })
}

/// Something else is said of it.
pub fn edit(attachment: &str, details: &Details) -> Result<(), Failure> {
    attachments::one(attachment)?;
    record(FileChange::Edit { of: attachment.into(), details: details.clone() })
}

/// Erases the bytes and keeps the line.
pub fn delete(attachment: &str, reason: &str) -> Result<(), Failure> {
    attachments::one(attachment)?;
    record(FileChange::Delete { of: attachment.into(), reason: reason.into() })
}
