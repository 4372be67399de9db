//! The one gate that each host function passes: is it allowed in this kind of call, how often and
//! how much so far, and what was called, in order.

use balcao_engine::Watch;

use crate::failure::Cause;

/// What a call is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// What are you?
    Describe,
    /// Does this action apply?
    Offer,
    /// Draw a widget.
    Draw,
    /// Draw one that lasts, on a stream of its own.
    Live,
    /// What comes next?
    Next,
    /// Record what to change. A dry one is the same to the plugin; only what the host does with
    /// the effects differs.
    Finish {
        /// For the review.
        dry: bool,
    },
}

impl Purpose {
    /// As logs spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Purpose::Describe => "describe",
            Purpose::Offer => "offer",
            Purpose::Draw => "draw",
            Purpose::Live => "draw (live)",
            Purpose::Next => "next",
            Purpose::Finish { dry: true } => "finish (dry)",
            Purpose::Finish { dry: false } => "finish",
        }
    }
}

/// What a host function does to the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Says what the plugin is: only `describe`.
    Declare,
    /// Writes the plugin's own log: always.
    Log,
    /// Reads: in every call that serves somebody.
    Read,
    /// Draws: in every call whose drawing is shown.
    Draw,
    /// Records a change or a report: only `finish`.
    Change,
}

/// A host function: its name as the contract spells it, and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub name: &'static str,
    pub access: Access,
}

/// The gate of one call.
pub(crate) struct Gate {
    purpose: Purpose,
    watch: Watch,
    calls: Vec<&'static str>,
}

/// Calls of the host that are remembered for the plugin's log when a call fails.
const REMEMBERED: usize = 32;

impl Gate {
    pub(crate) fn new(purpose: Purpose, watch: Watch) -> Gate {
        Gate { purpose, watch, calls: Vec::new() }
    }

    /// Whether this kind of call allows a function.
    pub(crate) fn allows(&self, function: Function) -> Result<(), Cause> {
        let allowed = match (function.access, self.purpose) {
            (Access::Log, _) => true,
            (Access::Declare, purpose) => purpose == Purpose::Describe,
            (_, Purpose::Describe) => false,
            (Access::Read, _) => true,
            (Access::Draw, purpose) => purpose != Purpose::Offer,
            (Access::Change, purpose) => matches!(purpose, Purpose::Finish { .. }),
        };
        if allowed { Ok(()) } else { Err(Cause::Forbidden(function.name)) }
    }

    /// Lets a host function in. `bytes` is what the guest handed over with it.
    ///
    /// The outer error ends the call (a limit); the inner one says that this kind of call does not
    /// allow it, which a function with a `result` answers as `denied`.
    pub(crate) fn pass(&mut self, function: Function, bytes: usize) -> wasmtime::Result<Result<(), Cause>> {
        self.watch.host_call(bytes)?;
        if self.calls.len() < REMEMBERED {
            self.calls.push(function.name);
        }
        Ok(self.allows(function))
    }

    pub(crate) fn watch(&mut self) -> &mut Watch {
        &mut self.watch
    }

    /// The first host functions that were called, in order.
    pub(crate) fn calls(&self) -> &[&'static str] {
        &self.calls
    }
}

#[cfg(test)]
mod tests {
    use balcao_engine::{Class, Limits};

    use super::*;

    fn allowed(purpose: Purpose, access: Access) -> bool {
        let mut gate = Gate::new(purpose, Watch::new(Limits::of(Class::Compact)));
        gate.pass(Function { name: "x", access }, 0).unwrap().is_ok()
    }

    #[test]
    fn describe_declares_and_does_nothing_else() {
        for access in [Access::Read, Access::Draw, Access::Change] {
            assert!(!allowed(Purpose::Describe, access));
        }
        assert!(allowed(Purpose::Describe, Access::Declare));
        assert!(allowed(Purpose::Describe, Access::Log), "a panic must reach the log");
    }

    #[test]
    fn only_finish_changes() {
        for purpose in [Purpose::Offer, Purpose::Draw, Purpose::Next] {
            assert!(!allowed(purpose, Access::Change), "{purpose:?}");
            assert!(!allowed(purpose, Access::Declare), "{purpose:?}");
            assert!(allowed(purpose, Access::Read), "{purpose:?}");
        }
        assert!(allowed(Purpose::Finish { dry: true }, Access::Change));
        assert!(allowed(Purpose::Finish { dry: false }, Access::Change));
    }
}
