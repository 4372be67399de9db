//! Documents of the person being served.

use super::{missing, on, page};
use crate::Failure;
pub use crate::bindings::everything::balcao::files::documents::{Document, Link, Page};
use crate::files::{Change, Kind};

/// What it may be.
pub fn kinds() -> Result<Vec<Kind>, Failure> {
    on(|s| {
        s.desk.granted("files/documents")?;
        Ok(super::kinds())
    })
}

/// Those that are there, or those that were deleted; newest first, 50 a page.
pub fn all(deleted: bool, cursor: Option<&str>) -> Result<Page, Failure> {
    on(|s| {
        s.desk.granted("files/documents")?;
        let mut all = s.desk.documents.clone();
        all.retain(|document| document.deleted.is_some() == deleted);
        let (documents, cursor) = page(&all, cursor, 50);
        Ok(Page { documents, cursor })
    })
}

/// One, by the id that a row handed to this plugin's action.
pub fn one(document: &str) -> Result<Document, Failure> {
    on(|s| {
        s.desk.granted("files/documents")?;
        let found = s.desk.documents.iter().find(|one| one.id == document).cloned();
        found.ok_or_else(|| missing(document))
    })
}

/// Who added, viewed and changed it, newest first.
pub fn history(document: &str) -> Result<Vec<Change>, Failure> {
    one(document)?;
    on(|s| Ok(s.desk.file_history.clone()))
}
