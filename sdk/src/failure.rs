//! Why something could not be done.

pub use crate::bindings::everything::balcao::desk::types::{Failure, Reason};

/// What a call of a plugin ends with.
pub type Result<T = (), E = Failure> = std::result::Result<T, E>;

impl Failure {
    /// A failure with what the agent reads, in the language of the call.
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), detail: String::new() }
    }

    /// What was given is at fault.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Reason::Invalid, message)
    }

    /// A rule forbids it now, or it changed meanwhile.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(Reason::Conflict, message)
    }

    /// What is asked for is not there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Reason::NotFound, message)
    }

    /// With more for whoever maintains the plugin; it goes to the plugin's log.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Whether this is why.
    pub fn is(&self, reason: Reason) -> bool {
        self.reason == reason
    }
}
