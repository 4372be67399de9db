//! RADIUS from outside: against a FreeRADIUS of its own, and against a peer that lies.

mod accounting;
mod client;
mod freeradius;
mod many;
mod orders;
mod provider;
