//! What the pages know of the world outside only through whoever starts the desk: which makes of OLTs there
//! are tables for, and how each of the provider's things is tried for real.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use balcao_access::CompanyId;
use balcao_access::finding::Finding;
use balcao_network::OltId;
use balcao_network::nas::Nas;

/// What is handed in.
#[derive(Clone, Default)]
pub struct Outside {
    /// The makes of OLTs that there are tables of OIDs for.
    pub makes: Vec<OltMake>,
    /// Tries a part; none: nothing can be tried from here, and no page offers it.
    pub trial: Option<Trial>,
}

/// A make of OLTs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OltMake {
    /// As an OLT's settings name it.
    pub key: String,
    /// As people name it.
    pub label: String,
    /// What each OID is read for (`online`, `received`, `sent`, `received-at-olt`, `distance`), and how sure
    /// it is, in the words of the table.
    pub sure: Vec<(&'static str, String)>,
}

/// What is tried.
#[derive(Clone, Debug)]
pub enum Part {
    /// An access server is asked to end a session that nobody has.
    AccessServer(Nas),
    /// An OLT is asked what it is.
    Olt(OltId),
    /// The mail server of a company is signed in to, and sends a mail where an address is given.
    Mail {
        /// Whose server.
        company: CompanyId,
        /// Where to.
        to: Option<String>,
    },
}

/// What was found; none: it could not be tried, and the log says why.
pub type Tried = Pin<Box<dyn Future<Output = Option<Finding>> + Send>>;

/// Tries a part for real.
pub type Trial = Arc<dyn Fn(Part) -> Tried + Send + Sync>;

impl fmt::Debug for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outside").field("makes", &self.makes.len()).finish_non_exhaustive()
    }
}
