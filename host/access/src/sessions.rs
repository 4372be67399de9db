//! Sessions: kept on the server, named by a token that only the browser has.

use balcao_store::{Conn, Db, Tx};

use crate::{AccessError, Actor, CompanyId, Locale};

balcao_store::id!(SessionId, "A session. Not the token: it may stand in a log.");

/// What the browser's cookie holds: 256 random bits. The database has only its hash.
#[derive(Clone)]
#[allow(dead_code, reason = "until the bodies land")]
pub struct Token([u8; 32]);

impl Token {
    /// As it stands in the cookie: 64 hexadecimal digits.
    pub fn to_cookie(&self) -> String {
        todo!()
    }

    /// From a cookie; `None` when it is no token at all.
    pub fn from_cookie(_text: &str) -> Option<Token> {
        todo!()
    }
}

/// Who the session belongs to, if it is still good: not ended, idle for less than [`IDLE`], younger
/// than [`ABSOLUTE`], of a user who is not disabled.
pub async fn find(_conn: &mut Conn, _token: &Token) -> Result<Option<Actor>, AccessError> {
    todo!()
}

/// Notes that the session was used; writes at most once a minute.
pub async fn touch(_db: &Db, _actor: &Actor) -> Result<(), AccessError> {
    todo!()
}

/// Ends the session: sign out.
pub async fn end(_tx: &mut Tx, _actor: &Actor) -> Result<(), AccessError> {
    todo!()
}

/// The value that a form of this session must carry: an HMAC under the token.
pub fn csrf(_token: &Token) -> String {
    todo!()
}

/// Whether a form carried it. Takes the same time whatever differs.
pub fn csrf_holds(_token: &Token, _given: &str) -> bool {
    todo!()
}

/// Changes the language of the user's pages.
pub async fn set_locale(_tx: &mut Tx, _actor: &Actor, _locale: Locale) -> Result<(), AccessError> {
    todo!()
}

/// Changes the company for which the user works in this session: one of the user's own.
pub async fn choose_company(_tx: &mut Tx, _actor: &Actor, _company: CompanyId) -> Result<(), AccessError> {
    todo!()
}
