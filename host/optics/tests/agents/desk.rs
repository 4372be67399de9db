//! A desk with a customer on fibre.

use std::net::Ipv4Addr;

use balcao_access::{Actor, Right, testing};
use balcao_desk::contracts::{self, ContractStatus, NewContract, Stage};
use balcao_desk::people::{self, NewPerson, PersonKind};
use balcao_desk::requests::{Asker, Asking, Channel, Identity};
use balcao_desk::tags::{self, NewTag};
use balcao_desk::{Address, Attendance, ContractId, Origin, PersonId, RequestId, TagId, starting};
use balcao_network::connections::{self, NewConnection, Onu};
use balcao_network::olts::{self, Digest, Settings};
use balcao_network::{Access, Connection, ConnectionId, Credentials, OltId, Port};
use balcao_optics::{Olts, Vendors};
use balcao_store::{Db, now};
use chrono::NaiveDate;

use crate::agent::{COMMUNITY, PASSWORD, PRIVACY};

pub struct Desk {
    pub db: Db,
    pub actor: Actor,
    pub olt: OltId,
    pub olts: Olts,
}

pub fn community() -> Credentials {
    Credentials::Community(COMMUNITY.into())
}

pub fn user(name: &str, digest: Digest, password: &str) -> Credentials {
    let privacy = Some(PRIVACY.into());
    Credentials::User { name: name.into(), digest, password: password.into(), privacy }
}

pub fn known_user() -> Credentials {
    user("desk1", Digest::Sha1, PASSWORD)
}

/// The numbers that an OLT of this vendor has of the ONU at slot 1, PON 2, number 5 (in the order of the
/// vendor's questions; none: it has no such number).
pub fn numbers(vendor: &str, values: &[Option<i64>]) -> Vec<(String, i64)> {
    let port = Port { olt: OltId::new(), frame: 0, slot: 1, pon: 2, onu: 5 };
    let vendors = Vendors::load(None).unwrap();
    let questions = vendors.get(vendor).unwrap().questions(&port);
    let written = |oid: &[u64]| oid.iter().map(u64::to_string).collect::<Vec<_>>().join(".");
    let known = questions.iter().zip(values).filter_map(|(oid, value)| Some((written(oid), (*value)?)));
    known.collect()
}

impl Desk {
    /// A company with an OLT at this port of this machine.
    pub async fn with(db: Db, vendor: &str, port: u16, credentials: Credentials) -> Desk {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        let olt = OltId::new();
        let olts = Olts::new(db.clone(), Vendors::load(None).unwrap());
        let desk = Desk { db, actor, olt, olts };
        let mut tx = desk.db.write().await.unwrap();
        let settings = settings(vendor, port, credentials);
        olts::add(&mut tx, desk.actor.company, olt, &settings).await.unwrap();
        tx.commit().await.unwrap();
        desk
    }

    /// Sets the OLT anew.
    pub async fn set(&self, vendor: &str, port: u16, credentials: Credentials) {
        let mut tx = self.db.write().await.unwrap();
        let settings = settings(vendor, port, credentials);
        olts::change(&mut tx, self.actor.company, self.olt, &settings).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A customer whose ONU is at slot 1, PON 2, with this number.
    pub async fn line(&self, onu: i32) -> Connection {
        let port = Port { olt: self.olt, frame: 0, slot: 1, pon: 2, onu };
        let attendance = self.customer(port).await;
        connections::served(&mut self.db.read().await.unwrap(), &attendance).await.unwrap()
    }

    async fn customer(&self, port: Port) -> Attendance {
        let (person, contract, tag) = (PersonId::new(), ContractId::new(), TagId::new());
        let mut tx = self.db.write().await.unwrap();
        let new = NewPerson {
            id: person,
            kind: PersonKind::Natural,
            name: "Helena".into(),
            trade_name: None,
            tax_id: None,
            born_on: None,
            address: address(),
            phones: Vec::new(),
            emails: Vec::new(),
            origin: Origin::own(now()),
        };
        people::insert_many(&mut tx, &[new]).await.unwrap();
        let new = NewContract {
            id: contract,
            company: self.actor.company,
            person,
            number: contract.to_string(),
            status: ContractStatus::Normal,
            stage: Stage::Approved,
            included_on: today(),
            plan: "Fibra 500 Mega".into(),
            price: balcao_brazil::Money(9_990),
            due_day: 10,
            origin: Origin::own(now()),
        };
        contracts::insert_many(&mut tx, &[new]).await.unwrap();
        let new = NewTag {
            id: tag,
            contract,
            company: self.actor.company,
            code: tag.to_string(),
            label: "Residência".into(),
            address: address(),
            login: Some("helena.1001".into()),
            origin: Origin::own(now()),
        };
        tags::insert_many(&mut tx, &[new]).await.unwrap();
        let onu = Onu { serial: "FHTT0000001A".into(), place: "OLT Centro".into(), port: Some(port) };
        let new = NewConnection {
            id: ConnectionId::new(),
            tag,
            service: "Fibra 500 Mega".into(),
            password: None,
            nas: "bng-1".into(),
            onu: Some(onu),
            access: Access::Normal,
        };
        connections::insert_many(&mut tx, &[new]).await.unwrap();
        let (who, channel, identity) = (Asker::Holder, Channel::Phone, Identity::PersonalData);
        let asking = Asking { who, name: None, channel, contact: String::new(), identity };
        let request = RequestId::new();
        starting::start(&mut tx, &self.actor, request, person, &asking, now(), today()).await.unwrap();
        tx.commit().await.unwrap();
        Attendance::open(&mut self.db.read().await.unwrap(), &self.actor, request).await.unwrap()
    }
}

fn settings(vendor: &str, port: u16, credentials: Credentials) -> Settings {
    let address = Ipv4Addr::LOCALHOST.to_string();
    Settings { name: "OLT Centro".into(), address, port, vendor: vendor.into(), credentials }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn address() -> Address {
    Address { street: "Rua das Acácias, 10".into(), city: "Canoas".into(), state: "RS".into() }
}
