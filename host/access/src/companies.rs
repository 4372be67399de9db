//! The companies of the provider. Users belong to one or more of them.

use balcao_store::{Conn, Tx, on};

use crate::{AccessError, UserId};

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

/// What can be changed of a company. Its prefix stands in every protocol that was given out.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Legal {
    /// The name by which it is registered.
    pub name: String,
    /// The name that customers know.
    pub trade_name: String,
    /// CNPJ, without punctuation. Whether it is one is for the caller to see.
    pub tax_id: String,
}

/// Changes a company that stands as the form saw it; one that does not is left alone, and `false` is given.
pub async fn edit(tx: &mut Tx, id: CompanyId, seen: &Legal, legal: &Legal) -> Result<bool, AccessError> {
    if legal.name.trim().is_empty() || legal.trade_name.trim().is_empty() {
        return Err(AccessError::Invalid("a company has a name"));
    }
    let done = on!(tx, c => sqlx::query(
        "UPDATE company SET name = $1, trade_name = $2, tax_id = $3
         WHERE id = $4 AND name = $5 AND trade_name = $6 AND tax_id = $7")
        .bind(&legal.name).bind(&legal.trade_name).bind(&legal.tax_id)
        .bind(id).bind(&seen.name).bind(&seen.trade_name).bind(&seen.tax_id)
        .execute(c).await.map(|done| done.rows_affected()));
    Ok(crate::error::taken(done, "company")? == 1)
}

/// How the pages look for those who work in a company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Its accent on light and on dark ground, as `#rrggbb`; none is the desk's own.
    pub colours: Option<(String, String)>,
    /// Whether it has a logo.
    pub has_logo: bool,
    /// Moves with every change.
    pub version: i64,
}

/// How the pages look in a company.
pub async fn look(conn: &mut Conn, id: CompanyId) -> Result<Look, AccessError> {
    let row: Option<(Option<String>, Option<String>, Option<i64>, Option<CompanyId>)> = on!(conn, c => sqlx::query_as(
            "SELECT l.light, l.dark, l.version, g.company FROM company c
             LEFT JOIN company_look l ON l.company = c.id LEFT JOIN company_logo g ON g.company = c.id
             WHERE c.id = $1")
            .bind(id).fetch_optional(c).await)?;
    let (light, dark, version, logo) = row.ok_or(AccessError::NotFound("company"))?;
    Ok(Look { colours: light.zip(dark), has_logo: logo.is_some(), version: version.unwrap_or(0) })
}

/// Sets the accent on light and on dark ground, or takes both away. Whether they can be read is for the
/// caller to see, who knows the grounds.
pub async fn set_colours(
    tx: &mut Tx,
    id: CompanyId,
    colours: Option<(&str, &str)>,
) -> Result<(), AccessError> {
    touch_look(tx, id).await?;
    let (light, dark) = colours.unzip();
    on!(tx, c => sqlx::query("UPDATE company_look SET light = $1, dark = $2 WHERE company = $3")
        .bind(light).bind(dark).bind(id).execute(c).await.map(drop))?;
    Ok(())
}

async fn touch_look(tx: &mut Tx, id: CompanyId) -> Result<(), AccessError> {
    on!(tx, c => sqlx::query(
        "INSERT INTO company_look (company, version) VALUES ($1, 1)
         ON CONFLICT (company) DO UPDATE SET version = company_look.version + 1")
        .bind(id).execute(c).await.map(drop))?;
    Ok(())
}

/// Has a user work in a company, too.
pub async fn add_user(tx: &mut Tx, id: CompanyId, user: UserId) -> Result<(), AccessError> {
    on!(tx, c => sqlx::query(
        "INSERT INTO user_company (user_account, company) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(user).bind(id).execute(c).await.map(drop))?;
    Ok(())
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
    touch_look(tx, id).await?;
    on!(&mut *tx, c => sqlx::query("DELETE FROM company_logo WHERE company = $1")
        .bind(id).execute(c).await.map(drop))?;
    if let Some(picture) = picture {
        on!(tx, c => sqlx::query("INSERT INTO company_logo (company, picture) VALUES ($1, $2)")
            .bind(id).bind(picture).execute(c).await.map(drop))?;
    }
    Ok(())
}
