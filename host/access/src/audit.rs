//! The audit trail: who did what, on whom, when, from where; and the reads that matter.
//!
//! Lines are linked into chains: each carries an HMAC over its fields and the one before, under a
//! key that is not in the database, and the *head* of each chain says, under the same key, how long
//! it is. The database refuses to change or delete a line; who gets round that is found by
//! [`verify`]. There are several chains so that writers need not wait for each other; each takes
//! one that is free, as the last thing in its transaction.
//!
//! A line holds ids and names of fields, never a value about a person. Such values stand beside the
//! chain, sealed with a key of that person's own; the chain holds the digest of the sealed bytes.
//! [`erase`] deletes the key: the values are noise from then on, and the chain still holds.
//!
//! A database put back as a whole, lines and heads, to an older backup holds by itself: [`witness`]
//! writes signed heads to a file elsewhere, against which [`Prover`] compares.

mod append;
mod chain;
mod personal;
mod proof;
mod verify;
pub mod witness;

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use balcao_store::{Conn, DateTime, Keys, Sealed, StoreError, UnknownText, Utc, Uuid, on};
use serde_json::Value;

use crate::{AccessError, Actor, UserId};

pub use append::{append, commit};
pub use personal::{erase, kept, reseal};
pub use proof::{Proof, Prover, Running, last_proof};
pub use verify::{Bad, Flaw, Verdict, verify, verify_against};
pub use witness::Witness;

balcao_store::text_enum! {
    /// What was done.
    pub enum Act {
        /// A user signed in.
        SignedIn = "signed-in",
        /// A sign-in failed.
        SignInFailed = "sign-in-failed",
        /// A user signed out.
        SignedOut = "signed-out",
        /// A user went on for another company.
        CompanyChosen = "company-chosen",
        /// An attendance was started.
        AttendanceStarted = "attendance-started",
        /// An attendance was opened.
        AttendanceOpened = "attendance-opened",
        /// The contract or tag of an attendance was chosen.
        ContractChosen = "contract-chosen",
        /// It was made sure who asks.
        IdentityConfirmed = "identity-confirmed",
        /// A request was taken from its team's queue.
        RequestTaken = "request-taken",
        /// A report was written.
        ReportWritten = "report-written",
        /// A request was kept in the tasks with the closing form.
        RequestKept = "request-kept",
        /// A request was closed.
        RequestClosed = "request-closed",
        /// A request was forwarded to another team.
        RequestForwarded = "request-forwarded",
        /// A request was scheduled.
        RequestScheduled = "request-scheduled",
        /// A request was cancelled.
        RequestCancelled = "request-cancelled",
        /// A request was reopened.
        RequestReopened = "request-reopened",
        /// A request was given to somebody by a supervisor.
        RequestReassigned = "request-reassigned",
        /// A request returned to its team's queue, because its user was disabled.
        RequestReturned = "request-returned",
        /// An action was finished.
        ActionFinished = "action-finished",
        /// A trust unlock came to its end: paid, or blocked again.
        UnlockEnded = "unlock-ended",
        /// A secret was shown.
        SecretShown = "secret-shown",
        /// A file was uploaded to a field of an action.
        FileUploaded = "file-uploaded",
        /// A file was opened on the page.
        FileViewed = "file-viewed",
        /// A file was downloaded.
        FileDownloaded = "file-downloaded",
        /// Slips were opened as a PDF.
        SlipOpened = "slip-opened",
        /// Slips were opened by a link, by whoever had it.
        SlipLinkOpened = "slip-link-opened",
        /// A bank account of a company was added.
        BankAdded = "bank-added",
        /// A bank account of a company was removed.
        BankRemoved = "bank-removed",
        /// Static PIX codes of a company were turned on or off.
        StaticPixSet = "static-pix-set",
        /// The logo of a company was changed.
        LogoSet = "logo-set",
        /// Somebody was searched for by a taxpayer number.
        SearchedByDocument = "searched-by-document",
        /// An OLT, the place of a line at one, or what its levels are worth was set.
        OltChanged = "olt-changed",
        /// A part of the network was marked as failed.
        OutageBegan = "outage-began",
        /// A part of the network works again.
        OutageEnded = "outage-ended",
        /// A plugin was installed.
        PluginInstalled = "plugin-installed",
        /// A version of a plugin that waited was thrown away.
        PluginDiscarded = "plugin-discarded",
        /// What a plugin may do was changed.
        PluginGranted = "plugin-granted",
        /// A plugin was switched on or off.
        PluginSwitched = "plugin-switched",
        /// How a widget or an action is shown, or one of its settings, was changed.
        ContributionSet = "contribution-set",
        /// A row of one of the desk's tables was added or changed.
        TableChanged = "table-changed",
        /// A profile was added.
        ProfileAdded = "profile-added",
        /// What a profile is to become was changed.
        ProfileDrafted = "profile-drafted",
        /// A profile was retired, or taken into use again.
        ProfileRetired = "profile-retired",
        /// A version of a profile was published.
        ProfilePublished = "profile-published",
        /// A user was added.
        UserAdded = "user-added",
        /// A user was changed: name, profile, team, companies or language.
        UserChanged = "user-changed",
        /// A user was disabled.
        UserDisabled = "user-disabled",
        /// A user may sign in again.
        UserEnabled = "user-enabled",
        /// Sessions of a user were ended before their time.
        SessionsEnded = "sessions-ended",
        /// A user signs in with a second factor from now on.
        SecondFactorSet = "second-factor-set",
        /// The second factor of a user was taken away.
        SecondFactorRemoved = "second-factor-removed",
        /// A user got new recovery codes.
        RecoveryCodesMade = "recovery-codes-made",
        /// Whether a profile requires a second factor was changed.
        SecondFactorRequired = "second-factor-required",
        /// A team was added.
        TeamAdded = "team-added",
        /// A team was changed: its name, or to whom it forwards.
        TeamChanged = "team-changed",
        /// A team is used no more, or again.
        TeamRetired = "team-retired",
        /// A company was added.
        CompanyAdded = "company-added",
        /// A company was changed: its names and number, or its colours.
        CompanyChanged = "company-changed",
        /// How a company sends mail was changed.
        MailSet = "mail-set",
        /// A delivery that was stuck is tried again.
        DeliveryTriedAgain = "delivery-tried-again",
        /// A delivery that was stuck is not tried any more.
        DeliveryGivenUp = "delivery-given-up",
        /// A password was changed.
        PasswordSet = "password-set",
        /// Something that the desk reaches outside was made known to it.
        EquipmentAdded = "equipment-added",
        /// How it is reached was changed.
        EquipmentChanged = "equipment-changed",
        /// It was forgotten.
        EquipmentRemoved = "equipment-removed",
        /// The personal values about somebody were erased.
        PersonErased = "person-erased",
        /// Personal values of a line of this trail were shown.
        PersonalShown = "personal-shown",
        /// It was reported who saw somebody.
        SightsReported = "sights-reported",
        /// Lines of this trail were exported.
        TrailExported = "trail-exported",
        /// The trail was proven, or found altered.
        TrailVerified = "trail-verified",
    }
}

