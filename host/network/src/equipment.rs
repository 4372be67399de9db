//! The provider's equipment, as the desk reaches it: functions that whoever starts the desk hands
//! in. A part that is not there is `None`, and nothing is ever made up in its place.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use balcao_access::{CompanyId, UserId};
use chrono::{DateTime, NaiveDate, Utc};

use crate::signal::Reading;
use crate::usage::Day;
use crate::{Access, Connection, Password};

/// What is being asked of something outside.
pub type Asking<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Why something outside gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// The provider did not set it up.
    #[error("none is set up")]
    NotSetUp,
    /// It did not answer in time.
    #[error("no answer in time")]
    NoAnswer,
    /// It did not take what the desk signs in with.
    #[error("the credentials were refused")]
    Refused,
    /// It does not know what was asked about.
    #[error("it does not know the line")]
    Unknown,
    /// The desk does not know where to ask.
    #[error("the place of the line is not known")]
    NoPlace,
    /// The system lets the desk's process send no echo requests.
    #[error("the process may send no echo requests: set net.ipv4.ping_group_range, or CAP_NET_RAW")]
    NotAllowed,
    /// Too much was asked at once.
    #[error("too many at once")]
    TooMany,
}

/// How new a reading has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// One of the last half minute will do.
    Recent,
    /// Somebody asked for one of now.
    Now,
}

/// An order to the access server; the same key is the same order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The outbox's key.
    pub key: String,
    /// Whose access server it is.
    pub company: CompanyId,
    /// Whose line.
    pub login: String,
    /// On which access server.
    pub nas: String,
    /// What to do.
    pub what: What,
}

/// What an access server is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// End this session. Without accounting nobody knows which is open, and it is the login's: such an
    /// order is given once.
    Disconnect(Option<Session>),
    /// What the line carries was changed from this to that: this session is to carry it, too, and is
    /// ended where it can't be changed.
    Renew {
        /// What it carried.
        from: Access,
        /// What it is to carry.
        to: Access,
        /// Which session.
        session: Option<Session>,
    },
    /// From now on, this is the password.
    Password(Password),
    /// From now on, the line carries this.
    Access(Access),
}

/// What came of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// It was done.
    Done,
    /// The session goes on, changed.
    Changed,
    /// It knows no such session.
    NoSession,
    /// It said no, and why, in words for agents.
    Refused(String),
    /// Nobody listens there: surely nothing happened.
    Nobody,
    /// Nothing was sent, and why, in words for agents.
    NotSent(String),
    /// It was sent, and nobody answered.
    Silence,
}

/// A session that accounting knows as open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// As the access server numbers it (Acct-Session-Id).
    pub id: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The address that the customer has now.
    pub address: Option<IpAddr>,
    /// The access server, by its name where the desk knows it.
    pub nas: String,
    /// What the access server calls itself.
    pub nas_address: Option<IpAddr>,
}

/// Carries orders out (RADIUS: the user's row, CoA and Disconnect).
pub type Radius = Arc<dyn Fn(Order) -> Asking<Heard> + Send + Sync>;
/// The open sessions of a line, by accounting, the newest first: a line has one, but for those whose
/// end was never told.
pub type Sessions = Arc<dyn Fn(Connection) -> Asking<Result<Vec<Session>, Unreachable>> + Send + Sync>;
/// What went over a line from the first day to the last, both included, by accounting; days without
/// traffic may be missing.
pub type Traffic =
    Arc<dyn Fn(Connection, NaiveDate, NaiveDate) -> Asking<Result<Vec<Day>, Unreachable>> + Send + Sync>;
/// The light of a line, read from its OLT and kept among its [`crate::readings`].
pub type Olt = Arc<dyn Fn(Connection, Want) -> Asking<Result<Reading, Unreachable>> + Send + Sync>;
/// One echo request, for this user: how long its reply took, or none within a second.
pub type Echo = Arc<dyn Fn(UserId, IpAddr) -> Asking<Result<Option<Duration>, Unreachable>> + Send + Sync>;

/// All of it.
#[derive(Clone, Default)]
pub struct Equipment {
    /// Whether it is the demonstration's: what comes from it is marked on the card.
    pub demonstration: bool,
    /// The access servers.
    pub radius: Option<Radius>,
    /// Accounting: open sessions.
    pub sessions: Option<Sessions>,
    /// Accounting: traffic.
    pub traffic: Option<Traffic>,
    /// The OLTs.
    pub olt: Option<Olt>,
    /// Echo requests.
    pub echo: Option<Echo>,
}

impl Equipment {
    /// The open session of a line.
    pub async fn session(&self, line: &Connection) -> Result<Option<Session>, Unreachable> {
        Ok(self.sessions(line).await?.into_iter().next())
    }

    /// All that accounting knows as open, the newest first.
    pub(crate) async fn sessions(&self, line: &Connection) -> Result<Vec<Session>, Unreachable> {
        let ask = self.sessions.as_ref().ok_or(Unreachable::NotSetUp)?;
        ask(line.clone()).await
    }

    /// Every day of the period with what went over the line.
    pub async fn traffic(
        &self,
        line: &Connection,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<Day>, Unreachable> {
        let ask = self.traffic.as_ref().ok_or(Unreachable::NotSetUp)?;
        Ok(crate::usage::whole(ask(line.clone(), first, last).await?, first, last))
    }

    /// The light of a line.
    pub async fn reading(&self, line: &Connection, want: Want) -> Result<Reading, Unreachable> {
        let ask = self.olt.as_ref().ok_or(Unreachable::NotSetUp)?;
        ask(line.clone(), want).await
    }

    /// One echo request.
    pub async fn echo(&self, user: UserId, address: IpAddr) -> Result<Option<Duration>, Unreachable> {
        let ask = self.echo.as_ref().ok_or(Unreachable::NotSetUp)?;
        ask(user, address).await
    }
}
