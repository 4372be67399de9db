//! Why a file is not added, changed or deleted.

use balcao_store::StoreError;

use crate::{MAX_DESCRIPTION, MAX_REASON, MAX_TITLE};

/// Why a file is not added, changed or deleted.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// The customer has no such file.
    #[error("the customer has no such file")]
    NotFound,
    /// The upload expired, was replaced, or was used before.
    #[error("the upload is no longer there")]
    UploadGone,
    /// The request was closed or cancelled.
    #[error("the request has ended")]
    Ended,
    /// It was changed after it was seen.
    #[error("the file was changed meanwhile")]
    Conflict,
    /// The change changes nothing.
    #[error("nothing is different")]
    Unchanged,
    /// There is no title.
    #[error("a title is needed")]
    TitleMissing,
    /// More than [`MAX_TITLE`] characters.
    #[error("the title is longer than {MAX_TITLE} characters")]
    TitleTooLong,
    /// More than [`MAX_DESCRIPTION`] characters.
    #[error("the description is longer than {MAX_DESCRIPTION} characters")]
    DescriptionTooLong,
    /// There is no such kind.
    #[error("no such kind of file")]
    Kind,
    /// A new file whose last good day is over.
    #[error("its validity is over")]
    Expired,
    /// No tag is being served.
    #[error("no tag was chosen")]
    NoTag,
    /// No reason was given.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The reason has more than [`MAX_REASON`] characters.
    #[error("the reason is longer than {MAX_REASON} characters")]
    ReasonTooLong,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
