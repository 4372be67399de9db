//! Who may do what: companies, teams, users, profiles and their layouts, signing in with its second
//! factor, sessions, and the audit trail.
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
pub mod password;
pub mod profiles;
pub mod second_factor;
pub mod sessions;
mod sign_in;
mod steps;
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
pub use password::PasswordProblem;
pub use profiles::{Profile, ProfileId, ProfileRef, Right, Rights};
pub use sessions::{Client, SessionId, Token};
pub use sign_in::{SignInError, is_own_password, sign_in};
pub use steps::{Answer, Entered, Step, StepError, StepProblem, go_on};
pub use teams::{Team, TeamId};
pub use users::{User, UserId};
