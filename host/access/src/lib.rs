//! Who may do what: companies, teams, users, profiles and their layouts, signing in, sessions, and
//! the audit trail.
//!
//! Everything above this room takes an [`Actor`], the proof that somebody is signed in; only
//! [`sign_in`] and [`sessions`] hand one out. What a profile contains is asked of one type,
//! [`Layout`].
#![forbid(unsafe_code)]

mod actor;
pub mod audit;
pub mod companies;
mod error;
pub mod finding;
mod layout;
mod limits;
mod locale;
mod password;
pub mod profiles;
pub mod sessions;
mod sign_in;
pub mod teams;
#[cfg(feature = "testing")]
pub mod testing;
pub mod users;

pub use actor::{Actor, SignedIn};
pub use companies::{Company, CompanyId};
pub use error::AccessError;
pub use layout::{
    Kind, Labels, Layout, LiveLayout, MOST_LETTERS, MOST_PLACED, MOST_TABS, Placement, PlacementId, Problem,
    RESERVED, Size, Tab,
};
pub use locale::Locale;
pub use profiles::{Profile, ProfileId, ProfileRef, Right, Rights};
pub use sessions::{SessionId, Token};
pub use sign_in::{SignInError, sign_in};
pub use teams::{Team, TeamId};
pub use users::{User, UserId};
