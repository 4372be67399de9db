//! The second factor: one-time codes by time (RFC 6238: SHA-1, 6 digits, 30 seconds, which is what every
//! authenticator can read), and recovery codes for when it is lost.
//!
//! A code opens once: no step up to the last one that was taken is taken again. Tries of one user come one
//! after the other, because each takes the row of the factor first.

use std::collections::HashSet;

use balcao_store::{Conn, DateTime, Keys, Sealed, StoreError, Tx, Utc, now, on};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::limits::{self, Subjects};
use crate::{AccessError, Client, ProfileId, User, UserId, password};

/// How long a code is shown, in seconds.
const PERIOD: i64 = 30;
/// Codes of so many steps before and after are taken, too: clocks differ, and typing takes a while.
const WINDOW: i64 = 1;
const DIGITS: u32 = 6;
/// Recovery codes of one user.
const RECOVERY: usize = 8;
/// What an authenticator names the desk.
const ISSUER: &str = "Balc%C3%A3o";

/// What an authenticator needs, as a QR code and to be typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// `otpauth://totp/…`, for the QR code.
    pub uri: String,
    /// The secret in base 32, in groups of four.
    pub secret: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment")
    }
}

/// The second factor that a user has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor {
    /// Since when.
    pub since: DateTime<Utc>,
    /// Recovery codes that were not used yet.
    pub codes_left: i64,
}

/// What a code that was typed is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tried {
    /// It opens.
    Right,
    /// It does not, or did before.
    Wrong,
    /// It was not looked at.
    Limited(DateTime<Utc>),
}

/// The code of a step (RFC 4226, 5.3).
fn code(secret: &[u8], step: i64, digits: u32) -> u32 {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("any length is a key");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 0xf);
    let number = u32::from_be_bytes([hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]]);
    number % 10_u32.pow(digits)
}

/// The step of which this is the code, later than `last`, if there is one.
fn step_of(secret: &[u8], typed: &str, last: i64, now: DateTime<Utc>) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let number: u32 = (typed.len() == DIGITS as usize && typed.bytes().all(|b| b.is_ascii_digit()))
        .then(|| typed.parse().ok())??;
    let step = now.timestamp() / PERIOD;
    (step - WINDOW..=step + WINDOW).find(|step| *step > last && code(secret, *step, DIGITS) == number)
}

/// RFC 4648, without padding: what an authenticator takes when it is typed.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let bits: Vec<u8> = bits.collect();
    let letter = |five: &[u8]| five.iter().fold(0, |sum, bit| sum << 1 | bit) << (5 - five.len());
    bits.chunks(5).map(|five| char::from(LETTERS[usize::from(letter(five))])).collect()
}

impl Enrolment {
    fn of(login: &str, secret: &[u8]) -> Enrolment {
        let letters = base32(secret);
        let login = login.replace('@', "%40");
        let uri = format!("otpauth://totp/{ISSUER}:{login}?secret={letters}&issuer={ISSUER}");
        let groups: Vec<&str> = letters.as_bytes().chunks(4).filter_map(|g| str::from_utf8(g).ok()).collect();
        Enrolment { uri, secret: groups.join(" ") }
    }
}

/// The second factor of a user, if it has one.
pub async fn of(conn: &mut Conn, user: UserId) -> Result<Option<Factor>, AccessError> {
    let since: Option<DateTime<Utc>> = on!(&mut *conn, c => sqlx::query_scalar(
        "SELECT confirmed_at FROM second_factor WHERE user_account = $1 AND confirmed_at IS NOT NULL")
        .bind(user).fetch_optional(c).await)?;
    let Some(since) = since else { return Ok(None) };
    let codes_left = on!(conn, c => sqlx::query_scalar(
        "SELECT count(*) FROM recovery_code WHERE user_account = $1").bind(user).fetch_one(c).await)?;
    Ok(Some(Factor { since, codes_left }))
}

/// The users who have one.
pub async fn users(conn: &mut Conn) -> Result<HashSet<UserId>, AccessError> {
    let all: Vec<UserId> = on!(conn, c => sqlx::query_scalar(
        "SELECT user_account FROM second_factor WHERE confirmed_at IS NOT NULL").fetch_all(c).await)?;
    Ok(all.into_iter().collect())
}

/// The profiles that require one.
pub async fn required(conn: &mut Conn) -> Result<HashSet<ProfileId>, AccessError> {
    let all: Vec<ProfileId> = on!(conn, c => sqlx::query_scalar(
        "SELECT id FROM profile WHERE second_factor = $1").bind(true).fetch_all(c).await)?;
    Ok(all.into_iter().collect())
}

