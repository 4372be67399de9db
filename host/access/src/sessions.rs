//! Sessions: kept on the server, named by a token that only the browser has.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use balcao_store::{Conn, DateTime, Db, Tx, UnknownText, Utc, now, on};
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::audit::{Act, Line};
use crate::{AccessError, Actor, CompanyId, Locale, SignedIn, UserId, steps, users};

balcao_store::id!(SessionId, "A session. Not the token: it may stand in a log.");

/// A session that nobody used for so long is over: a break is shorter.
pub const IDLE: TimeDelta = TimeDelta::hours(2);
/// A session is over after so long whatever happens: the longest working day.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// The most that is kept of what a browser calls itself.
const LONGEST_NAME: usize = 60;
/// How exact the time of last use is; a page with many parts writes it once.
const TOUCHED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// What the browser's cookie holds: 256 random bits as 64 hexadecimal digits. The database has only
/// its hash.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    pub(crate) fn new() -> Token {
        let mut bits = [0; 32];
        getrandom::fill(&mut bits).expect("the system has random numbers");
        Token(hex(&bits))
    }

    /// What the cookie is to hold. For nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A fast hash will do: nobody guesses 256 random bits.
    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl FromStr for Token {
    type Err = UnknownText;

    fn from_str(text: &str) -> Result<Token, UnknownText> {
        let digits = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        match text.len() == 64 && text.bytes().all(digits) {
            true => Ok(Token(text.to_owned())),
            false => Err(UnknownText("Token")),
        }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// From where, and with what, somebody signs in.
#[derive(Debug, Clone)]
pub struct Client {
    /// The address.
    pub address: IpAddr,
    /// The browser, in a few words, if it says so.
    pub browser: Option<String>,
}

impl From<IpAddr> for Client {
    fn from(address: IpAddr) -> Client {
        Client { address, browser: None }
    }
}

/// A session as its user, or who administers users, sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Since when.
    pub started_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub used_at: DateTime<Utc>,
    /// From where it began; none if nobody noted it.
    pub address: Option<String>,
    /// With which browser, as far as it said.
    pub browser: Option<String>,
}

/// The sessions of a user that are still good, the one used last first.
pub async fn of(conn: &mut Conn, user: UserId) -> Result<Vec<Session>, AccessError> {
    let now = now();
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT id, started_at, used_at, address, browser FROM session
         WHERE user_account = $1 AND started_at > $2 AND used_at > $3 ORDER BY used_at DESC, id DESC")
        .bind(user).bind(now - ABSOLUTE).bind(now - IDLE).fetch_all(c).await)?)
}

/// Ends one session of a user, as somebody decided who sees all of them. One that is over already is no
/// error, and gives no audit line.
pub async fn end_one(
    tx: &mut Tx,
    actor: &Actor,
    user: UserId,
    session: SessionId,
) -> Result<Option<Line>, AccessError> {
    let ended = on!(tx, c => sqlx::query("DELETE FROM session WHERE id = $1 AND user_account = $2")
        .bind(session).bind(user).execute(c).await.map(|done| done.rows_affected()))?;
    let fields = json!({ "user": user, "session": session });
    Ok((ended == 1).then(|| Line::new(Act::SessionsEnded).by(actor).fields(fields)))
}

/// Ends every session of a user but the one in which this is done. Gives the audit line.
pub async fn end_others(tx: &mut Tx, actor: &Actor, user: UserId) -> Result<Line, AccessError> {
    steps::end_all(tx, user).await?;
    let ended = on!(tx, c => sqlx::query("DELETE FROM session WHERE user_account = $1 AND id <> $2")
        .bind(user).bind(actor.session).execute(c).await.map(|done| done.rows_affected()))?;
    let fields = json!({ "user": user, "ended": ended });
    Ok(Line::new(Act::SessionsEnded).by(actor).fields(fields))
}

/// Begins a session in the first of the user's companies, and forgets those that are over.
pub(crate) async fn start(tx: &mut Tx, user: UserId, from: Option<Client>) -> Result<Token, AccessError> {
    let (token, now) = (Token::new(), now());
    on!(&mut *tx, c => sqlx::query("DELETE FROM session WHERE started_at <= $1")
        .bind(now - ABSOLUTE).execute(c).await.map(drop))?;
    let user = users::by_id(tx, user).await?;
    let company = user.companies.first().copied().ok_or(AccessError::NotFound("company"))?;
    let address = from.as_ref().map(|from| from.address.to_canonical().to_string());
    let browser = from.and_then(|from| from.browser);
    let browser: Option<String> = browser.map(|name| name.chars().take(LONGEST_NAME).collect());
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO session (id, token_hash, user_account, company, started_at, used_at, address, browser)
         VALUES ($1, $2, $3, $4, $5, $5, $6, $7)")
        .bind(SessionId::new()).bind(&token.hash()[..]).bind(user.id).bind(company).bind(now)
        .bind(&address).bind(&browser)
        .execute(c).await.map(drop))?;
    Ok(token)
}

