//! How lines are linked, and how they are appended.

use balcao_store::{DateTime, Keys, Tx, Utc, Uuid, now, on};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Line, personal};
use crate::AccessError;

/// How many chains there are; the migration makes as many heads.
pub(super) const CHAINS: usize = 16;

/// The end of a chain: the number of its last line and that line's code, sealed with the key, so
/// that a chain can't be cut short by whoever has only the database.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Head {
    pub(super) chain: i32,
    pub(super) seq: i64,
    pub(super) mac: Vec<u8>,
    pub(super) key_id: String,
    pub(super) seal: Vec<u8>,
}

/// What is linked of a line, in this order.
pub(super) struct Link<'a> {
    pub(super) chain: i32,
    pub(super) seq: i64,
    pub(super) at: DateTime<Utc>,
    pub(super) act: &'a str,
    pub(super) actor: Option<Uuid>,
    pub(super) person: Option<Uuid>,
    pub(super) request: Option<Uuid>,
    pub(super) contribution: Option<&'a str>,
    pub(super) address: Option<&'a str>,
    pub(super) fields: &'a str,
    pub(super) personal: Option<Uuid>,
    pub(super) digest: Option<&'a [u8]>,
}

/// The key of one id of the key file, for lines and heads.
pub(super) fn key(keys: &Keys, id: &str) -> Option<[u8; 32]> {
    keys.derive_by(id, "audit chain")
}

impl Link<'_> {
    /// HMAC-SHA256 over every field with its length before it, then the code of the line before.
    pub(super) fn mac(&self, key: &[u8; 32], previous: &[u8]) -> [u8; 32] {
        let mut mac = Coder::new(key, b"line");
        mac.field(Some(&self.chain.to_be_bytes()));
        mac.field(Some(&self.seq.to_be_bytes()));
        mac.field(Some(&self.at.timestamp_micros().to_be_bytes()));
        mac.field(Some(self.act.as_bytes()));
        for id in [self.actor, self.person, self.request] {
            mac.field(id.as_ref().map(|id| &id.as_bytes()[..]));
        }
        mac.field(self.contribution.map(str::as_bytes));
        mac.field(self.address.map(str::as_bytes));
        mac.field(Some(self.fields.as_bytes()));
        mac.field(self.personal.as_ref().map(|id| &id.as_bytes()[..]));
        mac.field(self.digest);
        mac.field(Some(previous));
        mac.code()
    }
}

impl Head {
    /// What `seal` must be.
    pub(super) fn sealed_by(&self, key: &[u8; 32]) -> [u8; 32] {
        let mut mac = Coder::new(key, b"head");
        mac.field(Some(&self.chain.to_be_bytes()));
        mac.field(Some(&self.seq.to_be_bytes()));
        mac.field(Some(&self.mac));
        mac.code()
    }

    /// Whether it is as it was written. Compared in the open: whoever could measure it has the row.
    pub(super) fn holds(&self, keys: &Keys) -> bool {
        key(keys, &self.key_id).is_some_and(|key| self.seal == self.sealed_by(&key))
    }
}

struct Coder(Hmac<Sha256>);

impl Coder {
    fn new(key: &[u8; 32], what: &[u8]) -> Coder {
        let mut coder = Coder(Hmac::new_from_slice(key).expect("any length is a key"));
        coder.field(Some(what));
        coder
    }

    /// A field that is absent is not one that is empty.
    fn field(&mut self, bytes: Option<&[u8]>) {
        let length = bytes.map_or(u64::MAX, |bytes| bytes.len() as u64);
        self.0.update(&length.to_be_bytes());
        self.0.update(bytes.unwrap_or_default());
    }

    fn code(self) -> [u8; 32] {
        self.0.finalize().into_bytes().into()
    }
}

/// Writes the lines as the last statements of the transaction, and commits it. Whatever the
/// transaction changes is done with its lines or not at all.
pub async fn commit(mut tx: Tx, lines: Vec<Line>) -> Result<(), AccessError> {
    let mut kept = Vec::with_capacity(lines.len());
    for line in &lines {
        kept.push(match (line.person, &line.personal) {
            (Some(person), Some(values)) => Some(personal::keep(&mut tx, person, values).await?),
            (None, Some(_)) => return Err(AccessError::Invalid("personal values are of a person")),
            (_, None) => None,
        });
    }
    if !lines.is_empty() {
        append(&mut tx, lines.iter().zip(&kept)).await?;
    }
    Ok(tx.commit().await?)
}

async fn append<'a>(
    tx: &mut Tx,
    lines: impl Iterator<Item = (&'a Line, &'a Option<personal::Kept>)>,
) -> Result<(), AccessError> {
    let key_id = tx.keys().id().to_owned();
    let key = tx.keys().derive("audit chain");
    let mut head = free_head(tx).await?;
    for (line, kept) in lines {
        let (fields, address) = (line.fields.to_string(), line.from.map(|from| from.to_string()));
        let link = Link {
            chain: head.chain,
            seq: head.seq + 1,
            at: now(),
            act: line.act.as_str(),
            actor: line.actor.map(|user| user.0),
            person: line.person,
            request: line.request,
            contribution: line.contribution.as_deref(),
            address: address.as_deref(),
            fields: &fields,
            personal: kept.as_ref().map(|kept| kept.id),
            digest: kept.as_ref().map(|kept| &kept.digest[..]),
        };
        let mac = link.mac(&key, &head.mac);
        insert(tx, &link, &key_id, &mac).await?;
        (head.seq, head.mac) = (link.seq, mac.to_vec());
    }
    head.key_id = key_id;
    head.seal = head.sealed_by(&key).to_vec();
    write_head(tx, &head).await
}

