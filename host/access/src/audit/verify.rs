//! Whether the trail is as it was written.

use std::collections::HashMap;

use balcao_store::{DateTime, Db, Keys, Sealed, Utc, Uuid, on};
use futures_util::TryStreamExt;

use super::chain::{self, CHAINS, Head, Link};
use super::personal;
use crate::AccessError;

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many lines were read. Worth noting elsewhere: it never shrinks.
    pub lines: u64,
    /// The first that does not hold, if any.
    pub first_bad: Option<Bad>,
}

/// A place at which the trail does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The chain.
    pub chain: i32,
    /// The number of the line in its chain, from 1; 0 is the head itself.
    pub seq: i64,
    /// What is wrong, in English.
    pub what: &'static str,
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
    let mut conn = db.read().await?;
    let mut walk = Walk::new(db.keys());
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
    /// Keys by their id, derived once.
    derived: HashMap<String, Option<[u8; 32]>>,
    lines: u64,
    heads: Vec<Head>,
    /// The last line that held, in the chain at hand.
    seq: i64,
    mac: Vec<u8>,
}

impl<'a> Walk<'a> {
    fn new(keys: &'a Keys) -> Walk<'a> {
        let derived = HashMap::new();
        Walk { keys, derived, lines: 0, heads: Vec::new(), seq: 0, mac: Vec::new() }
    }

    fn row(&mut self, row: Row) -> Result<(), Bad> {
        if self.heads.last().is_none_or(|head| head.chain != row.head.chain) {
            self.end_of_chain()?;
            self.heads.push(row.head.clone());
            (self.seq, self.mac) = (0, Vec::new());
        }
        match row.line {
            Some(seq) => self.line(seq, &row),
            None => Ok(()),
        }
    }

    fn line(&mut self, seq: i64, row: &Row) -> Result<(), Bad> {
        self.lines += 1;
        let chain = row.head.chain;
        let bad = |what| Err(Bad { chain, seq, what });
        if seq != self.seq + 1 {
            return Err(Bad { chain, seq: self.seq + 1, what: "the line is missing" });
        }
        let (Some(at), Some(act), Some(fields)) = (row.at, &row.act, &row.fields) else {
            return bad("the line was changed");
        };
        let key_id = row.line_key.clone().unwrap_or_default();
        let keys = self.keys;
        let key = self.derived.entry(key_id).or_insert_with_key(|id| chain::key(keys, id));
        let Some(key) = key else { return bad("the key of the line is not in the key file") };
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
            return bad("the line was changed, or is not in its place");
        }
        if row.digest.is_some() || row.personal.is_some() {
            let digest = row.sealed.as_ref().map(personal::digest);
            if digest.as_ref().map(|digest| &digest[..]) != row.digest.as_deref() {
                return bad("the personal values of the line were changed");
            }
        }
        (self.seq, self.mac) = (seq, mac.to_vec());
        Ok(())
    }

    /// The chain must end where its head says.
    fn end_of_chain(&self) -> Result<(), Bad> {
        let Some(head) = self.heads.last() else { return Ok(()) };
        let bad = |seq, what| Err(Bad { chain: head.chain, seq, what });
        if !head.seal.is_empty() && !head.holds(self.keys) {
            return bad(0, "the head was changed");
        }
        if head.seq > self.seq {
            return bad(self.seq + 1, "the end of the chain is missing");
        }
        if head.seq != self.seq || head.mac != self.mac {
            return bad(head.seq + 1, "the line is not covered by the head");
        }
        Ok(())
    }

    /// Every chain must be there, and sealed unless nothing was ever written.
    fn end(&self) -> Result<(), Bad> {
        self.end_of_chain()?;
        let chains = self.heads.iter().map(|head| head.chain);
        if !chains.eq(0..CHAINS as i32) {
            return Err(Bad { chain: 0, seq: 0, what: "a whole chain is missing" });
        }
        let unsealed = self.heads.iter().find(|head| head.seal.is_empty());
        match unsealed {
            Some(head) if self.heads.iter().any(|head| !head.seal.is_empty()) => {
                Err(Bad { chain: head.chain, seq: 0, what: "the head was put back to its beginning" })
            }
            _ => Ok(()),
        }
    }
}
