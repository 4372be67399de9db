//! The optical signal of a line, and what is good of it.

use balcao_access::CompanyId;
use balcao_access::audit::{Act, Line};
use balcao_store::{Conn, StoreError, Tx, on, text_enum};
use chrono::{DateTime, Utc};

use crate::OltError;

/// What an OLT says of an ONU now.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// Whether the ONU is there.
    pub online: bool,
    /// dBm: received by the ONU, sent by it, received from it at the OLT; none where the equipment
    /// does not say.
    pub received: Option<f64>,
    /// Sent by the ONU.
    pub sent: Option<f64>,
    /// Received from the ONU at the OLT.
    pub received_at_olt: Option<f64>,
    /// Metres of fibre, where the equipment says.
    pub distance: Option<u32>,
}

/// What a level is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// As it should be.
    Good,
    /// It works, and will not for long: a bend, a dirty connector.
    Weak,
    /// Below what the equipment needs.
    TooWeak,
    /// Above what the equipment bears.
    TooStrong,
}

text_enum! {
    /// Where a level is measured.
    pub enum Level {
        /// Received by the ONU.
        Received = "received",
        /// Sent by the ONU.
        Sent = "sent",
        /// Received from the ONU at the OLT.
        ReceivedAtOlt = "received-at-olt",
    }
}

/// What the levels of a kind are worth, dBm: from `least` on it works, from `good` on it is as it
/// should be, above `most` it is too strong.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Below it is too weak.
    pub least: f64,
    /// Below it is weak.
    pub good: f64,
    /// Above it is too strong.
    pub most: f64,
}

impl Level {
    /// What holds at a company that set nothing else. ITU-T G.984.2, class B+: the ONU works from -27 to
    /// -8 dBm, and a margin of 2 dB is what an installer leaves; the OLT from -28 on; the laser of an ONU
    /// has 0.5 to 5 dBm.
    pub const fn usual(self) -> Thresholds {
        match self {
            Level::Received => Thresholds { least: -27.0, good: -25.0, most: -8.0 },
            Level::Sent => Thresholds { least: 0.5, good: 1.0, most: 5.0 },
            Level::ReceivedAtOlt => Thresholds { least: -28.0, good: -26.0, most: -8.0 },
        }
    }
}

impl Thresholds {
    /// What a level is worth.
    pub fn grade(&self, dbm: f64) -> Grade {
        if dbm > self.most {
            Grade::TooStrong
        } else if dbm >= self.good {
            Grade::Good
        } else if dbm >= self.least {
            Grade::Weak
        } else {
            Grade::TooWeak
        }
    }
}

/// What levels are worth at a company.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Policy(Vec<(Level, Thresholds)>);

impl Policy {
    /// The thresholds of a level.
    pub fn of(&self, level: Level) -> Thresholds {
        let own = self.0.iter().find(|(known, _)| *known == level);
        own.map_or(level.usual(), |(_, thresholds)| *thresholds)
    }
}

/// The policy of a company.
pub async fn policy(conn: &mut Conn, company: CompanyId) -> Result<Policy, StoreError> {
    let rows: Vec<(Level, i32, i32, i32)> = on!(conn, c => sqlx::query_as(
        "SELECT level, least, good, most FROM signal_policy WHERE company = $1")
        .bind(company).fetch_all(c).await)?;
    let dbm = |hundredths: i32| f64::from(hundredths) / 100.0;
    let own = rows.into_iter().map(|(level, least, good, most)| {
        (level, Thresholds { least: dbm(least), good: dbm(good), most: dbm(most) })
    });
    Ok(Policy(own.collect()))
}

/// Sets what a level is worth at a company. The audit line is to be committed with `tx`.
pub async fn set_policy(
    tx: &mut Tx,
    company: CompanyId,
    level: Level,
    thresholds: Thresholds,
) -> Result<Line, OltError> {
    let Thresholds { least, good, most } = thresholds;
    let sane = |dbm: &f64| (-60.0..=20.0).contains(dbm);
    if !([least, good, most].iter().all(sane) && least <= good && good <= most) {
        return Err(OltError::Invalid("thresholds are dBm from -60 to 20: least, good, most, in this order"));
    }
    let hundredths = |dbm: f64| (dbm * 100.0).round() as i32;
    on!(tx, c => sqlx::query(
        "INSERT INTO signal_policy (company, level, least, good, most) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (company, level) DO UPDATE SET least = $3, good = $4, most = $5")
        .bind(company).bind(level).bind(hundredths(least)).bind(hundredths(good)).bind(hundredths(most))
        .execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    let fields = serde_json::json!({ "company": company, "what": "thresholds", "level": level });
    Ok(Line::new(Act::OltChanged).fields(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_judged_by_where_it_is_measured() {
        let cases = [
            (Level::Received, -20.87, Grade::Good),
            (Level::Received, -25.0, Grade::Good),
            (Level::Received, -25.01, Grade::Weak),
            (Level::Received, -27.0, Grade::Weak),
            (Level::Received, -27.01, Grade::TooWeak),
            (Level::Received, -8.0, Grade::Good),
            (Level::Received, -7.9, Grade::TooStrong),
            (Level::Sent, 2.3, Grade::Good),
            (Level::Sent, 0.7, Grade::Weak),
            (Level::Sent, 0.2, Grade::TooWeak),
            (Level::Sent, 5.1, Grade::TooStrong),
            (Level::ReceivedAtOlt, -24.4, Grade::Good),
            (Level::ReceivedAtOlt, -27.9, Grade::Weak),
            (Level::ReceivedAtOlt, -28.2, Grade::TooWeak),
        ];
        for (level, dbm, grade) in cases {
            assert_eq!(Policy::default().of(level).grade(dbm), grade, "{level} {dbm}");
        }
    }
}
