//! Trust unlocks: a financial block is lifted for some days because the customer promised to pay.
//! It comes back by itself when nothing was paid, which is an entry of the outbox for that moment:
//! it survives restarts, and of many hosts one carries it out.

mod ending;

use balcao_access::UserId;
use balcao_brazil::calendar::next_business_day;
use balcao_desk::contracts::{self, ContractStatus};
use balcao_desk::events::{Change, NewChange, insert_changes};
use balcao_desk::identity::{self, Unconfirmed};
use balcao_desk::{Attendance, ContractId, Origin, RequestId, insert_many};
use balcao_store::outbox::{NewEntry, OutboxId};
use balcao_store::{Conn, StoreError, Tx, on, text_enum};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::line_changes::order;
use crate::{Access, BLOCK, Connection, DISCONNECT, REBLOCK, UNBLOCK, UnlockId, connections};

pub(crate) use ending::ended;

/// Days that a block may be lifted for, at most, whatever a plugin's policy says.
pub const MAX_DAYS: u32 = 30;
/// Times that a contract may be unlocked in a calendar month, at most.
pub const MAX_TIMES_A_MONTH: u32 = 4;
/// Characters of a reason, at most.
pub const MAX_REASON: usize = 500;
/// How long a broken promise counts.
const REMEMBERED: Months = Months::new(12);
/// How long an unlock whose moment has come may wait for a desk that runs.
const OVERDUE: TimeDelta = TimeDelta::days(365);

text_enum! {
    /// Where an unlock stands.
    pub enum State {
        /// The block is lifted.
        Running = "running",
        /// It was paid.
        Kept = "kept",
        /// It was not paid, and the block came back.
        Broken = "broken",
    }
}

/// What an unlock of the contract being served would mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The contract is blocked for money owed.
    pub blocked: bool,
    /// An unlock is running, until the end of that day.
    pub running_until: Option<NaiveDate>,
    /// The day on whose end the block would come back.
    pub until: NaiveDate,
    /// How often the contract was unlocked in this calendar month.
    pub times_this_month: u32,
    /// Within a year, a promise was not kept.
    pub promise_broken: bool,
}

