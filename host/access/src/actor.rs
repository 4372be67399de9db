//! The proof that somebody is signed in.

use std::net::IpAddr;
use std::ops::Deref;

use crate::{CompanyId, ProfileRef, Right, Rights, SessionId, User};

/// Who acts. Only [`crate::sign_in`] and [`crate::sessions`] make one; everything above this room
/// takes it. Its fields are read through [`SignedIn`] and can't be changed.
#[derive(Debug, Clone)]
pub struct Actor(SignedIn);

/// What is known of who acts.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The user.
    pub user: User,
    /// The company for which the user works now: one of the user's companies.
    pub company: CompanyId,
    /// What the user's profile allows.
    pub rights: Rights,
    /// The session.
    pub session: SessionId,
    /// The address from which this came, if known.
    pub from: Option<IpAddr>,
}

impl Actor {
    pub(crate) fn new(signed_in: SignedIn) -> Actor {
        Actor(signed_in)
    }

    /// The same user as one of that profile would see the desk, for looking only. Nobody gains by it:
    /// what the user's own profile does not allow is not allowed.
    pub fn seeing_as(&self, profile: ProfileRef, rights: &Rights) -> Actor {
        let both: Vec<Right> = rights.iter().filter(|right| self.may(*right)).collect();
        let user = User { profile, ..self.0.user.clone() };
        Actor(SignedIn { user, rights: Rights::of(&both), ..self.0.clone() })
    }

    /// Whether the profile allows it.
    pub fn may(&self, right: Right) -> bool {
        self.0.rights.has(right)
    }
}

impl Deref for Actor {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}
