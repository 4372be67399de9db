//! Requests: demands of customers, and what a user has to do about them.

mod tasks;

use balcao_access::{CompanyId, Labels, TeamId, UserId};
use balcao_store::{Conn, Json, StoreError, Tx, on, text_enum};
use chrono::{DateTime, Utc};

use crate::{Attendance, ContractId, PersonId, Protocol, RequestId, TagId, insert_many};

pub(crate) use tasks::OVERDUE;
pub use tasks::{Counts, Filter, List, MAX_FILTER, Order, PAGE, Task, View, counts, kinds, list, open_of};

/// The status with which a request is opened. These four codes are the desk's own: an
/// administrator may rename them, and add others beside them.
pub(crate) const OPEN: &str = "open";
/// The status of a request that was forwarded or reopened.
pub(crate) const IN_PROGRESS: &str = "in-progress";
/// The status of a request that comes back at a time.
pub(crate) const SCHEDULED: &str = "scheduled";
/// The status of a request that is not to be solved.
pub(crate) const CANCELLED: &str = "cancelled";

text_enum! {
    /// What the desk decides by; statuses themselves are data.
    pub enum StatusKind {
        /// Somebody is to do something.
        Open = "open",
        /// The customer or a third party is to answer; the deadline stands still.
        Waiting = "waiting",
        /// It comes back at a time.
        Scheduled = "scheduled",
        /// Solved.
        Closed = "closed",
        /// Not to be solved.
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// Who is asking.
    pub enum Asker {
        /// The customer.
        Holder = "holder",
        /// Somebody whom the customer authorised.
        Authorised = "authorised",
        /// Anybody else.
        ThirdParty = "third-party",
    }
}

text_enum! {
    /// How they reached the desk.
    pub enum Channel {
        /// A call.
        Phone = "phone",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// The chat of the site or the app.
        Chat = "chat",
        /// E-mail.
        Email = "email",
        /// A social network.
        Social = "social",
        /// They stand at the counter.
        InPerson = "in-person",
    }
}

text_enum! {
    /// How it was made sure that they are who they say.
    pub enum Identity {
        /// It was not.
        NotConfirmed = "not-confirmed",
        /// They knew personal data of the customer.
        PersonalData = "personal-data",
        /// They showed a document.
        Document = "document",
        /// They were called back at a known phone.
        CalledBack = "called-back",
    }
}

/// Who asks, and how they were reached and known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// Who is asking.
    pub who: Asker,
    /// Their name, when they are not the holder.
    pub name: Option<String>,
    /// How they reached the desk.
    pub channel: Channel,
    /// The phone, address or account at which they can be answered; may be empty.
    pub contact: String,
    /// How it was made sure who they are.
    pub identity: Identity,
}

/// Characters of a contact or a name in [`Asking`], at most.
pub const MAX_CONTACT: usize = 200;

/// Why the name of who asks was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// Somebody else than the holder asks, and their name is missing.
    #[error("the name of who is asking is missing")]
    Missing,
    /// It is longer than [`MAX_CONTACT`] characters.
    #[error("the name is longer than {MAX_CONTACT} characters")]
    TooLong,
}

/// The name of who asks as it is kept: none when it is empty, which only the holder's may be.
pub(crate) fn name_of_asker(who: Asker, name: Option<&str>) -> Result<Option<String>, NameProblem> {
    let name = name.unwrap_or_default().trim();
    if name.chars().count() > MAX_CONTACT {
        return Err(NameProblem::TooLong);
    }
    match name.is_empty() {
        true if who != Asker::Holder => Err(NameProblem::Missing),
        true => Ok(None),
        false => Ok(Some(name.into())),
    }
}

/// A status, which is data.
#[derive(Debug, Clone)]
pub struct Status {
    /// Its code.
    pub code: String,
    /// What the desk decides by.
    pub kind: StatusKind,
    /// What users read.
    pub names: Labels,
}

/// A request as its page shows it.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// It grows with every change of what the host's own forms decide by; a form names the one that
    /// it saw.
    pub version: i64,
    /// The number that the customer was told.
    pub protocol: Protocol,
    /// Code and names of its type; none until the closing form chose one.
    pub kind: Option<(String, Labels)>,
    /// Its status.
    pub status: Status,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// The name of the user who opened it.
    pub opened_by: String,
    /// The name of the user who has to do it; none: a team.
    pub assigned_to: Option<String>,
    /// The name of the team that has to.
    pub team: Option<String>,
    /// Who asks.
    pub asking: Asking,
    /// Number and plan of its contract; none until chosen.
    pub contract: Option<(String, String)>,
    /// Code and label of its tag; none until chosen.
    pub tag: Option<(String, String)>,
    /// When it has to be solved.
    pub deadline: Option<DateTime<Utc>>,
    /// Whether that is over, and the desk's turn.
    pub overdue: bool,
    /// When it comes back.
    pub scheduled_for: Option<DateTime<Utc>>,
    /// When it was closed or cancelled.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Whether a deadline is over. It stands still while somebody else is to answer, and no longer
