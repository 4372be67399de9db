//! Real agents: net-snmp's, with the three vendors' numbers, and a network of our own to ping in.

mod agent;
mod asking;
mod desk;
mod levels;
mod pinging;
