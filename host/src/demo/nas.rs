//! The access servers of the demonstration: on loopback, each on an address of its own, they end and
//! change sessions when somebody who knows the secret says so, and keep accounting of their lines.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use balcao_access::audit;
use balcao_access::{CompanyId, companies};
use balcao_network::equipment::Asking;
use balcao_network::nas::{self, Nas, Secret, Vendor};
use balcao_network::replies::{self, Reply};
use balcao_network::{Access, Connection, Equipment, NasId, connections};
use balcao_radius::packet::{Code, LONGEST, Packet, attribute};
use balcao_radius::{Client, Radius, Source, cause};
use balcao_store::Db;
use chrono_tz::Tz;
use tokio::net::UdpSocket;

use super::accounts::{Accounts, BLOCKED};
use crate::app::Opened;

/// All of them, with their accounting.
#[derive(Clone)]
struct Servers {
    accounts: Accounts,
    /// Whose they are, how they are called, and where.
    known: Arc<Vec<(CompanyId, String, IpAddr)>>,
}

/// Starts one for every name that a connection of the demonstration bears, makes them known to the
/// desk, and puts the desk's real client in front of them.
pub async fn start(db: &Db, folder: &Path, zone: Tz, equipment: Equipment) -> Opened<Equipment> {
    let file = folder.join("demonstration-radius.db");
    let accounts = Accounts::open(&file).await?;
    let secret = Secret::parse(&crate::demonstration::random()?)?;
    let mut known = Vec::new();
    let mut lines = Vec::new();
    let mut tx = db.write().await?;
    for company in companies::list(&mut tx).await? {
        let registered = nas::list(&mut tx, company.id).await?;
        for name in connections::access_servers(&mut tx, company.id).await? {
            let last = u8::try_from(11 + known.len()).unwrap_or(u8::MAX);
            let socket = UdpSocket::bind((Ipv4Addr::new(127, 0, 0, last), 0)).await?;
            let at: SocketAddr = socket.local_addr()?;
            let id = registered.iter().find(|nas| nas.name == name).map(|nas| nas.id);
            let nas = Nas {
                id: id.unwrap_or_else(NasId::new),
                company: company.id,
                name: name.clone(),
                address: at.ip(),
                port: at.port(),
                vendor: Vendor::MikroTik,
            };
            lines.push(match id {
                Some(_) => nas::change(&mut tx, &nas, Some(&secret)).await?,
                None => nas::add(&mut tx, &nas, &secret).await?,
            });
            tokio::spawn(listen(socket, secret.clone(), accounts.clone()));
            known.push((company.id, name, at.ip()));
        }
        if replies::of(&mut tx, company.id).await?.all().next().is_none() {
            let blocked = Reply { group: Some(BLOCKED.into()), attribute: None };
            lines.push(replies::set(&mut tx, company.id, Access::Blocked, &blocked).await?);
        }
    }
    audit::commit(tx, lines).await?;
    let url = format!("sqlite:{}", file.display());
    let radius = Radius {
        db: db.clone(),
        client: Client::default(),
        accounting: Some(Source::reading(&url)?),
        tables: Some(Source::writing(&url)?),
        zone,
    };
    let servers = Servers { accounts, known: Arc::new(known) };
    Ok(servers.before(radius.into_equipment(equipment)))
}

impl Servers {
    /// Before accounting is read, the line is brought to the present.
    fn before(self, equipment: Equipment) -> Equipment {
        let (here, there) = (self.clone(), self);
        let sessions = equipment.sessions.map(|read| -> balcao_network::equipment::Sessions {
            Arc::new(move |line| {
                let (servers, read) = (here.clone(), Arc::clone(&read));
                Box::pin(async move {
                    servers.follow(&line).await;
                    read(line).await
                }) as Asking<_>
            })
        });
        let traffic = equipment.traffic.map(|read| -> balcao_network::equipment::Traffic {
            Arc::new(move |line, first, last| {
                let (servers, read) = (there.clone(), Arc::clone(&read));
                Box::pin(async move {
                    servers.follow(&line).await;
                    read(line, first, last).await
                }) as Asking<_>
            })
        });
        Equipment { sessions, traffic, ..equipment }
    }

    async fn follow(&self, line: &Connection) {
        let at = self.known.iter().find(|(company, name, _)| *company == line.company && *name == line.nas);
        let Some((_, _, address)) = at else { return };
        if let Err(error) = self.accounts.follow(line, *address, balcao_store::now()).await {
            tracing::warn!(%error, "the demonstration's accounting could not be written");
        }
    }
}

/// Does what whoever knows the secret says, for as long as it is polled.
async fn listen(socket: UdpSocket, secret: Secret, accounts: Accounts) {
    let secret = secret.expose().as_bytes();
    let mut buffer = [0_u8; LONGEST];
    while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
        let request = &buffer[..length];
        // To somebody without the secret nothing is said, as RFC 5176 wants it.
        let Ok(packet) = Packet::read_request(request, secret) else { continue };
        let answer = done(&packet, &accounts).await.answer(request, secret);
        let _ = socket.send_to(&answer, from).await;
    }
}

/// The answer to a request, which was done.
async fn done(request: &Packet, accounts: &Accounts) -> Packet {
    let login = request.text(attribute::USER_NAME).unwrap_or_default();
    let session = request.text(attribute::ACCT_SESSION_ID).unwrap_or_default();
    let (found, ack, nak) = match request.code {
        Code::CoaRequest => (accounts.has(login, session).await, Code::CoaAck, Code::CoaNak),
        _ => {
            let ended = accounts.end(login, session, balcao_store::now()).await;
            (ended, Code::DisconnectAck, Code::DisconnectNak)
        }
    };
    let refused =
        |why: u32| Packet::new(nak, request.identifier).with(attribute::ERROR_CAUSE, why.to_be_bytes());
    match found {
        Ok(true) => Packet::new(ack, request.identifier),
        Ok(false) => refused(cause::SESSION_CONTEXT_NOT_FOUND),
        Err(_) => refused(cause::RESOURCES_UNAVAILABLE),
    }
}
