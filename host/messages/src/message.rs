//! A mail is written down, with what its company has around it, and the outbox is to send it.

use balcao_access::CompanyId;
use balcao_billing::ChargeId;
use balcao_desk::{Attendance, personal};
use balcao_store::outbox::{NewEntry, OutboxId};
use balcao_store::{Conn, Keys, Sealed, StoreError, Tx, on};
use chrono::{DateTime, TimeDelta, Utc};

use crate::outgoing::open;
use crate::template::Places;
use crate::{KIND, Letter, MessageId, template_of};

/// How long a mail server is tried that does not answer.
const GIVE_UP_AFTER: TimeDelta = TimeDelta::days(2);
/// Copies shown of a request.
const COPIES: i64 = 50;

/// Writes a mail down, in its company's template, and returns the order to send it.
pub(crate) async fn write(
    tx: &mut Tx,
    attendance: &Attendance,
    to: &str,
    (subject, text): (&str, &str),
    charges: &[ChargeId],
    now: DateTime<Utc>,
) -> Result<NewEntry, StoreError> {
    let letter = letter(tx, attendance, subject, text).await?;
    let id = MessageId::new();
    let keys = tx.keys().clone();
    let seal = |column: &str, text: &str| keys.seal(column, id.0, text.as_bytes());
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO message (id, request, author, recipient, subject, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id).bind(attendance.request()).bind(attendance.actor().user.id)
    .bind(seal("message.recipient", to)).bind(seal("message.subject", &letter.subject))
    .bind(seal("message.body", &letter.text)).bind(now)
    .execute(c).await.map(drop))?;
    for (position, charge) in charges.iter().enumerate() {
        on!(&mut *tx, c => sqlx::query(
            "INSERT INTO message_charge (message, position, charge) VALUES ($1, $2, $3)",
        ).bind(id).bind(position as i64).bind(charge).execute(c).await.map(drop))?;
    }
    Ok(NewEntry {
        id: OutboxId::new(),
        key: format!("{KIND}/{id}"),
        kind: KIND.into(),
        run: None,
        request: Some(attendance.request().0),
        order: 0,
        after: None,
        body: serde_json::json!({ "message": id }),
        not_before: None,
        give_up_at: now + GIVE_UP_AFTER,
    })
}

/// A text of the desk's or of a plugin's as the customer will get it.
async fn letter(
    conn: &mut Conn,
    attendance: &Attendance,
    subject: &str,
    text: &str,
) -> Result<Letter, StoreError> {
    let template = template_of(conn, attendance.company()).await?;
    let places = Places {
        name: personal::name(conn, attendance).await?.name,
        company: company_name(conn, attendance.company()).await?,
        protocol: attendance.protocol().to_string(),
    };
    Ok(template.around(subject, text, &places))
}

/// The name of a company that customers know.
pub(crate) async fn company_name(conn: &mut Conn, company: CompanyId) -> Result<String, StoreError> {
    Ok(on!(conn, c => sqlx::query_scalar("SELECT trade_name FROM company WHERE id = $1")
        .bind(company).fetch_one(c).await)?)
}

/// A mail of the request being served, as it was written down.
#[derive(Clone, PartialEq, Eq)]
pub struct MailCopy {
    /// The address, as far as it is shown: `j****@example.com`.
    pub to: String,
    /// One line.
    pub subject: String,
    /// All of it.
    pub text: String,
    /// The name of the user who had it sent.
    pub by: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// When a mail server took it; none: not yet, or never.
    pub sent_at: Option<DateTime<Utc>>,
}

/// The mails of the request being served, the newest first.
pub async fn copies(
    conn: &mut Conn,
    keys: &Keys,
    attendance: &Attendance,
) -> Result<Vec<MailCopy>, StoreError> {
    type Row = (MessageId, Sealed, Sealed, Sealed, String, DateTime<Utc>, Option<DateTime<Utc>>);
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT m.id, m.recipient, m.subject, m.body, u.name, m.created_at, m.sent_at
         FROM message m JOIN user_account u ON u.id = m.author
         WHERE m.request = $1 ORDER BY m.id DESC LIMIT $2",
    ).bind(attendance.request()).bind(COPIES).fetch_all(c).await)?;
    rows.into_iter()
        .map(|(id, recipient, subject, body, by, at, sent_at)| {
            Ok(MailCopy {
                to: personal::masked_email(&open(keys, "message.recipient", id, &recipient)?),
                subject: open(keys, "message.subject", id, &subject)?,
                text: open(keys, "message.body", id, &body)?,
                by,
                at,
                sent_at,
            })
        })
        .collect()
}
