//! The audit trail: who did what, on whom, when, from where.

use std::net::IpAddr;

use balcao_store::{Conn, DateTime, Db, Keys, Tx, Utc, Uuid};
use serde_json::Value;

use crate::{AccessError, Actor, UserId};

balcao_store::text_enum! {
    /// What was done.
    pub enum Act {
        /// A user signed in.
        SignedIn = "signed-in",
        /// A sign-in failed.
        SignInFailed = "sign-in-failed",
        /// A user signed out.
        SignedOut = "signed-out",
        /// An attendance was started.
        AttendanceStarted = "attendance-started",
        /// An attendance was opened.
        AttendanceOpened = "attendance-opened",
        /// The contract or tag of an attendance was chosen.
        AttendanceChosen = "attendance-chosen",
        /// A report was written.
        ReportWritten = "report-written",
        /// A request was closed, or kept going with the closing form.
        RequestClosed = "request-closed",
        /// An action was finished.
        ActionFinished = "action-finished",
        /// A secret was shown.
        SecretShown = "secret-shown",
        /// A file was downloaded.
        FileDownloaded = "file-downloaded",
        /// Somebody was searched for by a taxpayer number.
        SearchedByDocument = "searched-by-document",
        /// A plugin was installed.
        PluginInstalled = "plugin-installed",
        /// What a plugin may do was changed.
        PluginGranted = "plugin-granted",
        /// A plugin was switched on or off.
        PluginSwitched = "plugin-switched",
        /// A profile's layout was published.
        ProfilePublished = "profile-published",
        /// A user was added.
        UserAdded = "user-added",
        /// A user was disabled.
        UserDisabled = "user-disabled",
        /// A password was changed.
        PasswordSet = "password-set",
        /// The personal values about somebody were erased.
        PersonErased = "person-erased",
    }
}

/// A line to be written. Begin with [`Line::by`] or [`Line::system`].
#[derive(Debug, Clone)]
pub struct Line {
    /// What was done.
    pub act: Act,
    /// By whom; `None` is the system, or the operator at the command line.
    pub actor: Option<UserId>,
    /// The customer on whom.
    pub person: Option<Uuid>,
    /// The request in which.
    pub request: Option<Uuid>,
    /// The contribution by which: `plugin/name`.
    pub contribution: Option<String>,
    /// The address from which.
    pub from: Option<IpAddr>,
    /// Ids and field names, never a value that says something about a person.
    pub fields: Value,
    /// Personal values about `person`, sealed beside the chain with that person's key.
    pub personal: Option<Value>,
}

impl Line {
    /// Something that somebody did.
    pub fn by(actor: &Actor, act: Act) -> Line {
        Line { actor: Some(actor.user.id), from: actor.from, ..Line::system(act) }
    }

    /// Something that the system did, or the operator at the command line.
    pub fn system(act: Act) -> Line {
        Line {
            act,
            actor: None,
            person: None,
            request: None,
            contribution: None,
            from: None,
            fields: Value::Null,
            personal: None,
        }
    }
}

/// A line as it was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// When.
    pub at: DateTime<Utc>,
    /// What, by whom, on whom. `personal` is `None` when there was none or it was erased.
    pub line: Line,
}

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many lines were read.
    pub lines: u64,
    /// The first that does not hold, if any.
    pub first_bad: Option<Bad>,
}

/// A place at which the chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The chain.
    pub chain: i32,
    /// The number of the line in its chain, from 1.
    pub seq: i64,
    /// What is wrong, in English.
    pub what: &'static str,
}

/// Writes the lines as the last statements of the transaction, and commits it.
pub async fn commit(_tx: Tx, _lines: Vec<Line>) -> Result<(), AccessError> {
    todo!()
}

/// Reads every chain from its beginning and says whether it holds.
pub async fn verify(_db: &Db) -> Result<Verdict, AccessError> {
    todo!()
}

/// The newest lines about a person, newest first.
pub async fn of_person(
    _conn: &mut Conn,
    _keys: &Keys,
    _person: Uuid,
    _limit: i64,
) -> Result<Vec<Written>, AccessError> {
    todo!()
}

/// The lines of a request, oldest first.
pub async fn of_request(
    _conn: &mut Conn,
    _keys: &Keys,
    _request: Uuid,
) -> Result<Vec<Written>, AccessError> {
    todo!()
}

/// Makes every personal value about the person unreadable, for good. The chain still holds.
pub async fn erase(_tx: &mut Tx, _person: Uuid) -> Result<(), AccessError> {
    todo!()
}
