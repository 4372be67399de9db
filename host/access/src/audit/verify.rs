//! Whether the trail is as it was written.

use std::collections::HashMap;

use balcao_store::{DateTime, Db, Keys, Sealed, Utc, Uuid, on};
use futures_util::TryStreamExt;

use super::chain::{self, CHAINS, Head, Link};
use super::{Witness, personal};
use crate::AccessError;

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many lines were read. It never shrinks.
    pub lines: u64,
    /// The first that does not hold, if any.
    pub first_bad: Option<Bad>,
}

balcao_store::text_enum! {
    /// What is wrong at a place, as the operator reads it.
    pub enum Flaw {
        /// A number is left out.
        Missing = "the line is missing",
        /// A field, or the line before it.
        Changed = "the line was changed, or is not in its place",
        /// What it cannot be without.
        Damaged = "the line was changed",
        /// Nobody can check it.
        NoKey = "the key of the line is not in the key file",
        /// Other values about a person than it was written with.
        Personal = "the personal values of the line were changed",
        /// It is shorter than its head says.
        End = "the end of the chain is missing",
        /// It is longer than its head says.
        Beyond = "the line is not covered by the head",
        /// A head that this desk did not seal.
        Head = "the head was changed",
        /// A head of a desk that never wrote.
        HeadAnew = "the head was put back to its beginning",
        /// Fewer heads than there are chains.
        Chain = "a whole chain is missing",
        /// It holds by itself, and ends before a head that was signed.
        CutOff = "the chain was longer when its head was signed",
        /// It holds by itself, and is another one than that whose head was signed.
        Rewritten = "the chain was another one when its head was signed",
        /// The file of signed heads holds a line that this desk did not sign.
        Forged = "the file of signed heads was changed",
    }
}

/// A place at which the trail does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The chain.
    pub chain: i32,
    /// The number of the line in its chain, from 1; 0 is the head itself. For [`Flaw::Forged`] the
    /// number of the line in the file of signed heads.
    pub seq: i64,
    /// The last line that can be meant: another one than `seq` only where a signed head tells of
    /// several lines together.
    pub until: i64,
    /// What is wrong.
    pub what: Flaw,
}

impl Bad {
    fn at(chain: i32, seq: i64, what: Flaw) -> Bad {
        Bad { chain, seq, until: seq, what }
    }
}

impl std::fmt::Display for Bad {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.until == self.seq {
            true => write!(f, "chain {}, line {}: {}", self.chain, self.seq, self.what),
            false => {
                write!(f, "chain {}, from line {} to {}: {}", self.chain, self.seq, self.until, self.what)
            }
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    head: Head,
    line: Option<i64>,
    at: Option<DateTime<Utc>>,
    act: Option<String>,
    actor: Option<Uuid>,
    person: Option<Uuid>,
    request: Option<Uuid>,
    contribution: Option<String>,
    address: Option<String>,
    fields: Option<String>,
    personal: Option<Uuid>,
    digest: Option<Vec<u8>>,
    line_key: Option<String>,
    line_mac: Option<Vec<u8>>,
    sealed: Option<Sealed>,
}

/// Reads every chain from its beginning and says whether it holds: every line as it was written, in
/// its place, none missing in between or at the end. One statement, so that what is written
/// meanwhile does not matter; it streams, so that memory does not grow with the trail.
pub async fn verify(db: &Db) -> Result<Verdict, AccessError> {
    verify_against(db, &Witness::default(), |_| {}).await
}

/// The same, compared with what was signed elsewhere, so that a trail that was put back, or cut off
/// and continued, is found too. Tells how many lines were read, now and then.
pub async fn verify_against(db: &Db, witness: &Witness, read: impl Fn(u64)) -> Result<Verdict, AccessError> {
    if let Some(line) = witness.forged {
        return Ok(Verdict { lines: 0, first_bad: Some(Bad::at(0, line, Flaw::Forged)) });
    }
    let mut conn = db.read().await?;
    let mut walk = Walk::new(db.keys(), witness);
    on!(&mut conn, c => {
        let mut rows = sqlx::query_as::<_, Row>(
            "SELECT h.chain, h.seq, h.mac, h.key_id, h.seal,
                    l.seq AS line, l.at, l.act, l.actor, l.person, l.request, l.contribution,
                    l.address, l.fields, l.personal, l.digest, l.key_id AS line_key,
                    l.mac AS line_mac, p.sealed
             FROM audit_head h
             LEFT JOIN audit_line l ON l.chain = h.chain
             LEFT JOIN audit_personal p ON p.id = l.personal
             ORDER BY h.chain, l.seq")
            .fetch(c);
        while let Some(row) = rows.try_next().await? {
            if walk.lines.is_multiple_of(1_000) {
                read(walk.lines);
            }
            if let Err(bad) = walk.row(row) {
                return Ok(Verdict { lines: walk.lines, first_bad: Some(bad) });
            }
        }
        Ok::<_, sqlx::Error>(())
    })?;
    let first_bad = walk.end().err();
    Ok(Verdict { lines: walk.lines, first_bad })
}

struct Walk<'a> {
    keys: &'a Keys,
    witness: &'a Witness,
    /// Keys by their id, derived once.
    derived: HashMap<String, Option<[u8; 32]>>,
    lines: u64,
    heads: Vec<Head>,
    /// The last line that held, in the chain at hand.
    seq: i64,
    mac: Vec<u8>,
    /// The last line of it that is as a signed head says.
    agreed: i64,
}

impl<'a> Walk<'a> {
    fn new(keys: &'a Keys, witness: &'a Witness) -> Walk<'a> {
        let derived = HashMap::new();
        Walk { keys, witness, derived, lines: 0, heads: Vec::new(), seq: 0, mac: Vec::new(), agreed: 0 }
    }

