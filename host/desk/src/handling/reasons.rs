//! Why something is done with a request, which is data.

use balcao_access::Labels;
use balcao_store::{Conn, Json, StoreError, on, text_enum};

text_enum! {
    /// What a reason is for.
    pub enum Purpose {
        /// Forwarding.
        Forward = "forward",
        /// Cancelling.
        Cancel = "cancel",
        /// Reopening.
        Reopen = "reopen",
    }
}

/// A reason.
#[derive(Debug, Clone)]
pub struct Reason {
    /// Its code.
    pub code: String,
    /// What users read.
    pub names: Labels,
}

/// The reasons for this, in their order.
pub async fn reasons(conn: &mut Conn, purpose: Purpose) -> Result<Vec<Reason>, StoreError> {
    let rows: Vec<(String, Json<Labels>)> = on!(conn, c => sqlx::query_as(
        "SELECT code, names FROM reason WHERE purpose = $1 AND NOT hidden ORDER BY position, code")
        .bind(purpose).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(code, names)| Reason { code, names: names.0 }).collect())
}
