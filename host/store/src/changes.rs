//! How a running desk notices what the command line changed: one number that only grows.

use crate::{Conn, StoreError, Tx};

/// Says that something which others keep in memory has changed. `topic` (`plugins`, `profiles`, …)
/// is for whoever reads the table.
pub async fn bump(tx: &mut Tx, topic: &str) -> Result<(), StoreError> {
    crate::on!(tx, c => sqlx::query("UPDATE generation SET number = number + 1, topic = $1")
        .bind(topic).execute(c).await.map(drop))?;
    Ok(())
}

/// The number as it stands; one that differs from the last one seen means: read again.
pub async fn seen(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(crate::on!(conn, c => sqlx::query_scalar("SELECT number FROM generation").fetch_one(c).await)?)
}