async fn insert(tx: &mut Tx, link: &Link<'_>, key_id: &str, mac: &[u8]) -> Result<(), AccessError> {
    on!(tx, c => sqlx::query(
        "INSERT INTO audit_line (chain, seq, at, act, actor, person, request, contribution,
                                 address, fields, personal, digest, key_id, mac)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
        .bind(link.chain).bind(link.seq).bind(link.at).bind(link.act)
        .bind(link.actor).bind(link.person).bind(link.request).bind(link.contribution)
        .bind(link.address).bind(link.fields).bind(link.personal).bind(link.digest)
        .bind(key_id).bind(mac)
        .execute(c).await.map(drop))?;
    Ok(())
}

async fn write_head(tx: &mut Tx, head: &Head) -> Result<(), AccessError> {
    on!(tx, c => sqlx::query(
        "UPDATE audit_head SET seq = $1, mac = $2, key_id = $3, seal = $4 WHERE chain = $5")
        .bind(head.seq).bind(&head.mac).bind(&head.key_id).bind(&head.seal).bind(head.chain)
        .execute(c).await.map(drop))?;
    Ok(())
}

macro_rules! head_sql {
    ($lock:literal) => {
        concat!(
            "SELECT chain, seq, mac, key_id, seal FROM audit_head
             WHERE chain > $1 AND length(seal) > 0 ORDER BY chain LIMIT 1 ",
            $lock
        )
    };
}

/// Takes the first head that no other transaction holds. One that was tampered with is left as it
/// is, for [`super::verify`] to find: appending to it would seal the forgery.
async fn free_head(tx: &mut Tx) -> Result<Head, AccessError> {
    let sql = match **tx {
        balcao_store::Conn::Sqlite(_) => head_sql!(""),
        balcao_store::Conn::Postgres(_) => head_sql!("FOR UPDATE SKIP LOCKED"),
    };
    let mut after = -1;
    loop {
        let head: Option<Head> = on!(&mut *tx, c => sqlx::query_as(sql).bind(after).fetch_optional(c).await)?;
        match head {
            Some(head) if head.holds(tx.keys()) => return Ok(head),
            Some(head) => {
                tracing::error!(chain = head.chain, "the head of an audit chain does not hold");
                after = head.chain;
            }
            None => return first_head(tx).await,
        }
    }
}

/// All are held, or none was ever sealed: waits for the first. Who holds it holds no other, so
/// nobody waits in a circle.
async fn first_head(tx: &mut Tx) -> Result<Head, AccessError> {
    let sql = match **tx {
        balcao_store::Conn::Sqlite(_) => "SELECT * FROM audit_head WHERE chain = 0",
        balcao_store::Conn::Postgres(_) => "SELECT * FROM audit_head WHERE chain = 0 FOR UPDATE",
    };
    let head: Option<Head> = on!(&mut *tx, c => sqlx::query_as(sql).fetch_optional(c).await)?;
    let head = head.ok_or(AccessError::AuditTampered)?;
    if head.seal.is_empty() && head.seq == 0 {
        seal_all(tx).await?;
    } else if !head.holds(tx.keys()) {
        return Err(AccessError::AuditTampered);
    }
    Ok(head)
}

/// Before the first line of all, every chain's emptiness is sealed.
async fn seal_all(tx: &mut Tx) -> Result<(), AccessError> {
    let (key_id, key) = (tx.keys().id().to_owned(), tx.keys().derive("audit chain"));
    for chain in 0..CHAINS as i32 {
        let mut head = Head { chain, seq: 0, mac: Vec::new(), key_id: key_id.clone(), seal: Vec::new() };
        head.seal = head.sealed_by(&key).to_vec();
        write_head(tx, &head).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link<'static> {
        Link {
            chain: 1,
            seq: 2,
            at: DateTime::from_timestamp_micros(1_700_000_000_000_000).unwrap(),
            act: "signed-in",
            actor: Some(Uuid::from_u128(1)),
            person: None,
            request: Some(Uuid::from_u128(2)),
            contribution: Some("billing/copy"),
            address: None,
            fields: "null",
            personal: None,
            digest: None,
        }
    }

    #[test]
    fn every_field_and_the_line_before_change_the_code() {
        let key = [1; 32];
        let id = Some(Uuid::from_u128(3));
        let later = DateTime::from_timestamp_micros(1_700_000_000_000_001).unwrap();
        let others = [
            Link { chain: 2, ..link() },
            Link { seq: 3, ..link() },
            Link { at: later, ..link() },
            Link { act: "signed-out", ..link() },
            Link { actor: id, ..link() },
            Link { person: id, ..link() },
            Link { request: None, ..link() },
            Link { contribution: None, ..link() },
            Link { address: Some("::1"), ..link() },
            Link { fields: "{}", ..link() },
            Link { personal: id, ..link() },
            Link { digest: Some(&[0; 32]), ..link() },
        ];
        let code = link().mac(&key, b"before");
        for other in others {
            assert_ne!(other.mac(&key, b"before"), code);
        }
        assert_ne!(link().mac(&key, b"other"), code);
        assert_ne!(link().mac(&[2; 32], b"before"), code);
        assert_eq!(link().mac(&key, b"before"), code);
    }

    #[test]
    fn a_value_that_moves_to_the_next_field_changes_the_code() {
        let one = Link { contribution: Some("a"), address: None, ..link() };
        let two = Link { contribution: None, address: Some("a"), ..link() };
        let empty = Link { contribution: Some(""), address: None, ..link() };
        let none = Link { contribution: None, address: None, ..link() };
        assert_ne!(one.mac(&[1; 32], b""), two.mac(&[1; 32], b""));
        assert_ne!(empty.mac(&[1; 32], b""), none.mac(&[1; 32], b""));
    }
}
