//! The optical signal of a line, and what is good of it.

use chrono::{DateTime, Utc};

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

/// What the levels of a kind are worth, dBm: from `least` on it works, from `good` on it is as it
/// should be, above `most` it is too strong.
struct Thresholds {
    least: f64,
    good: f64,
    most: f64,
}

/// ITU-T G.984.2, class B+: the ONU works from -27 to -8 dBm, and a margin of 2 dB is what an
/// installer leaves.
const ONU: Thresholds = Thresholds { least: -27.0, good: -25.0, most: -8.0 };
/// The same at the OLT: -28 to -8 dBm.
const OLT: Thresholds = Thresholds { least: -28.0, good: -26.0, most: -8.0 };
/// The laser of an ONU: 0.5 to 5 dBm.
const LASER: Thresholds = Thresholds { least: 0.5, good: 1.0, most: 5.0 };

/// What a level that the ONU receives is worth.
pub fn received(dbm: f64) -> Grade {
    ONU.grade(dbm)
}

/// What a level that the ONU sends is worth.
pub fn sent(dbm: f64) -> Grade {
    LASER.grade(dbm)
}

/// What a level that the OLT receives is worth.
pub fn received_at_olt(dbm: f64) -> Grade {
    OLT.grade(dbm)
}

impl Thresholds {
    fn grade(&self, dbm: f64) -> Grade {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_judged_by_where_it_is_measured() {
        let cases = [
            (received as fn(f64) -> Grade, -20.87, Grade::Good),
            (received, -25.0, Grade::Good),
            (received, -25.01, Grade::Weak),
            (received, -27.0, Grade::Weak),
            (received, -27.01, Grade::TooWeak),
            (received, -8.0, Grade::Good),
            (received, -7.9, Grade::TooStrong),
            (sent, 2.3, Grade::Good),
            (sent, 0.7, Grade::Weak),
            (sent, 0.2, Grade::TooWeak),
            (sent, 5.1, Grade::TooStrong),
            (received_at_olt, -24.4, Grade::Good),
            (received_at_olt, -27.9, Grade::Weak),
            (received_at_olt, -28.2, Grade::TooWeak),
        ];
        for (judge, dbm, grade) in cases {
            assert_eq!(judge(dbm), grade, "{dbm}");
        }
    }
}