impl Act {
    /// What shows somebody's data to whoever does it, and changes nothing: what a data subject asks
    /// for by art. 18 and 19 of the LGPD.
    pub const SIGHTS: &'static [Act] = &[
        Act::AttendanceStarted,
        Act::AttendanceOpened,
        Act::SearchedByDocument,
        Act::SecretShown,
        Act::FileViewed,
        Act::FileDownloaded,
        Act::SlipOpened,
        Act::SlipLinkOpened,
        Act::PersonalShown,
        Act::SightsReported,
    ];
}

/// Where a line stands: the chain, and its number in it. As text `chain-seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The chain.
    pub chain: i32,
    /// The number of the line in its chain, from 1.
    pub seq: i64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.chain, self.seq)
    }
}

impl FromStr for Place {
    type Err = UnknownText;

    fn from_str(text: &str) -> Result<Place, UnknownText> {
        let unknown = UnknownText("place of a line");
        let (chain, seq) = text.split_once('-').ok_or(unknown)?;
        Ok(Place { chain: chain.parse().map_err(|_| unknown)?, seq: seq.parse().map_err(|_| unknown)? })
    }
}

/// A line to be written: `Line::new(Act::SecretShown).by(&actor).person(id)`.
#[derive(Debug, Clone, PartialEq)]
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
    /// Values about `person`, sealed beside the chain with that person's key.
    pub personal: Option<Value>,
}

