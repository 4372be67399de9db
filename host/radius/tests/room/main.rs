//! RADIUS from outside: against a FreeRADIUS of its own, and against a peer that lies.

mod client;
mod freeradius;
