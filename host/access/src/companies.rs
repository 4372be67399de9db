//! The companies of the provider. Users belong to one or more of them.

use balcao_store::{Conn, Tx, on};

use crate::AccessError;

balcao_store::id!(CompanyId, "A company of the provider.");

/// A company of the provider.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// The name by which it is registered.
    pub name: String,
    /// The name that customers know.
    pub trade_name: String,
    /// CNPJ, without punctuation.
    pub tax_id: String,
    /// What its protocols begin with: 0 to 99, another for each company.
    pub protocol_prefix: i32,
}

/// Adds a company. Its CNPJ and its prefix are its own.
pub async fn create(tx: &mut Tx, company: &Company) -> Result<(), AccessError> {
    if !(0..=99).contains(&company.protocol_prefix) {
        return Err(AccessError::Invalid("a protocol prefix is a number from 0 to 99"));
    }
    let done = on!(tx, c => sqlx::query(
        "INSERT INTO company (id, name, trade_name, tax_id, protocol_prefix)
         VALUES ($1, $2, $3, $4, $5)")
        .bind(company.id).bind(&company.name).bind(&company.trade_name)
        .bind(&company.tax_id).bind(company.protocol_prefix)
        .execute(c).await.map(drop));
    crate::error::taken(done, "company")
}

/// One company.
pub async fn one(conn: &mut Conn, id: CompanyId) -> Result<Company, AccessError> {
    on!(conn, c => sqlx::query_as(
        "SELECT id, name, trade_name, tax_id, protocol_prefix FROM company WHERE id = $1")
        .bind(id).fetch_optional(c).await)?
    .ok_or(AccessError::NotFound("company"))
}

/// All companies, by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Company>, AccessError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT id, name, trade_name, tax_id, protocol_prefix FROM company ORDER BY trade_name, id")
        .fetch_all(c).await)?)
}

/// The picture that stands on a company's papers, a PNG; none: its name stands there.
pub async fn logo(conn: &mut Conn, id: CompanyId) -> Result<Option<Vec<u8>>, AccessError> {
    let row: Option<(Vec<u8>,)> = on!(conn, c => sqlx::query_as(
        "SELECT picture FROM company_logo WHERE company = $1").bind(id).fetch_optional(c).await)?;
    Ok(row.map(|(picture,)| picture))
}

/// Sets the picture, or takes it away. Whether it is a PNG, and how large, is for the caller to see.
pub async fn set_logo(tx: &mut Tx, id: CompanyId, picture: Option<&[u8]>) -> Result<(), AccessError> {
    one(tx, id).await?;
    on!(&mut *tx, c => sqlx::query("DELETE FROM company_logo WHERE company = $1")
        .bind(id).execute(c).await.map(drop))?;
    if let Some(picture) = picture {
        on!(tx, c => sqlx::query("INSERT INTO company_logo (company, picture) VALUES ($1, $2)")
            .bind(id).bind(picture).execute(c).await.map(drop))?;
    }
    Ok(())
}
