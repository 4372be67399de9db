//! Values about a person, sealed with that person's own key.

use balcao_store::{Conn, KeyError, Keys, Sealed, StoreError, Tx, Uuid, on};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::AccessError;

/// What the chain holds of a sealed value.
pub(super) struct Kept {
    pub(super) id: Uuid,
    pub(super) digest: [u8; 32],
}

/// Seals values beside the chain, with the key of that person, which is made when there is none.
pub(super) async fn keep(tx: &mut Tx, person: Uuid, values: &Value) -> Result<Kept, AccessError> {
    let key = person_key(tx, person).await?;
    let id = Uuid::now_v7();
    let sealed = key.seal("audit_personal", id, values.to_string().as_bytes());
    on!(tx, c => sqlx::query("INSERT INTO audit_personal (id, person, sealed) VALUES ($1, $2, $3)")
        .bind(id).bind(person).bind(&sealed).execute(c).await.map(drop))?;
    Ok(Kept { id, digest: digest(&sealed) })
}

/// The digest of the sealed bytes. Not of the values: a taxpayer number is soon guessed from its
/// digest, and must be gone when the key is.
pub(super) fn digest(sealed: &Sealed) -> [u8; 32] {
    Sha256::digest(sealed.as_bytes()).into()
}

/// Opens values with the person's key.
pub(super) fn open(
    keys: &Keys,
    person: Uuid,
    id: Uuid,
    key: &Sealed,
    sealed: &Sealed,
) -> Result<Vec<u8>, AccessError> {
    let key = unsealed(keys, person, key)?;
    Ok(key.open("audit_personal", id, sealed).map_err(StoreError::from)?)
}

/// How many values about the person are kept that can be read.
pub async fn kept(conn: &mut Conn, person: Uuid) -> Result<i64, AccessError> {
    Ok(on!(conn, c => sqlx::query_scalar(
        "SELECT count(*) FROM person_key k JOIN audit_line l ON l.person = k.person
         WHERE k.person = $1 AND l.personal IS NOT NULL")
        .bind(person).fetch_one(c).await)?)
}

/// Makes every personal value about the person unreadable, for good: the key is deleted. The caller
/// writes the audit line ([`super::Act::PersonErased`]); a value kept later gets a new key.
pub async fn erase(tx: &mut Tx, person: Uuid) -> Result<(), AccessError> {
    on!(tx, c => sqlx::query("DELETE FROM person_key WHERE person = $1")
        .bind(person).execute(c).await.map(drop))?;
    Ok(())
}

/// Seals every person's key with the newest key of the file, and says how many were not: done after
/// a key was added, before the old one is taken out. The chain itself keeps needing the old one.
pub async fn reseal(tx: &mut Tx) -> Result<usize, AccessError> {
    let all: Vec<(Uuid, Sealed)> = on!(&mut *tx, c => sqlx::query_as(
        "SELECT person, sealed FROM person_key").fetch_all(c).await)?;
    let mut done = 0;
    for (person, sealed) in all {
        let resealed = tx.keys().reseal("person_key", person, &sealed).map_err(StoreError::from)?;
        let Some(resealed) = resealed else { continue };
        on!(&mut *tx, c => sqlx::query("UPDATE person_key SET sealed = $1 WHERE person = $2")
            .bind(&resealed).bind(person).execute(c).await.map(drop))?;
        done += 1;
    }
    Ok(done)
}

async fn person_key(tx: &mut Tx, person: Uuid) -> Result<Keys, AccessError> {
    let new = tx.keys().seal("person_key", person, &Keys::random_secret());
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO person_key (person, sealed) VALUES ($1, $2) ON CONFLICT (person) DO NOTHING")
        .bind(person).bind(&new).execute(c).await.map(drop))?;
    let sealed: Sealed = on!(&mut *tx, c => sqlx::query_scalar(
        "SELECT sealed FROM person_key WHERE person = $1").bind(person).fetch_one(c).await)?;
    unsealed(tx.keys(), person, &sealed)
}

fn unsealed(keys: &Keys, person: Uuid, sealed: &Sealed) -> Result<Keys, AccessError> {
    let secret = keys
        .open("person_key", person, sealed)
        .and_then(|secret| secret.try_into().map_err(|_| KeyError::Sealed));
    Ok(Keys::from_bytes(&[secret.map_err(StoreError::from)?]))
}
