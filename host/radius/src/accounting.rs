//! What accounting (`radacct`) knows of a login: its open sessions, and what went over it.

use std::net::IpAddr;

use balcao_network::usage::Day;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::days::{Span, midnight, split};
use crate::source::{Source, on_source};

/// The newest open sessions that are looked at: a line has one.
const OPEN: i64 = 20;
/// A session whose updates stopped for so many of their intervals, and so many seconds, has ended
/// without its end being told: the access server was restarted, or the packet was lost.
const MISSED: i64 = 3;
const PATIENCE: i64 = 15 * 60;

/// A session that accounting shows as open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Acct-Session-Id.
    pub id: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The customer's address.
    pub address: Option<IpAddr>,
    /// What the access server calls itself.
    pub nas_address: Option<IpAddr>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    since: i64,
    nas: Option<String>,
    address: Option<String>,
    updated: Option<i64>,
    every: Option<i64>,
}

/// The open sessions of a login, the newest first.
pub async fn open(source: &Source, login: &str, now: DateTime<Utc>) -> Result<Vec<Open>, sqlx::Error> {
    let sql = match source {
        Source::Sqlite(_) => {
            "SELECT acctsessionid AS id, unixepoch(acctstarttime, 'auto') AS since, nasipaddress AS nas,
                    framedipaddress AS address, unixepoch(acctupdatetime, 'auto') AS updated,
                    acctinterval AS every
             FROM radacct WHERE username = $1 AND acctstoptime IS NULL AND acctstarttime IS NOT NULL
             ORDER BY unixepoch(acctstarttime, 'auto') DESC, radacctid DESC LIMIT $2"
        }
        Source::Postgres(_) => {
            "SELECT acctsessionid AS id, EXTRACT(EPOCH FROM acctstarttime)::bigint AS since,
                    host(nasipaddress) AS nas, host(framedipaddress) AS address,
                    EXTRACT(EPOCH FROM acctupdatetime)::bigint AS updated, acctinterval::bigint AS every
             FROM radacct WHERE username = $1 AND acctstoptime IS NULL AND acctstarttime IS NOT NULL
             ORDER BY acctstarttime DESC, radacctid DESC LIMIT $2"
        }
    };
    let rows: Vec<Row> =
        on_source!(source, pool => sqlx::query_as(sql).bind(login).bind(OPEN).fetch_all(pool).await)?;
    Ok(rows.into_iter().filter(|row| !row.is_stale(now)).filter_map(Row::open).collect())
}

/// What went over a login on each day of the period, in the provider's days; quiet days are left out.
pub async fn traffic(
    source: &Source,
    login: &str,
    (first, last): (NaiveDate, NaiveDate),
    zone: Tz,
) -> Result<Vec<Day>, sqlx::Error> {
    let sql = match source {
        Source::Sqlite(_) => {
            "SELECT unixepoch(acctstarttime, 'auto') AS start,
                    COALESCE(unixepoch(acctstoptime, 'auto'), unixepoch(acctupdatetime, 'auto'),
                             unixepoch(acctstarttime, 'auto') + COALESCE(acctsessiontime, 0)) AS stop,
                    COALESCE(acctinputoctets, 0) AS upload, COALESCE(acctoutputoctets, 0) AS download
             FROM radacct WHERE username = $1 AND unixepoch(acctstarttime, 'auto') < $3
               AND COALESCE(unixepoch(acctstoptime, 'auto'), unixepoch(acctupdatetime, 'auto'), $3) >= $2"
        }
        Source::Postgres(_) => {
            "SELECT EXTRACT(EPOCH FROM acctstarttime)::bigint AS start,
                    EXTRACT(EPOCH FROM COALESCE(acctstoptime, acctupdatetime, acctstarttime
                        + make_interval(secs => COALESCE(acctsessiontime, 0))))::bigint AS stop,
                    COALESCE(acctinputoctets, 0) AS upload, COALESCE(acctoutputoctets, 0) AS download
             FROM radacct WHERE username = $1 AND acctstarttime < to_timestamp($3::bigint)
               AND COALESCE(acctstoptime, acctupdatetime, to_timestamp($3::bigint)) >= to_timestamp($2::bigint)"
        }
    };
    let (from, to) = (midnight(first, zone), midnight(last.succ_opt().unwrap_or(last), zone));
    let spans: Vec<Span> = on_source!(source, pool => sqlx::query_as(sql)
        .bind(login).bind(from).bind(to).fetch_all(pool).await)?;
    Ok(split(&spans, first, last, zone))
}

impl Row {
    fn is_stale(&self, now: DateTime<Utc>) -> bool {
        let (Some(updated), Some(every)) = (self.updated, self.every) else { return false };
        let silent = now.timestamp() - updated;
        every > 0 && silent > PATIENCE && silent > every.saturating_mul(MISSED)
    }

    fn open(self) -> Option<Open> {
        let address = |text: Option<String>| text.and_then(|text| text.parse().ok());
        Some(Open {
            id: self.id,
            since: DateTime::from_timestamp(self.since, 0)?,
            address: address(self.address),
            nas_address: address(self.nas),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_whose_updates_stopped_is_not_open_and_one_that_never_had_any_is() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let cases = [
            (None, None, false),
            (Some(86_400), None, false),
            (Some(10), Some(300), false),
            (Some(PATIENCE), Some(60), false),
            (Some(PATIENCE + 1), Some(60), true),
            (Some(3 * 3_600), Some(3_600), false),
            (Some(3 * 3_600 + 1), Some(3_600), true),
            (Some(86_400), Some(0), false),
        ];
        for (ago, every, stale) in cases {
            let updated = ago.map(|ago| now.timestamp() - ago);
            let row = Row { id: "1".into(), since: 0, nas: None, address: None, updated, every };
            assert_eq!(row.is_stale(now), stale, "{ago:?} {every:?}");
        }
    }
}
