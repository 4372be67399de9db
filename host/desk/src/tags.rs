//! Tags: one service of a contract at one address. They are read with their contracts
//! ([`crate::contracts`]).

use balcao_access::CompanyId;
use balcao_store::{StoreError, Tx};

use crate::{Address, ContractId, Origin, TagId, insert_many};

pub use crate::contracts::Tag;

/// A tag to be kept.
#[derive(Debug, Clone)]
pub struct NewTag {
    /// Its id.
    pub id: TagId,
    /// The contract that it is a service of.
    pub contract: ContractId,
    /// The contract's company.
    pub company: CompanyId,
    /// Unique in the company, in capital letters.
    pub code: String,
    /// What it is, in words.
    pub label: String,
    /// Where the service is delivered.
    pub address: Address,
    /// The login of its connection; none: it has no connection.
    pub login: Option<String>,
    /// Where the row comes from.
    pub origin: Origin,
}

/// Keeps tags.
pub async fn insert_many(tx: &mut Tx, tags: &[NewTag]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "tag",
        [
            "id",
            "contract",
            "company",
            "code",
            "label",
            "street",
            "city",
            "state",
            "login",
            "source",
            "external_id",
            "as_of"
        ],
        tags,
        |row| row.id,
        row.contract,
        row.company,
        &row.code,
        &row.label,
        &row.address.street,
        &row.address.city,
        &row.address.state,
        &row.login,
        &row.origin.source,
        &row.origin.external_id,
        row.origin.as_of
    )?;
    Ok(())
}
