//! The accounts of companies at banks: where their APIs are, and with which credentials.

use balcao_access::audit::{Act, Line};
use balcao_access::{AccessError, CompanyId};
use balcao_store::{Conn, Keys, Sealed, StoreError, Tx, on};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

balcao_store::id!(AccountId, "An account of a company at a bank.");

const SECRET: &str = "bank_account.secret";

/// Why an account is not taken.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Not three digits.
    #[error("a bank's code is three digits")]
    Bank,
    /// Credentials would be sent in the clear.
    #[error("{0}: expected an https address (or http on this machine)")]
    Url(String),
    /// The client or its secret is missing.
    #[error("the client and its secret are needed")]
    Credentials,
    /// The PIX API without a key, or the other way round.
    #[error("PIX needs both: the address of its API and the key that is paid to")]
    Pix,
    /// The certificate and its key are not PEM.
    #[error("the certificate and its private key are expected as PEM")]
    Certificate,
    /// The company has an account at this bank already.
    #[error("the company has an account at this bank already")]
    Taken,
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The company is not known.
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// An account, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is.
    pub company: CompanyId,
    /// The bank's code, three digits.
    pub bank: String,
    /// What it is called.
    pub label: String,
    /// Where tokens are had (OAuth2 client credentials).
    pub token_url: String,
    /// Where the slip API begins.
    pub slip_url: String,
    /// PIX; none: slips have no code of their own, but for what the slip API gives.
    pub pix: Option<PixAccount>,
    /// The client's id.
    pub client: String,
    pub(crate) secret: Sealed,
}

/// How PIX is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PixAccount {
    /// Where the Central Bank's API begins at this bank.
    pub url: String,
    /// The key that is paid to.
    pub key: String,
}

/// What an account is opened with. Sealed; it has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Secret {
    /// The client's secret.
    pub client_secret: String,
    /// Certificate and private key, PEM, where the bank asks for one (mTLS).
    pub identity: Option<String>,
}

/// An account to be kept.
pub struct NewAccount {
    /// Whose it is.
    pub company: CompanyId,
    /// The bank's code, three digits.
    pub bank: String,
    /// What it is called.
    pub label: String,
    /// Where tokens are had.
    pub token_url: String,
    /// Where the slip API begins.
    pub slip_url: String,
    /// PIX.
    pub pix: Option<PixAccount>,
    /// The client's id.
    pub client: String,
    /// Its secrets.
    pub secret: Secret,
}

