//! Pages of lists that are read the newest first.

use chrono::NaiveDate;
use uuid::Uuid;

/// Rows on a page.
pub const PAGE: usize = 50;

/// Some rows, and where to go on.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// 50 at most.
    pub rows: Vec<T>,
    /// What the next page is asked for with; none: there are no more.
    pub cursor: Option<Cursor>,
}

/// Where a page ended. As text it is safe to hand out, for it is only compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Its place among the groups of a list that has them: lower ones come first.
    pub(crate) group: i64,
    pub(crate) on: NaiveDate,
    pub(crate) id: Uuid,
}

impl Cursor {
    /// Before the first row of every list.
    pub(crate) fn start() -> Cursor {
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default();
        Cursor { group: -1, on: last, id: Uuid::max() }
    }
}

/// How many rows are read for a page: one more tells whether there is another page.
pub(crate) const READ: i64 = PAGE as i64 + 1;

/// The page of what was read; `end` says where a row stands.
pub(crate) fn page<R, T: From<R>>(mut read: Vec<R>, end: impl Fn(&R) -> Cursor) -> Page<T> {
    let more = read.len() > PAGE;
    read.truncate(PAGE);
    let cursor = read.last().filter(|_| more).map(end);
    Page { rows: read.into_iter().map(T::from).collect(), cursor }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}_{}_{}", self.group, self.on, self.id)
    }
}

/// A text that is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct BadCursor;

impl std::str::FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let mut parts = text.splitn(3, '_');
        let mut part = || parts.next().ok_or(BadCursor);
        let (group, on, id) = (part()?, part()?, part()?);
        Ok(Self {
            group: group.parse().map_err(|_| BadCursor)?,
            on: on.parse().map_err(|_| BadCursor)?,
            id: id.parse().map_err(|_| BadCursor)?,
        })
    }
}
