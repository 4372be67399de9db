//! How a call ends badly, and what a call cost.

use std::error::Error;
use std::time::Duration;
use wasmtime::{Trap, WasmBacktrace};

/// Why a call failed. The text is for the administrator and the plugin's author: it names limits
/// and functions, never a customer's data.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It could not begin: too many calls stand in line.
    #[error("waited {waited:?} for its turn: too many calls at once")]
    Busy {
        /// How long it stood in line.
        waited: Duration,
    },
    /// It used more processor time than its budget.
    #[error("used more than {limit:?} of processor time")]
    Cpu {
        /// [`crate::Budget::cpu`].
        limit: Duration,
    },
    /// It took longer than its budget, waiting included.
    #[error("took longer than {limit:?}")]
    Wall {
        /// [`crate::Budget::wall`].
        limit: Duration,
    },
    /// It asked for more linear memory than its budget, and could not go on without.
    #[error("asked for more than {limit} bytes of memory")]
    Memory {
        /// [`crate::Budget::memory`].
        limit: usize,
    },
    /// It asked for more table elements than its class has, and could not go on without.
    #[error("asked for more than {limit} table elements")]
    Table {
        /// [`crate::Limits::table_elements`].
        limit: usize,
    },
    /// It called itself too deeply.
    #[error("ran out of stack: a recursion that does not end, or too deep")]
    Stack,
    /// It held too many resources at one time.
    #[error("held more than {limit} handles at one time")]
    Handles {
        /// [`crate::Limits::handles`].
        limit: usize,
    },
    /// One argument list or one result was too large.
    #[error("handed over more than {limit} bytes in one piece")]
    Transfer {
        /// [`crate::Limits::transfer_bytes`].
        limit: usize,
    },
    /// It called the host too often.
    #[error("called the host more than {limit} times")]
    HostCalls {
        /// [`crate::Limits::host_calls`].
        limit: u64,
    },
    /// All its host calls together brought too much.
    #[error("handed more than {limit} bytes to the host")]
    HostBytes {
        /// [`crate::Limits::host_bytes`].
        limit: u64,
    },
    /// It failed by itself: a panic, or something handed over that is not what the contract says.
    #[error("stopped: {message}")]
    Trap {
        /// wasmtime's words, and the functions it was in, innermost first.
        message: String,
    },
    /// A host function could not do its work. Not the plugin's doing.
    #[error("the desk could not serve the plugin: {0}")]
    Host(#[source] Box<dyn Error + Send + Sync>),
}

impl Fault {
    /// What a host function answers when the desk itself fails: `store.read().await.map_err(Fault::host)?`.
    pub fn host(error: impl Into<Box<dyn Error + Send + Sync>>) -> Fault {
        Fault::Host(error.into())
    }

    /// Reads wasmtime's error. `limits` fill in those that wasmtime enforces without saying more.
    pub(crate) fn from_error(error: wasmtime::Error, limits: &crate::Limits) -> Fault {
        let error = match error.downcast::<Fault>() {
            Ok(fault) => return fault,
            Err(error) => error,
        };
        if let Some(Trap::StackOverflow) = error.downcast_ref() {
            return Fault::Stack;
        }
        // wasmtime has no public type for these two. A test notices when their words change.
        let cause = error.root_cause().to_string();
        if cause.contains("too much data is being copied") {
            return Fault::Transfer { limit: limits.transfer_bytes };
        }
        if cause.contains("store handle limit exceeded") {
            return Fault::Handles { limit: limits.handles };
        }
        Fault::Trap {
            message: match error.downcast_ref() {
                Some(trace) => format!("{cause}{}", functions(trace)),
                None => cause,
            },
        }
    }
}

/// At most eight function names of a backtrace. They are the author's words, so cut and cleaned.
fn functions(trace: &WasmBacktrace) -> String {
    let names: Vec<String> = trace
        .frames()
        .iter()
        .take(8)
        .map(|frame| match frame.func_name() {
            Some(name) => name.chars().filter(|c| !c.is_control()).take(80).collect(),
            None => format!("function {}", frame.func_index()),
        })
        .collect();
    if names.is_empty() {
        return String::new();
    }
    format!(", in {}", names.join(" < "))
}

/// What a call cost, whether it ended well or badly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// From the first processor permit to the end.
    pub wall: Duration,
    /// On a processor.
    pub cpu: Duration,
    /// The most linear memory it had at one time, bytes, all memories together.
    pub memory_peak: usize,
    /// Host calls made.
    pub host_calls: u64,
    /// Bytes those calls brought, as counted by [`crate::Watch::host_call`].
    pub host_bytes: u64,
}
