//! Heads of the chains, signed and written to a file outside the database.
//!
//! Whoever holds the database can put it back to an older backup, and it holds by itself. The file
//! remembers what it was: each of its lines says how far every chain went and with which code, under
//! an Ed25519 signature, so that others can check it with the public key alone. It is worth what its
//! place is worth: another machine, or one where the desk can only append.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use balcao_store::{DateTime, Db, Keys, Utc, now, on};
use chrono::SecondsFormat;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use super::chain::Head;
use crate::AccessError;

const PURPOSE: &str = "audit heads";
/// What stands between a statement and its signature.
const SIGNED: &str = " ed25519=";
/// More than the longest line has.
const TAIL: u64 = 8 * 1024;

/// Why no head was signed.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// The file could not be read or written.
    #[error("the file of signed heads: {0}")]
    File(#[from] std::io::Error),
    /// The newest line of the file is not of this desk, or the trail is not the one that it tells of:
    /// to sign what stands there now would cover it up.
    #[error("the audit trail is not the one whose heads were signed; run: balcao audit verify")]
    Contradicted,
    /// The trail could not be read.
    #[error(transparent)]
    Access(#[from] AccessError),
}

impl From<balcao_store::StoreError> for WitnessError {
    fn from(error: balcao_store::StoreError) -> WitnessError {
        WitnessError::Access(error.into())
    }
}

/// What was signed, read from the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Witness {
    /// When the newest head was signed; none: none was.
    pub at: Option<DateTime<Utc>>,
    /// The first line of the file that this desk did not sign, from 1.
    pub(super) forged: Option<i64>,
    /// The code of a line at which a chain ended once.
    codes: BTreeMap<(i32, i64), Vec<u8>>,
}

impl Witness {
    /// Reads the file; none there is one without lines.
    pub fn read(path: &Path, keys: &Keys) -> std::io::Result<Witness> {
        let mut witness = Witness::default();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(witness),
            Err(error) => return Err(error),
        };
        for (number, line) in (1..).zip(text.lines()) {
            let Some(statement) = Statement::open(line, keys) else {
                witness.forged = Some(number);
                break;
            };
            witness.at = Some(statement.at);
            for (chain, seq, code) in statement.heads {
                // What was signed first is what it was.
                witness.codes.entry((chain, seq)).or_insert(code);
            }
        }
        Ok(witness)
    }

    /// The code of that line, if a chain ended there when its head was signed.
    pub(super) fn signed(&self, chain: i32, seq: i64) -> Option<&[u8]> {
        self.codes.get(&(chain, seq)).map(Vec::as_slice)
    }

    /// How long a chain was at the most.
    pub(super) fn longest(&self, chain: i32) -> i64 {
        self.codes.range((chain, 0)..=(chain, i64::MAX)).next_back().map_or(0, |((_, seq), _)| *seq)
    }
}

/// Signs the heads as they stand and appends them to the file, unless they stand there already.
/// Whether a line was written.
pub async fn append(db: &Db, path: &Path) -> Result<bool, WitnessError> {
    let before = match last_line(path)? {
        Some(line) => Some(Statement::open(&line, db.keys()).ok_or(WitnessError::Contradicted)?),
        None => None,
    };
    let mut conn = db.read().await?;
    let heads: Vec<Head> = on!(&mut conn, c => sqlx::query_as(
        "SELECT chain, seq, mac, key_id, seal FROM audit_head WHERE seq > 0 ORDER BY chain")
        .fetch_all(c).await)
    .map_err(AccessError::from)?;
    for (chain, seq, code) in before.iter().flat_map(|before| &before.heads) {
        let stands: Option<Vec<u8>> = on!(&mut conn, c => sqlx::query_scalar(
            "SELECT mac FROM audit_line WHERE chain = $1 AND seq = $2")
            .bind(chain).bind(seq).fetch_optional(c).await)
        .map_err(AccessError::from)?;
        if stands.as_ref() != Some(code) {
            return Err(WitnessError::Contradicted);
        }
    }
    drop(conn);
    if heads.iter().any(|head| !head.holds(db.keys())) {
        return Err(WitnessError::Contradicted);
    }
    let heads: Vec<_> = heads.into_iter().map(|head| (head.chain, head.seq, head.mac)).collect();
    if heads.is_empty() || before.is_some_and(|before| before.heads == heads) {
        return Ok(false);
    }
    let line = Statement { at: now(), heads }.sealed(db.keys());
    balcao_store::make_private_folder(path)?;
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    writeln!(file, "{line}")?;
    file.sync_data()?;
    Ok(true)
}

