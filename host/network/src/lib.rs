//! The line of a customer's tag: who it is at the access server, how its light is, what went over
//! it, and what the desk changes of it.
//!
//! What belongs to the desk is in the database: login, password (sealed), plan, access server, ONU and
//! its place ([`ports`]), the OLTs ([`olts`]), what they said last ([`readings`]) and what of the network
//! is known to have failed ([`outages`]). What only the provider's equipment knows (a session, a signal, traffic) is asked of
//! [`Equipment`], which whoever starts the desk hands in. A change of a line is written down with
//! what wants it, and carried out by the outbox ([`deliveries`]).
#![forbid(unsafe_code)]

pub mod connections;
mod deliveries;
pub mod equipment;
mod line_changes;
pub mod nas;
pub mod olts;
pub mod outages;
pub mod password;
pub mod ports;
pub mod readings;
pub mod replies;
pub mod signal;
pub mod unlocks;
pub mod usage;

pub use connections::{Access, Connection, LineError};
pub use deliveries::{BLOCK, DISCONNECT, PASSWORD, REBLOCK, UNBLOCK, deliveries};
pub use equipment::{Equipment, Unreachable};
pub use line_changes::{ChangeError, Disconnect, SetPassword};
pub use olts::{Credentials, Olt, OltError};
pub use outages::{Outage, OutageError};
pub use password::Password;
pub use ports::Port;
pub use unlocks::{Unlock, UnlockError};

use balcao_store::id;

id!(ConnectionId, "The line of a tag.");
id!(NasId, "An access server.");
id!(OltId, "An OLT of the provider.");
id!(OutageId, "A part of the network that is marked as failed.");
id!(UnlockId, "A financial block that was lifted for some days.");