/// Who the session belongs to, if it is still good: not ended, idle for less than [`IDLE`], younger
/// than [`ABSOLUTE`], of a user who is not disabled and still belongs to the session's company.
/// `from` is the address of the request at hand, for the audit trail.
pub async fn find(
    conn: &mut Conn,
    token: &Token,
    from: Option<IpAddr>,
) -> Result<Option<Actor>, AccessError> {
    let now = now();
    let found: Option<(SessionId, UserId, CompanyId)> = on!(&mut *conn, c => sqlx::query_as(
        "SELECT id, user_account, company FROM session
         WHERE token_hash = $1 AND started_at > $2 AND used_at > $3")
        .bind(&token.hash()[..]).bind(now - ABSOLUTE).bind(now - IDLE)
        .fetch_optional(c).await)?;
    match found {
        Some((session, user, company)) => signed_in(conn, session, user, company, from).await,
        None => Ok(None),
    }
}

/// The same user as the session stands now, by the checks of [`find`]: what was read when a request
/// began may no longer hold when, much later, it changes something.
pub async fn again(conn: &mut Conn, actor: &Actor) -> Result<Option<Actor>, AccessError> {
    let now = now();
    let found: Option<(UserId, CompanyId)> = on!(&mut *conn, c => sqlx::query_as(
        "SELECT user_account, company FROM session
         WHERE id = $1 AND started_at > $2 AND used_at > $3")
        .bind(actor.session).bind(now - ABSOLUTE).bind(now - IDLE)
        .fetch_optional(c).await)?;
    match found {
        Some((user, company)) => signed_in(conn, actor.session, user, company, actor.from).await,
        None => Ok(None),
    }
}

/// The user of a session that is still good, if still allowed in.
async fn signed_in(
    conn: &mut Conn,
    session: SessionId,
    user: UserId,
    company: CompanyId,
    from: Option<IpAddr>,
) -> Result<Option<Actor>, AccessError> {
    let (user, rights) = users::with_rights(conn, user).await?;
    if user.disabled || !user.companies.contains(&company) {
        return Ok(None);
    }
    Ok(Some(Actor::new(SignedIn { user, company, rights, session, from })))
}

/// Notes that the session was used; writes at most once a minute, so call it for every request.
pub async fn touch(db: &Db, actor: &Actor) -> Result<(), AccessError> {
    let now = now();
    let stale: Option<SessionId> = on!(&mut db.read().await?, c => sqlx::query_scalar(
        "SELECT id FROM session WHERE id = $1 AND used_at < $2")
        .bind(actor.session).bind(now - TOUCHED_EVERY).fetch_optional(c).await)?;
    let Some(session) = stale else { return Ok(()) };
    let mut tx = db.write().await?;
    on!(&mut tx, c => sqlx::query("UPDATE session SET used_at = $1 WHERE id = $2")
        .bind(now).bind(session).execute(c).await.map(drop))?;
    Ok(tx.commit().await?)
}

/// Ends the session: sign out.
pub async fn end(tx: &mut Tx, actor: &Actor) -> Result<(), AccessError> {
    on!(tx, c => sqlx::query("DELETE FROM session WHERE id = $1")
        .bind(actor.session).execute(c).await.map(drop))?;
    Ok(())
}

/// Ends every session of a user, and every sign-in under way.
pub(crate) async fn end_all(tx: &mut Tx, user: UserId) -> Result<(), AccessError> {
    steps::end_all(tx, user).await?;
    on!(tx, c => sqlx::query("DELETE FROM session WHERE user_account = $1")
        .bind(user).execute(c).await.map(drop))?;
    Ok(())
}

/// The value that a form of this session must carry: an HMAC under the token, so that only who has
/// the cookie can have it, and the page never holds the token itself.
pub fn csrf(token: &Token) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(token.0.as_bytes()).expect("any length is a key");
    mac.update(b"csrf");
    hex(&mac.finalize().into_bytes())
}

/// Whether a form carried it. Takes the same time whatever differs.
pub fn csrf_holds(token: &Token, given: &str) -> bool {
    csrf(token).as_bytes().ct_eq(given.as_bytes()).into()
}

/// Changes the language of the user's pages.
pub async fn set_locale(tx: &mut Tx, actor: &Actor, locale: Locale) -> Result<(), AccessError> {
    on!(tx, c => sqlx::query("UPDATE user_account SET locale = $1 WHERE id = $2")
        .bind(locale).bind(actor.user.id).execute(c).await.map(drop))?;
    Ok(())
}

/// Changes the company for which the user works in this session: one of the user's own. Gives the
/// audit line of it.
pub async fn choose_company(tx: &mut Tx, actor: &Actor, company: CompanyId) -> Result<Line, AccessError> {
    if !actor.user.companies.contains(&company) {
        return Err(AccessError::OtherCompany);
    }
    on!(tx, c => sqlx::query("UPDATE session SET company = $1 WHERE id = $2")
        .bind(company).bind(actor.session).execute(c).await.map(drop))?;
    let fields = json!({ "from": actor.company, "to": company });
    Ok(Line::new(Act::CompanyChosen).by(actor).fields(fields))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_64_lower_case_digits_and_says_nothing_of_itself() {
        let token = Token::new();
        assert_eq!(token.expose().len(), 64);
        assert_ne!(token.expose(), Token::new().expose());
        assert!(token.expose().parse::<Token>().is_ok());
        for bad in ["", "ab", &"G".repeat(64), &"A".repeat(64), &"é".repeat(32)] {
            assert!(bad.parse::<Token>().is_err(), "{bad}");
        }
        assert_eq!(format!("{token:?}"), "Token");
    }

    #[test]
    fn the_value_of_a_form_belongs_to_its_session() {
        let (one, other) = (Token::new(), Token::new());
        assert!(csrf_holds(&one, &csrf(&one)));
        assert!(!csrf_holds(&one, &csrf(&other)));
        assert!(!csrf_holds(&one, ""));
        assert!(!csrf(&one).contains(one.expose()));
    }
}