/// The public key by which others check what is signed from now on, as hexadecimal digits.
pub fn public_key(keys: &Keys) -> String {
    hex(pair(&keys.derive(PURPOSE)).public_key().as_ref())
}

/// How far each chain went: its number, that of its last line, and that line's code.
struct Statement {
    at: DateTime<Utc>,
    heads: Vec<(i32, i64, Vec<u8>)>,
}

impl Statement {
    /// `2026-11-24T18:00:00.000000Z 0:5:ab… 1:3:cd… key=0a1b2c3d ed25519=…`: what is signed is the
    /// text before ` ed25519=`.
    fn sealed(&self, keys: &Keys) -> String {
        let mut text = self.at.to_rfc3339_opts(SecondsFormat::Micros, true);
        for (chain, seq, code) in &self.heads {
            let _ = write!(text, " {chain}:{seq}:{}", hex(code));
        }
        let _ = write!(text, " key={}", keys.id());
        let signature = pair(&keys.derive(PURPOSE)).sign(text.as_bytes());
        text + SIGNED + &hex(signature.as_ref())
    }

    /// What a line says, if this desk signed it.
    fn open(line: &str, keys: &Keys) -> Option<Statement> {
        let (text, signature) = line.split_once(SIGNED)?;
        let (rest, key) = text.rsplit_once(" key=")?;
        let key = pair(&keys.derive_by(key, PURPOSE)?);
        UnparsedPublicKey::new(&ED25519, key.public_key().as_ref())
            .verify(text.as_bytes(), &unhex(signature)?)
            .ok()?;
        let mut words = rest.split(' ');
        let at = words.next()?.parse().ok()?;
        let head = |word: &str| {
            let mut parts = word.split(':');
            Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, unhex(parts.next()?)?))
        };
        Some(Statement { at, heads: words.map(head).collect::<Option<_>>()? })
    }
}

fn pair(seed: &[u8; 32]) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(seed).expect("any 32 bytes are a seed")
}

/// The last line of the file; none: there is no file, or nothing in it.
fn last_line(path: &Path) -> std::io::Result<Option<String>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let tail = String::from_utf8_lossy(&tail).into_owned();
    Ok(tail.lines().last().map(str::to_owned))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() % 2 == 1 {
        return None;
    }
    let digits = text.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_believed_only_as_it_was_signed() {
        let keys = Keys::from_bytes(&[[1; 32]]);
        let statement = Statement { at: now(), heads: vec![(0, 5, vec![7; 32]), (1, 2, vec![8; 32])] };
        let line = statement.sealed(&keys);
        let opened = Statement::open(&line, &keys).expect("as it was");
        assert_eq!((opened.at, &opened.heads), (statement.at, &statement.heads));
        let rotated = Keys::from_bytes(&[[1; 32], [2; 32]]);
        assert!(Statement::open(&line, &rotated).is_some(), "by the old key");
        assert_ne!(public_key(&rotated), public_key(&keys));
        assert!(Statement::open(&line, &Keys::from_bytes(&[[2; 32]])).is_none());
        for other in [line.replace("0:5:", "0:4:"), line.replace(" 1:2:", " 2:2:"), String::new(), "x".into()]
        {
            assert!(Statement::open(&other, &keys).is_none(), "{other}");
        }
    }
}