/// Keeps an account; the line is for the audit trail of the same transaction.
pub async fn add(
    tx: &mut Tx,
    new: &NewAccount,
    now: DateTime<Utc>,
) -> Result<(AccountId, Line), AccountError> {
    checked(new)?;
    let id = AccountId::new();
    let secret = serde_json::to_vec(&new.secret).map_err(|_| AccountError::Credentials)?;
    let secret = tx.keys().seal(SECRET, id.0, &secret);
    let trimmed = |url: &str| url.trim_end_matches('/').to_owned();
    let done = on!(tx, c => sqlx::query(
        "INSERT INTO bank_account (id, company, bank, label, token_url, slip_url, pix_url, client, secret,
                                   pix_key, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(id).bind(new.company).bind(&new.bank).bind(&new.label).bind(trimmed(&new.token_url))
        .bind(trimmed(&new.slip_url)).bind(new.pix.as_ref().map(|pix| trimmed(&pix.url))).bind(&new.client)
        .bind(secret).bind(new.pix.as_ref().map(|pix| pix.key.clone())).bind(now)
        .execute(c).await.map(drop));
    match done.map_err(StoreError::from) {
        Err(error) if error.is_unique() => Err(AccountError::Taken),
        Err(error) => Err(error.into()),
        Ok(()) => Ok((id, line(Act::BankAdded, id, &new.bank))),
    }
}

/// Forgets an account; charges that wait for it wait on.
pub async fn remove(tx: &mut Tx, company: CompanyId, bank: &str) -> Result<Line, AccountError> {
    let gone: Option<(AccountId,)> = on!(tx, c => sqlx::query_as(
        "DELETE FROM bank_account WHERE company = $1 AND bank = $2 RETURNING id")
        .bind(company).bind(bank).fetch_optional(c).await)
    .map_err(StoreError::from)?;
    let (id,) = gone.ok_or(AccountError::NotFound)?;
    Ok(line(Act::BankRemoved, id, bank))
}

fn line(act: Act, id: AccountId, bank: &str) -> Line {
    Line::new(act).fields(serde_json::json!({ "account": id, "bank": bank }))
}

fn checked(new: &NewAccount) -> Result<(), AccountError> {
    if new.bank.len() != 3 || !new.bank.bytes().all(|c| c.is_ascii_digit()) {
        return Err(AccountError::Bank);
    }
    let pix = new.pix.as_ref();
    if pix.is_some_and(|pix| pix.url.is_empty() || pix.key.trim().is_empty()) {
        return Err(AccountError::Pix);
    }
    for url in [Some(&new.token_url), Some(&new.slip_url), pix.map(|pix| &pix.url)].into_iter().flatten() {
        if !is_private(url) {
            return Err(AccountError::Url(url.clone()));
        }
    }
    if new.client.is_empty() || new.secret.client_secret.is_empty() {
        return Err(AccountError::Credentials);
    }
    match &new.secret.identity {
        Some(pem) if reqwest::Identity::from_pem(pem.as_bytes()).is_err() => Err(AccountError::Certificate),
        _ => Ok(()),
    }
}

/// Whether what is sent there stays private: TLS, or this machine.
fn is_private(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return false };
    let plain = !url.username().is_empty() || url.password().is_some();
    let local =
        url.host_str().is_some_and(|host| host == "localhost" || host == "127.0.0.1" || host == "[::1]");
    !plain && (url.scheme() == "https" || (url.scheme() == "http" && local))
}

#[derive(sqlx::FromRow)]
struct Row {
    id: AccountId,
    company: CompanyId,
    bank: String,
    label: String,
    token_url: String,
    slip_url: String,
    pix_url: Option<String>,
    client: String,
    secret: Sealed,
    pix_key: Option<String>,
}

impl Row {
    fn account(self) -> Account {
        Account {
            id: self.id,
            company: self.company,
            bank: self.bank,
            label: self.label,
            token_url: self.token_url,
            slip_url: self.slip_url,
            pix: self.pix_url.zip(self.pix_key).map(|(url, key)| PixAccount { url, key }),
            client: self.client,
            secret: self.secret,
        }
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, company, bank, label, token_url, slip_url, pix_url, client, secret, pix_key
             FROM bank_account ",
            $rest
        )
    };
}

/// The account of a company at a bank.
pub async fn of(conn: &mut Conn, company: CompanyId, bank: &str) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = on!(conn, c => sqlx::query_as(select!("WHERE company = $1 AND bank = $2"))
        .bind(company).bind(bank).fetch_optional(c).await)?;
    Ok(row.map(Row::account))
}

/// All accounts.
pub async fn list(conn: &mut Conn) -> Result<Vec<Account>, StoreError> {
    let rows: Vec<Row> =
        on!(conn, c => sqlx::query_as(select!("ORDER BY company, bank")).fetch_all(c).await)?;
    Ok(rows.into_iter().map(Row::account).collect())
}

impl Account {
    /// Opens its secrets.
    pub(crate) fn open(&self, keys: &Keys) -> Result<Secret, StoreError> {
        let plain = keys.open(SECRET, self.id.0, &self.secret)?;
        serde_json::from_slice(&plain).map_err(|_| balcao_store::KeyError::Sealed.into())
    }
}

#[cfg(test)]
mod tests {
    use super::is_private;

    #[test]
    fn credentials_go_over_tls_or_stay_on_this_machine() {
        for good in
            ["https://api.bank.example", "http://127.0.0.1:9/x", "http://[::1]:9", "http://localhost:1"]
        {
            assert!(is_private(good), "{good}");
        }
        for bad in
            ["http://api.bank.example", "ftp://x", "bank", "https://a:b@bank.example", "http://127.0.0.1.x"]
        {
            assert!(!is_private(bad), "{bad}");
        }
    }
}
