//! The SMTP server of a company.

use std::fmt;
use std::net::IpAddr;

use balcao_access::CompanyId;
use balcao_access::audit::{Act, Line};
use balcao_store::{Conn, KeyError, Keys, Sealed, StoreError, Tx, on, text_enum};

use crate::address::is_address;

/// What a password is sealed for.
const SEALED_IN: &str = "mail_server.password";

text_enum! {
    /// How the way to the server is protected.
    pub enum Security {
        /// TLS from the first byte, as on port 465.
        Tls = "tls",
        /// TLS before anything is said, as on port 587. A server that does not offer it gets nothing.
        StartTls = "starttls",
        /// Nothing: only for a server on a network that the provider trusts, and without a password.
        None = "none",
    }
}

/// The password of a mail server. It is in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// As it was typed.
    pub fn new(text: impl Into<String>) -> Password {
        Password(text.into())
    }

    /// For the server, and for nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

/// Where a company's mail goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// A name or an address. Its certificate has to be of this name.
    pub host: String,
    /// 587 and 465 are usual.
    pub port: u16,
    /// How the way there is protected.
    pub security: Security,
    /// The certificate (PEM) of an authority that is trusted for this server beside those of the system.
    pub authority: Option<String>,
    /// User and password; none: the server knows us by our address.
    pub login: Option<(String, Password)>,
    /// The address that customers see.
    pub from_address: String,
    /// The name that customers see.
    pub from_name: String,
    /// Where answers go; none: to the sender's address.
    pub reply_to: Option<String>,
}

/// Why a server is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// Neither a name nor an address.
    #[error("the host is a name or an address, without port and without spaces")]
    Host,
    /// No mail can come from it, or go back to it.
    #[error("{0} is no e-mail address")]
    Address(&'static str),
    /// Of more than one line, or too long.
    #[error("the sender's name is one line of at most 100 characters")]
    Name,
    /// Everybody on the way could read it.
    #[error("a password is sent over TLS only: use --security tls or starttls")]
    Exposed,
    /// There is none, or it is empty.
    #[error("the server's password is missing")]
    NoPassword,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Server {
    fn check(&self) -> Result<(), ServerError> {
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        if self.host.is_empty() || self.host.len() > 253 || !self.host.chars().all(named) {
            return Err(ServerError::Host);
        }
        if !is_address(&self.from_address) {
            return Err(ServerError::Address("the sender's address"));
        }
        if self.reply_to.as_deref().is_some_and(|address| !is_address(address)) {
            return Err(ServerError::Address("the address for answers"));
        }
        let name = self.from_name.trim();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(ServerError::Name);
        }
        match &self.login {
            Some((user, password)) if user.is_empty() || password.expose().is_empty() => {
                Err(ServerError::NoPassword)
            }
            Some(_) if self.security == Security::None && !self.is_this_machine() => {
                Err(ServerError::Exposed)
            }
            _ => Ok(()),
        }
    }

    fn is_this_machine(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// The domain of the sender.
    pub fn domain(&self) -> &str {
        self.from_address.rsplit('@').next().unwrap_or_default()
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    host: String,
    port: i64,
    security: Security,
    authority: Option<String>,
    login: Option<String>,
    password: Option<Sealed>,
    from_address: String,
    from_name: String,
    reply_to: Option<String>,
}

/// The company's server; none: it sends no mail.
pub async fn server_of(
    conn: &mut Conn,
    keys: &Keys,
    company: CompanyId,
) -> Result<Option<Server>, StoreError> {
    let row: Option<Row> = on!(conn, c => sqlx::query_as(
        "SELECT host, port, security, authority, login, password, from_address, from_name, reply_to
         FROM mail_server WHERE company = $1",
    ).bind(company).fetch_optional(c).await)?;
    let Some(row) = row else { return Ok(None) };
    let login = match row.login.zip(row.password) {
        None => None,
        Some((user, sealed)) => {
            let plain = keys.open(SEALED_IN, company.0, &sealed)?;
            let plain = String::from_utf8(plain).map_err(|_| StoreError::from(KeyError::Sealed))?;
            Some((user, Password(plain)))
        }
    };
    Ok(Some(Server {
        host: row.host,
        port: u16::try_from(row.port).unwrap_or_default(),
        security: row.security,
        authority: row.authority,
        login,
        from_address: row.from_address,
        from_name: row.from_name,
        reply_to: row.reply_to,
    }))
}

/// Whether the company sends mail at all.
pub(crate) async fn has_server(conn: &mut Conn, company: CompanyId) -> Result<bool, StoreError> {
    let found: Option<(CompanyId,)> = on!(conn, c => sqlx::query_as(
        "SELECT company FROM mail_server WHERE company = $1",
    ).bind(company).fetch_optional(c).await)?;
    Ok(found.is_some())
}

/// Has the company send its mail there. The audit line is to be committed with `tx`.
pub async fn set_server(tx: &mut Tx, company: CompanyId, server: &Server) -> Result<Line, ServerError> {
    server.check()?;
    let keys = tx.keys().clone();
    let sealed = server
        .login
        .as_ref()
        .map(|(_, password)| keys.seal(SEALED_IN, company.0, password.expose().as_bytes()));
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO mail_server (company, host, port, security, authority, login, password,
                                  from_address, from_name, reply_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (company) DO UPDATE SET host = $2, port = $3, security = $4, authority = $5,
             login = $6, password = $7, from_address = $8, from_name = $9, reply_to = $10",
    )
    .bind(company).bind(&server.host).bind(i64::from(server.port)).bind(server.security)
    .bind(&server.authority).bind(server.login.as_ref().map(|(user, _)| user)).bind(sealed)
    .bind(&server.from_address).bind(server.from_name.trim()).bind(&server.reply_to)
    .execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    let fields = serde_json::json!({
        "company": company, "server": { "host": server.host, "port": server.port, "security": server.security },
    });
    Ok(Line::new(Act::MailSet).fields(fields))
}

/// Has the company send no more mail; none: it sent none.
pub async fn remove_server(tx: &mut Tx, company: CompanyId) -> Result<Option<Line>, StoreError> {
    let removed = on!(&mut *tx, c => sqlx::query("DELETE FROM mail_server WHERE company = $1")
        .bind(company).execute(c).await.map(|done| done.rows_affected()))?;
    let fields = serde_json::json!({ "company": company, "server": null });
    Ok((removed > 0).then(|| Line::new(Act::MailSet).fields(fields)))
}
