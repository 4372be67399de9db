//! What the pages are told when they start.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use balcao_access::Labels;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::jobs::Jobs;
use crate::outside::Outside;

/// What the pages are told when they start.
#[derive(Clone, Debug)]
pub struct WebConfig {
    /// Where the provider is: times are shown so.
    pub zone: Tz,
    /// How browsers reach the desk, such as `https://balcao.example`; none on loopback.
    pub public_url: Option<String>,
    /// The one proxy whose forwarding header counts.
    pub trusted_proxy: Option<IpAddr>,
    /// The file of signed heads of the audit trail, with which proofs compare; none: with nothing.
    pub audit_heads: Option<PathBuf>,
    /// What goes on beside the pages, as whoever begins it notes.
    pub jobs: Jobs,
    /// What the sign-in page and Minhas Tarefas say of the demonstration, if it is one.
    pub demo: Option<Demo>,
    /// What is known of the world outside, and how it is tried.
    pub outside: Outside,
}

/// The demonstration, as its pages introduce it.
#[derive(Clone)]
pub struct Demo {
    /// The password of all its users, with which one click signs in; none where others than this
    /// machine can reach the desk: then it is not on a page.
    pub password: Option<String>,
    /// Its users, in the order of the list.
    pub users: Vec<DemoUser>,
    /// Customers to try.
    pub customers: Vec<DemoCustomer>,
    /// What its mail server took, the newest first.
    pub mailbox: Mailbox,
}

/// What a mail server of the demonstration took, the newest first.
pub type Mailbox = Arc<dyn Fn() -> Vec<DemoMail> + Send + Sync>;

/// A mail that the demonstration sent to nobody.
#[derive(Clone, Debug)]
pub struct DemoMail {
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// Whom it is for.
    pub to: String,
    /// Whom it is from.
    pub from: String,
    /// One line.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The names of what goes with it.
    pub attachments: Vec<String>,
}

impl fmt::Debug for Demo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Demo { .. }")
    }
}

/// A user of the demonstration.
#[derive(Clone, Debug)]
pub struct DemoUser {
    /// What they sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// What they can do, in a sentence.
    pub can: Labels,
}

/// A customer of the demonstration who is worth a try.
#[derive(Clone, Debug)]
pub struct DemoCustomer {
    /// What finds them: it is shown, and put in the search box.
    pub search: String,
    /// What is special about them, to be read after it.
    pub hint: Labels,
}

impl Default for WebConfig {
    fn default() -> WebConfig {
        WebConfig {
            zone: chrono_tz::America::Sao_Paulo,
            public_url: None,
            trusted_proxy: None,
            audit_heads: None,
            jobs: Jobs::default(),
            demo: None,
            outside: Outside::default(),
        }
    }
}

impl WebConfig {
    /// Whether browsers reach the desk through TLS.
    pub(crate) fn is_tls(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}