/// Begins to enrol: a new secret, which guards nothing until [`confirm`], in place of one that was begun
/// before, which somebody else may have seen. A factor that is in use is refused.
pub async fn begin(tx: &mut Tx, user: &User) -> Result<Enrolment, AccessError> {
    if of(tx, user.id).await?.is_some() {
        return Err(AccessError::Taken("second factor"));
    }
    let mut secret = [0; 20];
    getrandom::fill(&mut secret).expect("the system has random numbers");
    let sealed = tx.keys().seal("second_factor", user.id.0, &secret);
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO second_factor (user_account, secret, last_step) VALUES ($1, $2, 0)
         ON CONFLICT (user_account) DO UPDATE SET secret = $2, last_step = 0")
        .bind(user.id).bind(&sealed).execute(c).await.map(drop))?;
    Ok(Enrolment::of(&user.login, &secret))
}

/// What was begun and is not confirmed.
pub async fn pending(conn: &mut Conn, keys: &Keys, user: &User) -> Result<Option<Enrolment>, AccessError> {
    let sealed: Option<Sealed> = on!(conn, c => sqlx::query_scalar(
        "SELECT secret FROM second_factor WHERE user_account = $1 AND confirmed_at IS NULL")
        .bind(user.id).fetch_optional(c).await)?;
    let secret = sealed.map(|sealed| open(keys, user.id, &sealed)).transpose()?;
    Ok(secret.map(|secret| Enrolment::of(&user.login, &secret)))
}

/// Turns on what was begun, if the code is its own. Gives the recovery codes, which nobody sees again;
/// none if the code is wrong. The caller writes the audit line.
pub async fn confirm(
    tx: &mut Tx,
    user: UserId,
    typed: &str,
    now: DateTime<Utc>,
) -> Result<Option<Vec<String>>, AccessError> {
    let Some((secret, last, false)) = locked(tx, user).await? else {
        return Err(AccessError::NotFound("second factor"));
    };
    let Some(step) = step_of(&secret, typed, last, now) else { return Ok(None) };
    on!(&mut *tx, c => sqlx::query(
        "UPDATE second_factor SET confirmed_at = $1, last_step = $2 WHERE user_account = $3")
        .bind(now).bind(step).bind(user).execute(c).await.map(drop))?;
    new_codes(tx, user).await.map(Some)
}

/// Gives a user new recovery codes in place of those before. The caller writes the audit line.
pub async fn new_codes(tx: &mut Tx, user: UserId) -> Result<Vec<String>, AccessError> {
    forget_codes(tx, user).await?;
    let codes: Vec<String> = (0..RECOVERY).map(|_| password::random()).collect();
    for code in &codes {
        on!(&mut *tx, c => sqlx::query("INSERT INTO recovery_code (user_account, digest) VALUES ($1, $2)")
            .bind(user).bind(&digest(user, code)[..]).execute(c).await.map(drop))?;
    }
    Ok(codes)
}

/// Takes the second factor away, begun or in use. The caller writes the audit line.
pub async fn remove(tx: &mut Tx, user: UserId) -> Result<(), AccessError> {
    forget_codes(tx, user).await?;
    on!(tx, c => sqlx::query("DELETE FROM second_factor WHERE user_account = $1")
        .bind(user).execute(c).await.map(drop))?;
    Ok(())
}

async fn forget_codes(tx: &mut Tx, user: UserId) -> Result<(), AccessError> {
    on!(tx, c => sqlx::query("DELETE FROM recovery_code WHERE user_account = $1")
        .bind(user).execute(c).await.map(drop))?;
    Ok(())
}

/// Tries a code of the authenticator, or a recovery code, which is used up by it. A failure is counted:
/// commit in any case.
pub(crate) async fn check(
    tx: &mut Tx,
    user: UserId,
    typed: &str,
    from: &Client,
) -> Result<Tried, AccessError> {
    let now = now();
    let subjects = Subjects::of_code(tx.keys(), user, from.address);
    let Some((secret, last, true)) = locked(tx, user).await? else {
        return Err(AccessError::NotFound("second factor"));
    };
    if let Some(until) = limits::limited_until(tx, &subjects, now).await? {
        return Ok(Tried::Limited(until));
    }
    let right = match step_of(&secret, typed, last, now) {
        Some(step) => {
            on!(&mut *tx, c => sqlx::query("UPDATE second_factor SET last_step = $1 WHERE user_account = $2")
                .bind(step).bind(user).execute(c).await.map(drop))?;
            true
        }
        None => {
            let used = on!(&mut *tx, c => sqlx::query(
                "DELETE FROM recovery_code WHERE user_account = $1 AND digest = $2")
                .bind(user).bind(&digest(user, typed)[..]).execute(c).await.map(|done| done.rows_affected()))?;
            used == 1
        }
    };
    if right {
        limits::succeeded(tx, &subjects).await?;
        return Ok(Tried::Right);
    }
    limits::failed(tx, &subjects, now).await?;
    Ok(Tried::Wrong)
}

