//! What is wrong with a form, and at which field.

use balcao_store::text_enum;
use chrono::{DateTime, TimeDelta, Utc};

use super::{FURTHEST_DAYS, HandleError};
use crate::reports::{self, ReportError};

text_enum! {
    /// A field of one of the host's own forms.
    pub enum Field {
        /// The type of request.
        Kind = "kind",
        /// Catalog and item.
        Catalog = "catalog",
        /// The situation.
        Situation = "situation",
        /// The deadline, where it is typed.
        Deadline = "deadline",
        /// The status.
        Status = "status",
        /// When it comes back.
        When = "when",
        /// The team to forward to.
        Team = "team",
        /// The reason.
        Reason = "reason",
        /// Whom it is given to.
        To = "to",
        /// The report.
        Report = "text",
    }
}

/// What is wrong with what stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing, where something is needed.
    Missing,
    /// Something that is not offered, or no longer.
    NotOffered,
    /// This type uses no catalog, or no item of it.
    NotUsed,
    /// This type needs an item of the catalog.
    ItemMissing,
    /// Nothing that can be read as a time; said by whoever reads the form.
    Unreadable,
    /// A time that is over.
    Past,
    /// A time further than [`FURTHEST_DAYS`].
    TooFar,
    /// More than [`reports::MAX_TEXT`] characters.
    TooLong,
}

/// What is wrong, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub field: Field,
    /// What is wrong.
    pub fault: Fault,
}

/// Problems as they are found, so that one answer names them all.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub fn add(&mut self, field: Field, fault: Fault) {
        self.0.push(Problem { field, fault });
    }

    /// The one of these that a code names.
    pub fn one_of<'a, T>(
        &mut self,
        field: Field,
        code: &str,
        offered: &'a [T],
        is: impl Fn(&T) -> bool,
    ) -> Option<&'a T> {
        let found = offered.iter().find(|one| is(one));
        if found.is_none() {
            self.add(field, if code.is_empty() { Fault::Missing } else { Fault::NotOffered });
        }
        found
    }

    /// A report that has to be written.
    pub fn report<'a>(&mut self, text: &'a str) -> &'a str {
        match reports::checked(text) {
            Ok(text) => return text,
            Err(ReportError::TooLong) => self.add(Field::Report, Fault::TooLong),
            Err(_) => self.add(Field::Report, Fault::Missing),
        }
        text
    }

    /// A report that may be left out.
    pub fn note<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let text = text.trim();
        if text.is_empty() { None } else { Some(self.report(text)) }
    }

    /// A time that lies ahead.
    pub fn ahead(
        &mut self,
        field: Field,
        at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let fault = match at {
            None => Fault::Missing,
            Some(at) if at <= now => Fault::Past,
            Some(at) if at > now + TimeDelta::days(FURTHEST_DAYS) => Fault::TooFar,
            at => return at,
        };
        self.add(field, fault);
        None
    }

    /// Nothing is wrong.
    pub fn none(self) -> Result<(), HandleError> {
        if self.0.is_empty() { Ok(()) } else { Err(HandleError::Problems(self.0)) }
    }
}
