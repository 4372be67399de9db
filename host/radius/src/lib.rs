//! The provider's RADIUS: orders to access servers (Disconnect and CoA, RFC 5176), the tables by
//! which FreeRADIUS answers a line (`radcheck`, `radusergroup`, `radreply`), and its accounting
//! (`radacct`).
//!
//! Two databases, two roles: one is read for accounting, one is written. Which access servers there
//! are, with their secrets, and what blocks a line is in the desk's own database
//! ([`balcao_network::nas`], [`balcao_network::replies`]).
#![forbid(unsafe_code)]

pub mod accounting;
pub mod cause;
mod check;

pub mod client;
mod days;
mod orders;
pub mod packet;
pub mod source;
mod tables;
mod vendor;

use std::sync::Arc;

use balcao_network::equipment::Session;
use balcao_network::{Connection, Equipment, Unreachable, nas};
use balcao_store::Db;
use chrono_tz::Tz;

pub use client::Client;
pub use source::{AddressError, Source};

/// The provider's RADIUS, as the desk reaches it.
#[derive(Clone)]
pub struct Radius {
    /// The desk's own database.
    pub db: Db,
    /// What asks access servers.
    pub client: Client,
    /// Accounting, to be read.
    pub accounting: Option<Source>,
    /// The tables by which lines are answered, to be written.
    pub tables: Option<Source>,
    /// Where the provider's days begin and end.
    pub zone: Tz,
}

impl Radius {
    /// The equipment with this in it.
    pub fn into_equipment(self, equipment: Equipment) -> Equipment {
        let radius = Arc::new(self);
        let (orders, sessions, traffic) = (Arc::clone(&radius), Arc::clone(&radius), Arc::clone(&radius));
        let mut equipment = Equipment {
            radius: Some(Arc::new(move |order| {
                let radius = Arc::clone(&orders);
                Box::pin(async move { radius.carry_out(order).await })
            })),
            ..equipment
        };
        if radius.accounting.is_some() {
            equipment.sessions = Some(Arc::new(move |line| {
                let radius = Arc::clone(&sessions);
                Box::pin(async move { radius.sessions(&line).await })
            }));
            equipment.traffic = Some(Arc::new(move |line, first, last| {
                let radius = Arc::clone(&traffic);
                Box::pin(async move {
                    let source = radius.accounting.as_ref().ok_or(Unreachable::NotSetUp)?;
                    let period = (first, last);
                    accounting::traffic(source, &line.login, period, radius.zone).await.map_err(unread)
                })
            }));
        }
        equipment
    }

    /// The open sessions of a line, the newest first.
    pub async fn sessions(&self, line: &Connection) -> Result<Vec<Session>, Unreachable> {
        let source = self.accounting.as_ref().ok_or(Unreachable::NotSetUp)?;
        let open = accounting::open(source, &line.login, balcao_store::now()).await.map_err(unread)?;
        let known = async { nas::list(&mut self.db.read().await?, line.company).await };
        let known = known.await.map_err(|error| {
            tracing::error!(%error, "access servers could not be read");
            Unreachable::NoAnswer
        })?;
        let name = |address: Option<std::net::IpAddr>| {
            let address = address?;
            let nas = known.iter().find(|nas| nas.address == address);
            Some(nas.map_or_else(|| address.to_string(), |nas| nas.name.clone()))
        };
        let session = |open: accounting::Open| Session {
            nas: name(open.nas_address).unwrap_or_else(|| line.nas.clone()),
            id: open.id,
            since: open.since,
            address: open.address,
            nas_address: open.nas_address,
        };
        Ok(open.into_iter().map(session).collect())
    }
}

fn unread(error: sqlx::Error) -> Unreachable {
    tracing::error!(%error, "accounting could not be read");
    Unreachable::NoAnswer
}