/// The secret, the last step that was taken, and whether it is in use, with the row held until the
/// transaction ends.
async fn locked(tx: &mut Tx, user: UserId) -> Result<Option<(Vec<u8>, i64, bool)>, AccessError> {
    let row: Option<(Sealed, i64, Option<DateTime<Utc>>)> = on!(&mut *tx, c => sqlx::query_as(
        "UPDATE second_factor SET last_step = last_step WHERE user_account = $1
         RETURNING secret, last_step, confirmed_at")
        .bind(user).fetch_optional(c).await)?;
    let Some((sealed, last, since)) = row else { return Ok(None) };
    Ok(Some((open(tx.keys(), user, &sealed)?, last, since.is_some())))
}

fn open(keys: &Keys, user: UserId, sealed: &Sealed) -> Result<Vec<u8>, AccessError> {
    Ok(keys.open("second_factor", user.0, sealed).map_err(StoreError::from)?)
}

/// A fast hash will do: nobody guesses 80 random bits. Hyphens and spaces are for the eye.
fn digest(user: UserId, code: &str) -> [u8; 32] {
    let letters: String = code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Sha256::new().chain_update(user.0.as_bytes()).chain_update(letters).finalize().into()
}

/// Whether users of this profile sign in with a second factor only.
pub async fn is_required(conn: &mut Conn, profile: ProfileId) -> Result<bool, AccessError> {
    let required: Option<bool> = on!(conn, c => sqlx::query_scalar(
        "SELECT second_factor FROM profile WHERE id = $1").bind(profile).fetch_optional(c).await)?;
    required.ok_or(AccessError::NotFound("profile"))
}

/// Requires it of a profile, or no more. Whoever has none is asked for one at the next sign-in. Gives
/// whether that was a change.
pub async fn require(tx: &mut Tx, profile: ProfileId, required: bool) -> Result<bool, AccessError> {
    let changed = on!(tx, c => sqlx::query(
        "UPDATE profile SET second_factor = $1 WHERE id = $2 AND second_factor <> $1")
        .bind(required).bind(profile).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// The code that an authenticator of this secret (base 32) shows at a moment.
#[cfg(feature = "testing")]
pub(crate) fn shown(secret: &str, at: DateTime<Utc>) -> String {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        _ => letter - b'2' + 26,
    };
    let bits: Vec<u8> = secret
        .bytes()
        .filter(|byte| *byte != b' ')
        .flat_map(|letter| (0..5).rev().map(move |bit| value(letter) >> bit & 1))
        .collect();
    let bytes: Vec<u8> =
        bits.chunks_exact(8).map(|eight| eight.iter().fold(0, |sum, bit| sum << 1 | bit)).collect();
    format!("{:06}", code(&bytes, at.timestamp() / PERIOD, DIGITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the lines of SHA-1.
    #[test]
    fn the_published_codes_come_out() {
        let secret = b"12345678901234567890";
        for (seconds, expected) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(code(secret, seconds / PERIOD, 8), expected, "{seconds}");
        }
    }

    /// RFC 4226, appendix D.
    #[test]
    fn the_published_counters_come_out() {
        let expected =
            [755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489];
        for (counter, expected) in (0..).zip(expected) {
            assert_eq!(code(b"12345678901234567890", counter, 6), expected, "{counter}");
        }
    }

    /// RFC 4648, 10.
    #[test]
    fn base_32_is_as_published() {
        for (text, expected) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_code_is_good_for_its_step_and_its_neighbours_and_never_again() {
        let secret = b"12345678901234567890";
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        // 94287082 is the code of step 1, of which six digits are typed.
        for (typed, last, seconds, expected) in [
            ("287082", 0, 59, Some(1)),
            (" 287 082 ", 0, 59, Some(1)),
            ("287082", 0, 89, Some(1)),
            ("287082", 0, 0, Some(1)),
            ("287082", 0, 90, None),
            ("287082", 1, 59, None),
            ("287083", 0, 59, None),
            ("94287082", 0, 59, None),
            ("28708", 0, 59, None),
            ("+87082", 0, 59, None),
            ("", 0, 59, None),
        ] {
            assert_eq!(
                step_of(secret, typed, last, at(seconds)),
                expected,
                "{typed} after {last} at {seconds}"
            );
        }
    }

    #[test]
    fn an_authenticator_is_told_whose_secret_it_is() {
        let enrolment = Enrolment::of("ana@balcao", b"12345678901234567890");
        assert_eq!(
            enrolment.uri,
            "otpauth://totp/Balc%C3%A3o:ana%40balcao?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Balc%C3%A3o"
        );
        assert_eq!(enrolment.secret, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn a_recovery_code_is_one_however_it_is_typed() {
        let (one, other) = (UserId::new(), UserId::new());
        assert_eq!(digest(one, "abcd-efgh"), digest(one, " ABCD EFGH"));
        assert_ne!(digest(one, "abcd-efgh"), digest(other, "abcd-efgh"));
    }
}