/// counts when the request has ended.
fn is_overdue(deadline: Option<DateTime<Utc>>, kind: StatusKind, now: DateTime<Utc>) -> bool {
    matches!(kind, StatusKind::Open | StatusKind::Scheduled)
        && deadline.is_some_and(|deadline| deadline < now)
}

#[derive(sqlx::FromRow)]
struct RequestRow {
    version: i64,
    kind: Option<String>,
    kind_names: Option<Json<Labels>>,
    status: String,
    status_kind: StatusKind,
    status_names: Json<Labels>,
    opened_at: DateTime<Utc>,
    opened_by: String,
    assigned_to: Option<String>,
    team: Option<String>,
    asking: Asker,
    asking_name: Option<String>,
    channel: Channel,
    contact: String,
    identity: Identity,
    number: Option<String>,
    plan: Option<String>,
    code: Option<String>,
    label: Option<String>,
    deadline: Option<DateTime<Utc>>,
    scheduled_for: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

/// The request being served.
pub async fn current(
    conn: &mut Conn,
    attendance: &Attendance,
    now: DateTime<Utc>,
) -> Result<Request, StoreError> {
    let row: RequestRow = on!(conn, c => sqlx::query_as(
        "SELECT r.version, r.type AS kind, y.names AS kind_names, r.status, s.kind AS status_kind, s.names AS status_names,
                r.opened_at, o.name AS opened_by, a.name AS assigned_to, w.name AS team, r.asking, r.asking_name, r.channel,
                r.contact, r.identity, c.number, c.plan, t.code, t.label, r.deadline, r.scheduled_for, r.ended_at
         FROM request r
         JOIN request_status s ON s.code = r.status
         JOIN user_account o ON o.id = r.opened_by
         LEFT JOIN user_account a ON a.id = r.assigned_user
         LEFT JOIN team w ON w.id = r.assigned_team
         LEFT JOIN request_type y ON y.code = r.type
         LEFT JOIN contract c ON c.id = r.contract
         LEFT JOIN tag t ON t.id = r.tag
         WHERE r.id = $1",
    ).bind(attendance.request()).fetch_one(c).await)?;
    Ok(Request {
        id: attendance.request(),
        version: row.version,
        protocol: attendance.protocol().clone(),
        kind: row.kind.zip(row.kind_names.map(|names| names.0)),
        overdue: is_overdue(row.deadline, row.status_kind, now),
        status: Status { code: row.status, kind: row.status_kind, names: row.status_names.0 },
        opened_at: row.opened_at,
        opened_by: row.opened_by,
        assigned_to: row.assigned_to,
        team: row.team,
        asking: Asking {
            who: row.asking,
            name: row.asking_name,
            channel: row.channel,
            contact: row.contact,
            identity: row.identity,
        },
        contract: row.number.zip(row.plan),
        tag: row.code.zip(row.label),
        deadline: row.deadline,
        scheduled_for: row.scheduled_for,
        ended_at: row.ended_at,
    })
}

/// A request to be kept.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// Its id.
    pub id: RequestId,
    /// The company that serves.
    pub company: CompanyId,
    /// Unique in the company.
    pub protocol: Protocol,
    /// The customer.
    pub person: PersonId,
    /// The contract; none until chosen.
    pub contract: Option<ContractId>,
    /// The tag, one of that contract's.
    pub tag: Option<TagId>,
    /// The code of its type.
    pub kind: Option<String>,
    /// The code of its status.
    pub status: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Who opened it.
    pub opened_by: UserId,
    /// Who has to do it.
    pub assigned_user: Option<UserId>,
    /// The team that has to.
    pub assigned_team: Option<TeamId>,
    /// Who asks.
    pub asking: Asking,
    /// When it has to be solved.
    pub deadline: Option<DateTime<Utc>>,
    /// When it comes back.
    pub scheduled_for: Option<DateTime<Utc>>,
    /// When it was closed or cancelled: exactly when its status says so.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Keeps requests.
pub async fn insert_many(tx: &mut Tx, requests: &[NewRequest]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "request",
        [
            "id",
            "company",
            "protocol",
            "person",
            "contract",
            "tag",
            "type",
            "status",
            "opened_at",
            "opened_by",
            "assigned_user",
            "assigned_team",
            "asking",
            "asking_name",
            "channel",
            "contact",
            "identity",
            "deadline",
            "scheduled_for",
            "ended_at"
        ],
        requests,
        |row| row.id,
        row.company,
        &row.protocol,
        row.person,
        row.contract,
        row.tag,
        &row.kind,
        &row.status,
        row.opened_at,
        row.opened_by,
        row.assigned_user,
        row.assigned_team,
        row.asking.who,
        &row.asking.name,
        row.asking.channel,
        &row.asking.contact,
        row.asking.identity,
        row.deadline,
        row.scheduled_for,
        row.ended_at
    )?;
    Ok(())
}
