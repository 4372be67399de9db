//! How lines are appended: the last statements of a transaction.

use balcao_store::{Conn, Tx, now, on};

use super::chain::{CHAINS, Head, Link, newest_key};
use super::{Line, personal};
use crate::AccessError;

/// Writes the lines as the last statements of the transaction, and commits it. Whatever the
/// transaction changes is done with its lines or not at all.
pub async fn commit(mut tx: Tx, lines: Vec<Line>) -> Result<(), AccessError> {
    append(&mut tx, lines).await?;
    Ok(tx.commit().await?)
}

/// Writes the lines into a transaction that somebody else commits, right after: from here on it
/// holds the head of a chain, for which others wait.
pub async fn append(tx: &mut Tx, lines: Vec<Line>) -> Result<(), AccessError> {
    let mut kept = Vec::with_capacity(lines.len());
    for line in &lines {
        kept.push(match (line.person, &line.personal) {
            (Some(person), Some(values)) => Some(personal::keep(tx, person, values).await?),
            (None, Some(_)) => return Err(AccessError::Invalid("personal values are of a person")),
            (_, None) => None,
        });
    }
    if lines.is_empty() { Ok(()) } else { link(tx, lines.iter().zip(&kept)).await }
}

async fn link<'a>(
    tx: &mut Tx,
    lines: impl Iterator<Item = (&'a Line, &'a Option<personal::Kept>)>,
) -> Result<(), AccessError> {
    let key_id = tx.keys().id().to_owned();
    let key = newest_key(tx.keys());
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
        Conn::Sqlite(_) => head_sql!(""),
        Conn::Postgres(_) => head_sql!("FOR UPDATE SKIP LOCKED"),
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
        Conn::Sqlite(_) => "SELECT * FROM audit_head WHERE chain = 0",
        Conn::Postgres(_) => "SELECT * FROM audit_head WHERE chain = 0 FOR UPDATE",
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
    let (key_id, key) = (tx.keys().id().to_owned(), newest_key(tx.keys()));
    for chain in 0..CHAINS as i32 {
        let mut head = Head { chain, seq: 0, mac: Vec::new(), key_id: key_id.clone(), seal: Vec::new() };
        head.seal = head.sealed_by(&key).to_vec();
        write_head(tx, &head).await?;
    }
    Ok(())
}
