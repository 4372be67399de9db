//! Attachments of the person being served.

use super::{missing, on, page};
use crate::Failure;
pub use crate::bindings::everything::balcao::files::attachments::{Attachment, Page};
use crate::files::{Change, Kind};

/// What it may be.
pub fn kinds() -> Result<Vec<Kind>, Failure> {
    on(|s| {
        s.desk.granted("files/attachments")?;
        Ok(super::kinds())
    })
}

/// Those that are there, or those that were deleted; newest first, 50 a page.
pub fn all(deleted: bool, cursor: Option<&str>) -> Result<Page, Failure> {
    on(|s| {
        s.desk.granted("files/attachments")?;
        let mut all = s.desk.attachments.clone();
        all.retain(|attachment| attachment.deleted.is_some() == deleted);
        let (attachments, cursor) = page(&all, cursor, 50);
        Ok(Page { attachments, cursor })
    })
}

/// One, by the id that a row handed to this plugin's action.
pub fn one(attachment: &str) -> Result<Attachment, Failure> {
    on(|s| {
        s.desk.granted("files/attachments")?;
        let found = s.desk.attachments.iter().find(|one| one.id == attachment).cloned();
        found.ok_or_else(|| missing(attachment))
    })
}

/// Who added, viewed and changed it, newest first.
pub fn history(attachment: &str) -> Result<Vec<Change>, Failure> {
    one(attachment)?;
    on(|s| Ok(s.desk.file_history.clone()))
}
