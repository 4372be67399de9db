//! Why a command stops, in words that say what to do next.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Printed as it is, as the last thing that `xtask` says.
pub enum Failure {
    /// A stage's command failed; the tail of what it said.
    Stage { name: String, log: PathBuf, tail: String },
    /// A program whose output was shown as it came ended badly, and has said why itself.
    Ended,
    /// Something that this machine needs and `xtask` can't install by itself.
    Missing { what: String, line: String },
    /// The system refused something.
    Io { doing: String, source: io::Error },
}

impl Failure {
    /// For `map_err`, after an operation on a path.
    pub fn io(doing: &str, path: &Path) -> impl FnOnce(io::Error) -> Failure {
        let doing = format!("{doing} {}", path.display());
        move |source| Failure::Io { doing, source }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage { name, log, tail } => {
                write!(f, "{tail}\nerror: {name} failed; all that it said is in {}", log.display())
            }
            Self::Ended => f.write_str("error: see above"),
            Self::Missing { what, line } => {
                write!(f, "error: {what} is missing. Run this, then try again:\n\n    {line}\n")
            }
            Self::Io { doing, source } => write!(f, "error: {doing}: {source}"),
        }
    }
}