    fn row(&mut self, row: Row) -> Result<(), Bad> {
        if self.heads.last().is_none_or(|head| head.chain != row.head.chain) {
            self.end_of_chain()?;
            self.heads.push(row.head.clone());
            (self.seq, self.mac, self.agreed) = (0, Vec::new(), 0);
        }
        match row.line {
            Some(seq) => self.line(seq, &row),
            None => Ok(()),
        }
    }

    fn line(&mut self, seq: i64, row: &Row) -> Result<(), Bad> {
        self.lines += 1;
        let chain = row.head.chain;
        let bad = |what| Err(Bad::at(chain, seq, what));
        if seq != self.seq + 1 {
            return Err(Bad::at(chain, self.seq + 1, Flaw::Missing));
        }
        let (Some(at), Some(act), Some(fields)) = (row.at, &row.act, &row.fields) else {
            return bad(Flaw::Damaged);
        };
        let key_id = row.line_key.clone().unwrap_or_default();
        let keys = self.keys;
        let key = self.derived.entry(key_id).or_insert_with_key(|id| chain::key(keys, id));
        let Some(key) = key else { return bad(Flaw::NoKey) };
        let link = Link {
            chain,
            seq,
            at,
            act,
            actor: row.actor,
            person: row.person,
            request: row.request,
            contribution: row.contribution.as_deref(),
            address: row.address.as_deref(),
            fields,
            personal: row.personal,
            digest: row.digest.as_deref(),
        };
        let mac = link.mac(key, &self.mac);
        if row.line_mac.as_deref() != Some(&mac[..]) {
            return bad(Flaw::Changed);
        }
        if row.digest.is_some() || row.personal.is_some() {
            let digest = row.sealed.as_ref().map(personal::digest);
            if digest.as_ref().map(|digest| &digest[..]) != row.digest.as_deref() {
                return bad(Flaw::Personal);
            }
        }
        match self.witness.signed(chain, seq) {
            Some(signed) if signed != mac => {
                return Err(Bad { chain, seq: self.agreed + 1, until: seq, what: Flaw::Rewritten });
            }
            Some(_) => self.agreed = seq,
            None => {}
        }
        (self.seq, self.mac) = (seq, mac.to_vec());
        Ok(())
    }

    /// The chain must end where its head says.
    fn end_of_chain(&self) -> Result<(), Bad> {
        let Some(head) = self.heads.last() else { return Ok(()) };
        let bad = |seq, what| Err(Bad::at(head.chain, seq, what));
        if !head.seal.is_empty() && !head.holds(self.keys) {
            return bad(0, Flaw::Head);
        }
        if head.seq > self.seq {
            return bad(self.seq + 1, Flaw::End);
        }
        if head.seq != self.seq || head.mac != self.mac {
            return bad(head.seq + 1, Flaw::Beyond);
        }
        if self.witness.longest(head.chain) > self.seq {
            return bad(self.seq + 1, Flaw::CutOff);
        }
        Ok(())
    }

    /// Every chain must be there, and sealed unless nothing was ever written.
    fn end(&self) -> Result<(), Bad> {
        self.end_of_chain()?;
        let chains = self.heads.iter().map(|head| head.chain);
        if !chains.eq(0..CHAINS as i32) {
            return Err(Bad::at(0, 0, Flaw::Chain));
        }
        let unsealed = self.heads.iter().find(|head| head.seal.is_empty());
        match unsealed {
            Some(head) if self.heads.iter().any(|head| !head.seal.is_empty()) => {
                Err(Bad::at(head.chain, 0, Flaw::HeadAnew))
            }
            _ => Ok(()),
        }
    }
}