/// An effect: the financial block of a contract is lifted until a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlock {
    /// Which contract.
    pub contract: ContractId,
    /// Its number, for people.
    pub number: String,
    /// The day on whose end the block comes back.
    pub until: NaiveDate,
    /// That moment.
    pub again_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// Why a contract is not unlocked.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// No contract was chosen.
    #[error("no contract is chosen")]
    NoContract,
    /// The request was closed or cancelled.
    #[error("the request has ended")]
    Ended,
    /// It is not known well enough who asks.
    #[error(transparent)]
    Unconfirmed(#[from] Unconfirmed),
    /// The contract is not blocked, or not for money owed.
    #[error("the contract has no financial block")]
    NotBlocked,
    /// An unlock is running.
    #[error("an unlock is running")]
    Running,
    /// A promise was broken.
    #[error("an earlier promise was broken")]
    Broken,
    /// More than [`MAX_TIMES_A_MONTH`].
    #[error("more than {MAX_TIMES_A_MONTH} unlocks in a month")]
    TooOften,
    /// None, or more than [`MAX_DAYS`].
    #[error("an unlock has 1 to {MAX_DAYS} days")]
    Days,
    /// The contract was changed, or a day has begun, after it was seen.
    #[error("the contract was changed meanwhile")]
    Conflict,
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

/// An unlock that has ended, to be kept.
#[derive(Debug, Clone)]
pub struct NewUnlock {
    /// Its id.
    pub id: UnlockId,
    /// The contract that was unlocked.
    pub contract: ContractId,
    /// In which request.
    pub request: RequestId,
    /// By whom.
    pub author: UserId,
    /// The day at the provider.
    pub day: NaiveDate,
    /// The day on whose end it was over.
    pub until: NaiveDate,
    /// Why.
    pub reason: String,
    /// Whether it was paid.
    pub kept: bool,
}

/// Keeps unlocks that have ended.
pub async fn insert_many(tx: &mut Tx, unlocks: &[NewUnlock]) -> Result<(), StoreError> {
    let noon = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
    insert_many!(
        tx,
        "trust_unlock",
        ["id", "contract", "request", "author", "at", "day", "until", "reason", "state", "ended_at"],
        unlocks,
        |row| row.id,
        row.contract,
        row.request,
        row.author,
        noon(row.day),
        row.day,
        row.until,
        &row.reason,
        if row.kept { State::Kept } else { State::Broken },
        noon(row.until)
    )?;
    Ok(())
}

/// The day on whose end a block comes back: the days promised, and the business day in which a
/// payment of the last of them arrives (a slip clears on the next business day).
fn until(today: NaiveDate, days: u32) -> NaiveDate {
    let promised = today.checked_add_days(Days::new(days.into())).unwrap_or(today);
    next_business_day(promised.succ_opt().unwrap_or(promised))
}

/// What an unlock of the contract being served for so many days would mean. Changes nothing.
pub async fn quote(
    conn: &mut Conn,
    attendance: &Attendance,
    days: u32,
    today: NaiveDate,
) -> Result<Outlook, UnlockError> {
    if !(1..=MAX_DAYS).contains(&days) {
        return Err(UnlockError::Days);
    }
    let contract = contracts::served(conn, attendance).await?.ok_or(UnlockError::NoContract)?;
    let past = Past::of(conn, contract.id, today).await?;
    Ok(Outlook {
        blocked: contract.status == ContractStatus::FinancialBlock,
        running_until: past.running_until,
        until: until(today, days),
        times_this_month: past.times_this_month,
        promise_broken: past.broken,
    })
}

impl Unlock {
    /// The change, for so many days from today on.
    pub async fn plan(
        conn: &mut Conn,
        attendance: &Attendance,
        days: u32,
        reason: String,
        today: NaiveDate,
        zone: Tz,
    ) -> Result<Unlock, UnlockError> {
        let until = quote(conn, attendance, days, today).await?.until;
        let contract = contracts::served(conn, attendance).await?.ok_or(UnlockError::NoContract)?;
        let again_at = midnight_after(until, zone);
        Ok(Unlock { contract: contract.id, number: contract.number, until, again_at, reason })
    }

    /// Whether the rules allow it now. Changes nothing.
    pub async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
    ) -> Result<(), UnlockError> {
        if self.reason.trim().is_empty() {
            return Err(UnlockError::ReasonMissing);
        }
        if self.reason.chars().count() > MAX_REASON {
            return Err(UnlockError::ReasonTooLong);
        }
        if attendance.ended() {
            return Err(UnlockError::Ended);
        }
        if !(today..=until(today, MAX_DAYS)).contains(&self.until) {
            return Err(UnlockError::Days);
        }
        let contract = contracts::served(conn, attendance).await?.ok_or(UnlockError::NoContract)?;
        if contract.id != self.contract {
            return Err(UnlockError::Conflict);
        }
        let past = Past::of(conn, contract.id, today).await?;
        if past.running_until.is_some() {
            return Err(UnlockError::Running);
        }
        if contract.status != ContractStatus::FinancialBlock {
            return Err(UnlockError::NotBlocked);
        }
        if past.broken {
            return Err(UnlockError::Broken);
        }
        identity::confirmed(conn, attendance).await?;
        if past.times_this_month >= MAX_TIMES_A_MONTH { Err(UnlockError::TooOften) } else { Ok(()) }
    }

    /// Does it, and returns what has to be asked of the access servers, and of the outbox when the
    /// block is to come back.
    pub async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Vec<NewEntry>, UnlockError> {
        self.check(tx, attendance, today).await?;
        // The lock, too: of two at once the second finds it done.
        let (from, to) = (ContractStatus::FinancialBlock, ContractStatus::Normal);
        if !contracts::turn(tx, self.contract, from, to).await? {
            return Err(UnlockError::Conflict);
        }
        happened(tx, self.contract, Change::Unblocked, now).await?;
        let id = UnlockId::new();
        on!(tx, c => sqlx::query(
            "INSERT INTO trust_unlock (id, contract, request, author, at, day, until, reason, state)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'running')")
            .bind(id).bind(self.contract).bind(attendance.request()).bind(attendance.actor().user.id)
            .bind(now).bind(today).bind(self.until).bind(self.reason.trim())
            .execute(c).await.map(drop))
        .map_err(StoreError::from)?;
        let request = Some(attendance.request().0);
        let mut entries = turn_lines(tx, self.contract, |_| Access::Normal, request, now).await?;
        entries.push(NewEntry {
            id: OutboxId::new(),
            key: format!("{REBLOCK}/{id}"),
            kind: REBLOCK.into(),
            run: None,
            request,
            order: 0,
            after: None,
            body: serde_json::json!({ "unlock": id }),
            not_before: Some(self.again_at),
            give_up_at: self.again_at + OVERDUE,
        });
        Ok(entries)
    }
}

