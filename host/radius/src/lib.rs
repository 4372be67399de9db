//! The provider's RADIUS: orders to access servers (Disconnect and CoA, RFC 5176), the tables by
//! which FreeRADIUS answers a line (`radcheck`, `radusergroup`, `radreply`), and its accounting.
#![forbid(unsafe_code)]

pub mod cause;
pub mod client;
pub mod packet;
