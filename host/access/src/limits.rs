//! Limits on failed sign-ins: per account first, generous per address (a call centre is one).
//!
//! They are in the database, so that they hold for all hosts together and survive a restart.

use std::net::{IpAddr, Ipv6Addr};

use balcao_store::{Conn, DateTime, Keys, Tx, Utc, on};
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{AccessError, UserId};

/// How failures are limited for one kind of subject.
struct Policy {
    /// Failures that cost nothing.
    free: i32,
    /// The wait after the next one; it doubles with each after that.
    first_wait: TimeDelta,
    /// The longest wait.
    longest_wait: TimeDelta,
    /// After so long without a failure, all are forgotten.
    forgotten_after: TimeDelta,
}

/// Ten tries, then at most some 100 a day: a password of eight characters holds.
const ACCOUNT: Policy = Policy {
    free: 10,
    first_wait: TimeDelta::seconds(30),
    longest_wait: TimeDelta::minutes(15),
    forgotten_after: TimeDelta::hours(24),
};

/// A hundred people mistype twice in an hour; whoever tries one password on every account does not
/// get far.
const ADDRESS: Policy = Policy {
    free: 200,
    first_wait: TimeDelta::seconds(30),
    longest_wait: TimeDelta::minutes(5),
    forgotten_after: TimeDelta::hours(1),
};

/// What failures are counted for: a keyed hash, because a login may be a password typed into the
/// wrong field.
pub(crate) struct Subjects {
    account: [u8; 32],
    address: [u8; 32],
}

impl Subjects {
    /// For the password of a login.
    pub(crate) fn of(keys: &Keys, login: &str, from: IpAddr) -> Subjects {
        Subjects::named(keys, "account", login.as_bytes(), from)
    }

    /// For the second factor of a user, whose failures are not forgotten by a right password.
    pub(crate) fn of_code(keys: &Keys, user: UserId, from: IpAddr) -> Subjects {
        Subjects::named(keys, "code", user.0.as_bytes(), from)
    }

    fn named(keys: &Keys, kind: &str, name: &[u8], from: IpAddr) -> Subjects {
        let key = keys.derive("failed sign-ins");
        let hash = |kind: &str, name: &[u8]| {
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length is a key");
            mac.update(kind.as_bytes());
            mac.update(&[0]);
            mac.update(name);
            mac.finalize().into_bytes().into()
        };
        Subjects { account: hash(kind, name), address: hash("address", network(from).as_bytes()) }
    }
}

/// The address, or the /64 of an IPv6 address, of which one subscriber has them all.
fn network(from: IpAddr) -> String {
    match from.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).to_string(),
    }
}

/// Until when no try is looked at; `None` is now.
pub(crate) async fn limited_until(
    conn: &mut Conn,
    subjects: &Subjects,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, AccessError> {
    let mut until = None;
    for (subject, policy) in [(&subjects.account, ACCOUNT), (&subjects.address, ADDRESS)] {
        let failed: Option<(i32, DateTime<Utc>)> = on!(&mut *conn, c => sqlx::query_as(
            "SELECT failures, last_at FROM sign_in_failure WHERE subject = $1")
            .bind(&subject[..]).fetch_optional(c).await)?;
        until = until.max(failed.and_then(|(failures, last_at)| policy.until(failures, last_at, now)));
    }
    Ok(until)
}

impl Policy {
    fn until(&self, failures: i32, last_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if failures < self.free || last_at + self.forgotten_after < now {
            return None;
        }
        let doublings = (failures - self.free).min(16);
        let until = last_at + (self.first_wait * (1 << doublings)).min(self.longest_wait);
        (until > now).then_some(until)
    }
}

/// Counts a failure.
pub(crate) async fn failed(tx: &mut Tx, subjects: &Subjects, now: DateTime<Utc>) -> Result<(), AccessError> {
    on!(&mut *tx, c => sqlx::query("DELETE FROM sign_in_failure WHERE last_at < $1")
        .bind(now - ACCOUNT.forgotten_after).execute(c).await.map(drop))?;
    for (subject, policy) in [(&subjects.account, ACCOUNT), (&subjects.address, ADDRESS)] {
        on!(&mut *tx, c => sqlx::query(
            "INSERT INTO sign_in_failure (subject, failures, last_at) VALUES ($1, 1, $2)
             ON CONFLICT (subject) DO UPDATE SET last_at = $2, failures =
                CASE WHEN sign_in_failure.last_at < $3 THEN 1 ELSE sign_in_failure.failures + 1 END")
            .bind(&subject[..]).bind(now).bind(now - policy.forgotten_after)
            .execute(c).await.map(drop))?;
    }
    Ok(())
}

/// Forgets the failures of the account; not those of the address, or an account of one's own would
/// clear the way for tries on others.
pub(crate) async fn succeeded(tx: &mut Tx, subjects: &Subjects) -> Result<(), AccessError> {
    on!(tx, c => sqlx::query("DELETE FROM sign_in_failure WHERE subject = $1")
        .bind(&subjects.account[..]).execute(c).await.map(drop))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_the_longest_and_is_forgotten() {
        let last = balcao_store::now();
        let wait = |failures| ACCOUNT.until(failures, last, last).map(|until| until - last);
        assert_eq!(wait(9), None);
        assert_eq!(wait(10), Some(TimeDelta::seconds(30)));
        assert_eq!(wait(11), Some(TimeDelta::seconds(60)));
        assert_eq!(wait(15), Some(TimeDelta::minutes(15)));
        assert_eq!(wait(i32::MAX), Some(TimeDelta::minutes(15)));
        assert_eq!(ACCOUNT.until(99, last, last + TimeDelta::minutes(15)), None);
        assert_eq!(ACCOUNT.until(99, last, last + TimeDelta::hours(25)), None);
    }

    #[test]
    fn addresses_of_one_subscriber_are_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