/// What was before of a contract.
struct Past {
    running_until: Option<NaiveDate>,
    times_this_month: u32,
    broken: bool,
}

impl Past {
    async fn of(conn: &mut Conn, contract: ContractId, today: NaiveDate) -> Result<Past, StoreError> {
        let since = today.checked_sub_months(REMEMBERED).unwrap_or(today);
        let rows: Vec<(NaiveDate, NaiveDate, State)> = on!(conn, c => sqlx::query_as(
            "SELECT day, until, state FROM trust_unlock
             WHERE contract = $1 AND (day >= $2 OR state = 'running') ORDER BY day")
            .bind(contract).bind(since).fetch_all(c).await)?;
        let this_month = |day: &NaiveDate| (day.year(), day.month()) == (today.year(), today.month());
        let running = rows.iter().find(|(_, _, state)| *state == State::Running);
        let times = rows.iter().filter(|(day, _, _)| this_month(day)).count();
        Ok(Past {
            running_until: running.map(|(_, until, _)| *until),
            times_this_month: u32::try_from(times).unwrap_or(u32::MAX),
            broken: rows.iter().any(|(_, _, state)| *state == State::Broken),
        })
    }
}

/// The moment at which a day ends at the provider.
fn midnight_after(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.succ_opt().unwrap_or(day).and_hms_opt(0, 0, 0).unwrap_or_default();
    // Where clocks are put forward at midnight that moment does not exist, and the day begins at one.
    let local = zone.from_local_datetime(&midnight).earliest();
    local.map_or_else(|| (midnight + TimeDelta::hours(3)).and_utc(), |local| local.to_utc())
}

/// Says what the lines of a contract are to do from now on, and returns the orders: the server knows
/// before the session ends.
async fn turn_lines(
    tx: &mut Tx,
    contract: ContractId,
    to: impl Fn(&Connection) -> Access,
    request: Option<balcao_store::Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<NewEntry>, StoreError> {
    let mut entries = Vec::new();
    for line in connections::of_contract(tx, contract).await? {
        let to = to(&line);
        if line.wanted == to {
            continue;
        }
        let (kind, before) = if to == Access::Normal { (UNBLOCK, Some(line.wanted)) } else { (BLOCK, None) };
        on!(&mut *tx, c => sqlx::query(
            "UPDATE connection SET wanted = $2, before_unlock = $3, version = version + 1 WHERE id = $1")
            .bind(line.id).bind(to).bind(before).execute(c).await.map(drop))?;
        // What a line is to carry stays wanted, however long its access server is away.
        let lasting = |order: NewEntry| NewEntry { give_up_at: now + OVERDUE, ..order };
        let turn = lasting(order(kind, &line, request, None, now));
        let mut renew = lasting(order(DISCONNECT, &line, request, Some(turn.id), now));
        renew.body["from"] = line.wanted.as_str().into();
        entries.extend([turn, renew]);
    }
    Ok(entries)
}

/// Writes the change into the customer's timeline.
async fn happened(
    tx: &mut Tx,
    contract: ContractId,
    change: Change,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let id = balcao_store::Uuid::now_v7();
    let new = NewChange { id, contract, at, change, detail: String::new(), origin: Origin::own(at) };
    insert_changes(tx, &[new]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_block_comes_back_when_a_payment_of_the_last_day_has_cleared() {
        // 2026-11-24 is a Tuesday.
        let cases = [
            (1, "2026-11-26"),
            (2, "2026-11-27"),
            // Promised for Friday: it clears on Monday.
            (3, "2026-11-30"),
            (4, "2026-11-30"),
            (30, "2026-12-28"),
        ];
        for (days, expected) in cases {
            assert_eq!(until(day("2026-11-24"), days), day(expected), "{days}");
        }
        // Christmas, which is a Friday: on to Monday.
        assert_eq!(until(day("2026-12-23"), 1), day("2026-12-28"));
    }

    #[test]
    fn a_day_ends_at_midnight_where_the_provider_is() {
        let zone = chrono_tz::America::Sao_Paulo;
        assert_eq!(midnight_after(day("2026-11-26"), zone).to_rfc3339(), "2026-11-27T03:00:00+00:00");
        // In 2018 clocks were put forward at that midnight.
        assert_eq!(midnight_after(day("2018-11-03"), zone).to_rfc3339(), "2018-11-04T03:00:00+00:00");
    }
}
