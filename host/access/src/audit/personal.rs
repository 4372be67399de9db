//! Values about a person, sealed with that person's own key.

use balcao_store::{KeyError, Keys, Sealed, Tx, Uuid, on};
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
    Ok(key.open("audit_personal", id, sealed).map_err(balcao_store::StoreError::from)?)
}

/// Makes every personal value about the person unreadable, for good: the key is deleted. The caller
/// writes the audit line ([`super::Act::PersonErased`]); a value kept later gets a new key.
pub async fn erase(tx: &mut Tx, person: Uuid) -> Result<(), AccessError> {
    on!(tx, c => sqlx::query("DELETE FROM person_key WHERE person = $1")
        .bind(person).execute(c).await.map(drop))?;
    Ok(())
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
    let secret = keys.open("person_key", person, sealed).and_then(|secret| {
        secret.try_into().map_err(|_| KeyError::Sealed)
    });
    Ok(Keys::from_secret(secret.map_err(balcao_store::StoreError::from)?))
}
