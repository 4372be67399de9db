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
use balcao_network::{Connection, Equipment, NasId, connections};
use balcao_radius::packet::{Code, LONGEST, Packet, attribute};
use balcao_radius::{Client, Radius, Source, cause};
use balcao_store::Db;
use chrono_tz::Tz;
use tokio::net::UdpSocket;

use super::accounts::{Accounts, GROUPS};
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
            for (access, name, _) in GROUPS {
                let reply = Reply { group: Some(name.into()), attribute: None };
                lines.push(replies::set(&mut tx, company.id, access, &reply).await?);
            }
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

#[cfg(test)]
mod tests {
    use balcao_desk::{ContractId, TagId};
    use balcao_network::{Access, ConnectionId};
    use balcao_radius::client::{Answer, Target};
    use chrono::{DateTime, TimeDelta, Utc};

    use super::*;

    fn line() -> Connection {
        Connection {
            id: ConnectionId::new(),
            tag: TagId::new(),
            contract: ContractId::new(),
            company: CompanyId::new(),
            tag_code: "1".into(),
            tag_label: "Residência".into(),
            login: "helena.1001".into(),
            service: "Fibra 500 Mega".into(),
            nas: "bng-1".into(),
            onu: None,
            access: Access::Normal,
            wanted: Access::Normal,
            before_unlock: None,
            has_password: true,
            awaits_password: false,
            ended_at: None,
            version: 1,
        }
    }

    async fn open(source: &Source, now: DateTime<Utc>) -> Vec<String> {
        let open = balcao_radius::accounting::open(source, "helena.1001", now).await.expect("read");
        open.into_iter().map(|session| session.id).collect()
    }

    #[tokio::test]
    async fn a_line_has_a_past_loses_its_session_to_who_knows_the_secret_and_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("radius.db");
        let accounts = Accounts::open(&file).await.expect("made");
        let source = Source::reading(&format!("sqlite:{}", file.display())).expect("an address");
        let (line, now) = (line(), balcao_store::now());
        let nas = IpAddr::from([127, 0, 0, 11]);
        accounts.follow(&line, nas, now).await.expect("followed");
        let [first] = &open(&source, now).await[..] else { panic!("one session is open") };
        let days = (now - TimeDelta::days(395)).date_naive()..=now.date_naive();
        let period = (*days.start(), *days.end());
        let past = balcao_radius::accounting::traffic(&source, "helena.1001", period, chrono_tz::UTC).await;
        assert!(past.expect("read").len() > 380, "13 months, but for some days on which it was cut");

        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let address = socket.local_addr().expect("bound");
        let secret = Secret::parse("the-right-one").expect("a secret");
        let listening = tokio::spawn(listen(socket, secret, accounts.clone()));
        let ask = async |secret: &str| {
            let target = Target { address, secret: secret.as_bytes().into() };
            let make = |identifier| {
                Packet::new(Code::DisconnectRequest, identifier)
                    .with(attribute::USER_NAME, "helena.1001")
                    .with(attribute::ACCT_SESSION_ID, first)
            };
            let wait = std::time::Duration::from_millis(300);
            let timing = balcao_radius::client::Timing { waits: [wait; 3], rest: wait / 300 };
            Client::with_timing(timing).ask(&target, make).await
        };
        assert_eq!(ask("a-wrong-one").await, Answer::Silence { unsigned: false });
        assert_eq!(open(&source, now).await.len(), 1);
        assert_eq!(ask("the-right-one").await, Answer::Ack);
        assert_eq!(ask("the-right-one").await, Answer::Nak(Some(cause::SESSION_CONTEXT_NOT_FOUND)));
        accounts.follow(&line, nas, now).await.expect("followed");
        assert!(open(&source, now).await.is_empty(), "its equipment takes some seconds");
        accounts.follow(&line, nas, now + TimeDelta::minutes(1)).await.expect("followed");
        let [second] = &open(&source, now).await[..] else { panic!("it is back") };
        assert_ne!(first, second);
        listening.abort();
    }
}