impl Line {
    /// Something that the system did, or the operator, until [`Line::by`] says otherwise.
    pub fn new(act: Act) -> Line {
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

    /// By whom, and from where.
    pub fn by(self, actor: &Actor) -> Line {
        Line { actor: Some(actor.user.id), from: actor.from, ..self }
    }

    /// From where, when nobody is signed in.
    pub fn from(self, address: IpAddr) -> Line {
        Line { from: Some(address), ..self }
    }

    /// On whom.
    pub fn person(self, person: Uuid) -> Line {
        Line { person: Some(person), ..self }
    }

    /// In which request.
    pub fn request(self, request: Uuid) -> Line {
        Line { request: Some(request), ..self }
    }

    /// By which contribution: `plugin/name`.
    pub fn contribution(self, contribution: impl Into<String>) -> Line {
        Line { contribution: Some(contribution.into()), ..self }
    }

    /// Ids and field names.
    pub fn fields(self, fields: Value) -> Line {
        Line { fields, ..self }
    }

    /// On whom, with values about that person.
    pub fn personal(self, person: Uuid, values: Value) -> Line {
        Line { person: Some(person), personal: Some(values), ..self }
    }
}

/// A line as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// When.
    pub at: DateTime<Utc>,
    /// What, by whom, on whom. `personal` is `None` when there was none or it was erased.
    pub line: Line,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT l.at, l.act, l.actor, l.person, l.request, l.contribution, l.address, l.fields,
                    l.personal, p.sealed, k.sealed AS key
             FROM audit_line l
             LEFT JOIN audit_personal p ON p.id = l.personal
             LEFT JOIN person_key k ON k.person = p.person ",
            $rest
        )
    };
}

/// The newest lines about a person, newest first.
pub async fn of_person(
    conn: &mut Conn,
    keys: &Keys,
    person: Uuid,
    limit: i64,
) -> Result<Vec<Written>, AccessError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        select!("WHERE l.person = $1 ORDER BY l.at DESC, l.chain, l.seq DESC LIMIT $2"))
        .bind(person).bind(limit).fetch_all(c).await)?;
    rows.into_iter().map(|row| row.read(keys)).collect()
}

/// The lines of a request, oldest first.
pub async fn of_request(conn: &mut Conn, keys: &Keys, request: Uuid) -> Result<Vec<Written>, AccessError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        select!("WHERE l.request = $1 ORDER BY l.at, l.chain, l.seq"))
        .bind(request).fetch_all(c).await)?;
    rows.into_iter().map(|row| row.read(keys)).collect()
}

/// The newest lines about a widget or an action itself (`plugin/name`), newest first: what was set of it, not
/// what was done with it for customers.
pub async fn of_contribution(
    conn: &mut Conn,
    keys: &Keys,
    contribution: &str,
    limit: i64,
) -> Result<Vec<Written>, AccessError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        select!("WHERE l.contribution = $1 AND l.person IS NULL ORDER BY l.at DESC, l.chain, l.seq DESC LIMIT $2"))
        .bind(contribution).bind(limit).fetch_all(c).await)?;
    rows.into_iter().map(|row| row.read(keys)).collect()
}

/// One line; none: there is none at that place. Who may see it is for the caller to ask.
pub async fn one(conn: &mut Conn, keys: &Keys, place: Place) -> Result<Option<Written>, AccessError> {
    let row: Option<Row> = on!(conn, c => sqlx::query_as(
        select!("WHERE l.chain = $1 AND l.seq = $2"))
        .bind(place.chain).bind(place.seq).fetch_optional(c).await)?;
    row.map(|row| row.read(keys)).transpose()
}

#[derive(sqlx::FromRow)]
struct Row {
    at: DateTime<Utc>,
    act: Act,
    actor: Option<UserId>,
    person: Option<Uuid>,
    request: Option<Uuid>,
    contribution: Option<String>,
    address: Option<String>,
    fields: String,
    personal: Option<Uuid>,
    sealed: Option<Sealed>,
    key: Option<Sealed>,
}

impl Row {
    fn read(self, keys: &Keys) -> Result<Written, AccessError> {
        let personal = match (self.person, self.personal, self.sealed, self.key) {
            (Some(person), Some(id), Some(sealed), Some(key)) => {
                let plain = personal::open(keys, person, id, &key, &sealed)?;
                Some(from_json(&plain)?)
            }
            _ => None,
        };
        let line = Line {
            act: self.act,
            actor: self.actor,
            person: self.person,
            request: self.request,
            contribution: self.contribution,
            from: self.address.and_then(|address| address.parse().ok()),
            fields: from_json(self.fields.as_bytes())?,
            personal,
        };
        Ok(Written { at: self.at, line })
    }
}

fn from_json(text: &[u8]) -> Result<Value, AccessError> {
    let damaged = |error| StoreError::Database(sqlx::Error::Decode(Box::new(error)));
    Ok(serde_json::from_slice(text).map_err(damaged)?)
}
