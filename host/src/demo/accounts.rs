//! The RADIUS database of the demonstration's access servers: a file with FreeRADIUS's tables, as far
//! as the desk uses them. What a line did in the last 13 months is made up and written when somebody
//! first looks at the line: the same every time, and nothing for lines at which nobody looks.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

use balcao_network::{Access, Connection};
use chrono::{DateTime, Datelike, Days, Utc, Weekday};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqlitePool, Transaction};

use super::lines::Light;
use super::random::Random;

/// The groups of lines that do not carry what their plan says, with what they carry.
pub const GROUPS: [(Access, &str, &str); 2] =
    [(Access::Blocked, "bloqueados", "64k/64k"), (Access::Reduced, "reduzidos", "5M/5M")];
/// The one attribute that plans differ in.
const RATE: &str = "Mikrotik-Rate-Limit";
/// How many days accounting goes back: more than 13 months.
const KEPT: u64 = 400;
/// How long the customer's equipment takes to sign in again.
const AWAY: i64 = 5;
/// Seconds between two updates of a live session.
const EVERY: i64 = 600;
const GB: f64 = 1e9;

/// The tables, named as FreeRADIUS's schema names them.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS radacct (
        radacctid INTEGER PRIMARY KEY AUTOINCREMENT, acctsessionid TEXT NOT NULL,
        acctuniqueid TEXT NOT NULL UNIQUE, username TEXT NOT NULL, nasipaddress TEXT NOT NULL,
        acctstarttime INTEGER, acctupdatetime INTEGER, acctstoptime INTEGER, acctinterval INTEGER,
        acctsessiontime INTEGER, acctinputoctets INTEGER, acctoutputoctets INTEGER,
        acctterminatecause TEXT NOT NULL DEFAULT '', framedipaddress TEXT NOT NULL DEFAULT '');
    CREATE INDEX IF NOT EXISTS radacct_username ON radacct (username, acctstarttime);
    CREATE TABLE IF NOT EXISTS radcheck (
        id INTEGER PRIMARY KEY AUTOINCREMENT, username TEXT NOT NULL, attribute TEXT NOT NULL,
        op TEXT NOT NULL, value TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS radcheck_username ON radcheck (username);
    CREATE TABLE IF NOT EXISTS radreply (
        id INTEGER PRIMARY KEY AUTOINCREMENT, username TEXT NOT NULL, attribute TEXT NOT NULL,
        op TEXT NOT NULL, value TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS radreply_username ON radreply (username);
    CREATE TABLE IF NOT EXISTS radgroupreply (
        id INTEGER PRIMARY KEY AUTOINCREMENT, groupname TEXT NOT NULL, attribute TEXT NOT NULL,
        op TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (groupname, attribute));
    CREATE TABLE IF NOT EXISTS radusergroup (
        id INTEGER PRIMARY KEY AUTOINCREMENT, username TEXT NOT NULL, groupname TEXT NOT NULL,
        priority INTEGER NOT NULL DEFAULT 1);
    CREATE INDEX IF NOT EXISTS radusergroup_username ON radusergroup (username);";

/// The database, as the access servers write it.
#[derive(Clone)]
pub struct Accounts(SqlitePool);

impl Accounts {
    /// Opens the file, or makes it.
    pub async fn open(file: &Path) -> Result<Accounts, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::raw_sql(SCHEMA).execute(&pool).await?;
        for (_, name, rate) in GROUPS {
            group(&pool, name, rate).await?;
        }
        Ok(Accounts(pool))
    }

    /// Ends a session, if this login has it; whether it had.
    pub async fn end(&self, login: &str, session: &str, now: DateTime<Utc>) -> Result<bool, sqlx::Error> {
        let ended = sqlx::query(
            "UPDATE radacct SET acctstoptime = $3, acctupdatetime = $3, acctsessiontime = $3 - acctstarttime,
                    acctterminatecause = 'Admin-Reset'
             WHERE username = $1 AND acctsessionid = $2 AND acctstoptime IS NULL",
        );
        let ended = ended.bind(login).bind(session).bind(now.timestamp()).execute(&self.0).await?;
        Ok(ended.rows_affected() > 0)
    }

    /// Whether this login has that session.
    pub async fn has(&self, login: &str, session: &str) -> Result<bool, sqlx::Error> {
        let found: Option<i64> = sqlx::query_scalar(
            "SELECT radacctid FROM radacct
             WHERE username = $1 AND acctsessionid = $2 AND acctstoptime IS NULL",
        )
        .bind(login)
        .bind(session)
        .fetch_optional(&self.0)
        .await?;
        Ok(found.is_some())
    }

    /// Brings a line to the present: its past, if nobody looked at it yet; the session with which it
    /// came back; the last update of the one that it has.
    pub async fn follow(
        &self,
        line: &Connection,
        nas: IpAddr,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let life = Life::of(line, nas);
        let mut tx = self.0.begin_with("BEGIN IMMEDIATE").await?;
        let last: Option<Last> = sqlx::query_as(
            "SELECT radacctid, acctstarttime AS start, acctupdatetime AS updated, acctstoptime AS stop
             FROM radacct WHERE username = $1 ORDER BY acctstarttime DESC, radacctid DESC LIMIT 1",
        )
        .bind(&line.login)
        .fetch_optional(&mut *tx)
        .await?;
        match last {
            None => life.past(&mut tx, now).await?,
            Some(Last { stop: Some(stop), .. })
                if life.light != Light::Off && stop + AWAY <= now.timestamp() =>
            {
                life.begin(&mut tx, stop + AWAY, now).await?;
            }
            Some(last) if last.stop.is_none() && last.updated + EVERY <= now.timestamp() => {
                life.update(&mut tx, &last, now).await?;
            }
            Some(_) => {}
        }
        tx.commit().await
    }
}

#[derive(sqlx::FromRow)]
struct Last {
    radacctid: i64,
    start: i64,
    updated: i64,
    stop: Option<i64>,
}

/// How a line is used.
struct Life<'a> {
    line: &'a Connection,
    nas: String,
    light: Light,
    /// Bytes of a usual day.
    habit: f64,
}

