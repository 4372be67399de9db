//! Signing in.

use std::net::IpAddr;

use balcao_store::{DateTime, Db, Utc};

use crate::{AccessError, Actor, Token};

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The login or the password is wrong; which one is not said.
    #[error("wrong login or password")]
    Wrong,
    /// Too many failures; try again after this time.
    #[error("too many failures, wait until {until}")]
    Limited {
        /// When the next try is looked at.
        until: DateTime<Utc>,
    },
    /// The password was right, and the user may no longer sign in.
    #[error("the user is disabled")]
    Disabled,
    /// The store failed.
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// Signs a user in: a new session, with a token that no one had before.
pub async fn sign_in(
    _db: &Db,
    _login: &str,
    _password: &str,
    _from: IpAddr,
) -> Result<(Token, Actor), SignInError> {
    todo!()
}