/// A session to be written.
struct Session {
    start: i64,
    stop: Option<i64>,
    updated: i64,
    upload: f64,
    download: f64,
}

impl Life<'_> {
    fn of(line: &Connection, nas: IpAddr) -> Life<'_> {
        let light = line.onu.as_ref().map_or(Light::Good, |onu| Light::of(&onu.serial));
        let habit = (4.0 + chance(line, 2).below(220) as f64 / 10.0) * GB;
        Life { line, nas: nas.to_string(), light, habit }
    }

    /// A session a day, from some hour of the night to that of the next, more in the evening of a week
    /// than on its working days, none on the days on which the line was cut. The last one lasts, unless
    /// the ONU is off.
    async fn past(
        &self,
        tx: &mut Transaction<'static, Sqlite>,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        self.groups(tx).await?;
        let today = now.date_naive();
        let begins = |day: chrono::NaiveDate| {
            let minute = chance(self.line, 5 + day.num_days_from_ce() as u64).below(9 * 60);
            day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() + 60 * minute as i64
        };
        let oldest = today.checked_sub_days(Days::new(KEPT)).unwrap_or(today);
        let days: Vec<chrono::NaiveDate> =
            oldest.iter_days().take_while(|day| begins(*day) < now.timestamp()).collect();
        for (at, day) in days.iter().enumerate() {
            let mut random = chance(self.line, 3 + day.num_days_from_ce() as u64);
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            let mood = 0.4 + random.below(1_000) as f64 / 800.0 + if weekend { 0.5 } else { 0.0 };
            let last = at + 1 == days.len();
            if random.of_1000(12) && !last || self.light == Light::Off && days.len() - at <= 2 {
                continue;
            }
            let start = begins(*day);
            let stop = days.get(at + 1).map(|next| begins(*next) - AWAY);
            let ends = stop.unwrap_or(now.timestamp());
            let blocked = self.line.access == Access::Blocked && (today - *day).num_days() < 20;
            let habit = if blocked { self.habit / 5_000.0 } else { self.habit };
            let download = habit * mood * (ends - start) as f64 / 86_400.0;
            let upload = download * (0.05 + random.below(100) as f64 / 1_000.0);
            self.write(tx, &Session { start, stop, updated: ends, upload, download }).await?;
        }
        Ok(())
    }

    /// The groups of the login: its plan, and what blocks it.
    async fn groups(&self, tx: &mut Transaction<'static, Sqlite>) -> Result<(), sqlx::Error> {
        let plan = &self.line.service;
        let speed: String = plan.chars().filter(char::is_ascii_digit).collect();
        let speed = if speed.is_empty() { "50".into() } else { speed };
        group(&mut **tx, plan, &format!("{speed}M/{speed}M")).await?;
        let told = GROUPS.iter().filter(|(access, ..)| *access == self.line.access);
        for (name, priority) in told.map(|(_, name, _)| (*name, 0)).chain([(plan.as_str(), 1)]) {
            sqlx::query(
                "INSERT INTO radusergroup (username, groupname, priority) SELECT $1, $2, $3
                 WHERE NOT EXISTS (SELECT 1 FROM radusergroup WHERE username = $1 AND groupname = $2)",
            )
            .bind(&self.line.login)
            .bind(name)
            .bind(priority)
            .execute(&mut **tx)
            .await?;
        }
        Ok(())
    }

    /// The session with which it came back.
    async fn begin(
        &self,
        tx: &mut Transaction<'static, Sqlite>,
        start: i64,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let last = Session { start, stop: None, updated: start, upload: 0.0, download: 0.0 };
        self.write(tx, &last).await?;
        let id: i64 = sqlx::query_scalar("SELECT last_insert_rowid()").fetch_one(&mut **tx).await?;
        self.update(tx, &Last { radacctid: id, start, updated: start, stop: None }, now).await
    }

    /// What went over since the last update.
    async fn update(
        &self,
        tx: &mut Transaction<'static, Sqlite>,
        last: &Last,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let habit = if self.line.access == Access::Blocked { self.habit / 5_000.0 } else { self.habit };
        let download = habit * (now.timestamp() - last.updated) as f64 / 86_400.0;
        sqlx::query(
            "UPDATE radacct SET acctupdatetime = $2, acctsessiontime = $2 - $3,
                    acctoutputoctets = acctoutputoctets + $4, acctinputoctets = acctinputoctets + $5
             WHERE radacctid = $1",
        )
        .bind(last.radacctid)
        .bind(now.timestamp())
        .bind(last.start)
        .bind(download as i64)
        .bind((download / 12.0) as i64)
        .execute(&mut **tx)
        .await
        .map(drop)
    }

    async fn write(
        &self,
        tx: &mut Transaction<'static, Sqlite>,
        session: &Session,
    ) -> Result<(), sqlx::Error> {
        let mut random = chance(self.line, session.start as u64);
        let id = format!("{:08x}", random.next() as u32);
        // 100.64.0.0/10 is for customers behind a provider's NAT (RFC 6598).
        let address = Ipv4Addr::from(0x6440_0000 | random.below(1 << 22) as u32);
        sqlx::query(
            "INSERT INTO radacct (acctsessionid, acctuniqueid, username, nasipaddress, acctstarttime,
                    acctupdatetime, acctstoptime, acctinterval, acctsessiontime, acctinputoctets,
                    acctoutputoctets, acctterminatecause, framedipaddress)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $6 - $5, $8, $9, $10, $11)",
        )
        .bind(&id)
        .bind(format!("{}/{}", self.line.login, session.start))
        .bind(&self.line.login)
        .bind(&self.nas)
        .bind(session.start)
        .bind(session.updated)
        .bind(session.stop)
        .bind(session.upload as i64)
        .bind(session.download as i64)
        .bind(if session.stop.is_some() { "Lost-Carrier" } else { "" })
        .bind(address.to_string())
        .execute(&mut **tx)
        .await
        .map(drop)
    }
}

/// Chance that is the same for this line every time.
fn chance(line: &Connection, of: u64) -> Random {
    Random::new(line.tag.0.as_u128() as u64 ^ of)
}

/// What lines of a group are answered.
async fn group<'e>(
    to: impl sqlx::Executor<'e, Database = Sqlite>,
    name: &str,
    rate: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO radgroupreply (groupname, attribute, op, value) VALUES ($1, $2, ':=', $3)
         ON CONFLICT (groupname, attribute) DO NOTHING",
    )
    .bind(name)
    .bind(RATE)
    .bind(rate)
    .execute(to)
    .await
    .map(drop)
}
