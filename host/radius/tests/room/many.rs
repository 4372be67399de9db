//! An outage ends, and a thousand disconnects are in the queue at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use balcao_desk::contracts::{self, ContractStatus, NewContract, Stage};
use balcao_desk::people::{self, NewPerson, PersonKind};
use balcao_desk::tags::{self, NewTag};
use balcao_desk::{Address, ContractId, Origin, PersonId, TagId};
use balcao_network::connections::{self, NewConnection};
use balcao_network::nas::Vendor;
use balcao_network::{Access, ConnectionId, DISCONNECT, Equipment, deliveries};
use balcao_radius::packet::{Code, Packet, attribute};
use balcao_store::outbox::{self, Deliveries, NewEntry, OutboxId, Worker};
use balcao_store::{now, on};
use chrono::TimeDelta;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;

use crate::freeradius::SECRET;
use crate::provider::Provider;

const MANY: usize = 1_000;

fn login(number: usize) -> String {
    format!("line.{number:04}")
}

/// Lines of one customer, with an order for each, the oldest first.
async fn queue(provider: &Provider) {
    let (person, contract) = (PersonId::new(), ContractId::new());
    let address = Address { street: "Rua".into(), city: "Canoas".into(), state: "RS".into() };
    let origin = || Origin::own(now());
    let today = now().date_naive();
    let who = NewPerson {
        id: person,
        kind: PersonKind::Legal,
        name: "Condomínio".into(),
        trade_name: None,
        tax_id: None,
        born_on: None,
        address: address.clone(),
        phones: Vec::new(),
        emails: Vec::new(),
        origin: origin(),
    };
    let of = NewContract {
        id: contract,
        company: provider.company,
        person,
        number: "1".into(),
        status: ContractStatus::Normal,
        stage: Stage::Approved,
        included_on: today,
        plan: "Fibra".into(),
        price: balcao_brazil::Money(9_990),
        due_day: 10,
        origin: origin(),
    };
    let ids: Vec<(TagId, ConnectionId)> = (0..MANY).map(|_| (TagId::new(), ConnectionId::new())).collect();
    let tag = |(number, (id, _)): (usize, &(TagId, ConnectionId))| NewTag {
        id: *id,
        contract,
        company: provider.company,
        code: number.to_string(),
        label: "Apartamento".into(),
        address: address.clone(),
        login: Some(login(number)),
        origin: origin(),
    };
    let line = |(tag, id): &(TagId, ConnectionId)| NewConnection {
        id: *id,
        tag: *tag,
        service: "Fibra".into(),
        password: None,
        nas: "bng-1".into(),
        onu: None,
        access: Access::Normal,
    };
    let mut tx = provider.radius.db.write().await.unwrap();
    people::insert_many(&mut tx, &[who]).await.unwrap();
    contracts::insert_many(&mut tx, &[of]).await.unwrap();
    tags::insert_many(&mut tx, &ids.iter().enumerate().map(tag).collect::<Vec<_>>()).await.unwrap();
    connections::insert_many(&mut tx, &ids.iter().map(line).collect::<Vec<_>>()).await.unwrap();
    for (_, line) in &ids {
        let id = OutboxId::new();
        let entry = NewEntry {
            id,
            key: format!("{DISCONNECT}/{id}"),
            kind: DISCONNECT.into(),
            run: None,
            request: None,
            order: 0,
            after: None,
            body: serde_json::json!({ "connection": line }),
            not_before: None,
            give_up_at: now() + TimeDelta::hours(1),
        };
        outbox::put(&mut tx, entry).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_in_the_queue_are_done_in_order_of_age_a_few_at_once_while_others_read() {
    let mut provider = Provider::both().await.remove(0);
    provider.radius.accounting = None;
    queue(&provider).await;
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    provider.knows("bng-1", socket.local_addr().unwrap(), Vendor::Other, SECRET).await;
    let (told, mut asked) = mpsc::unbounded_channel();
    let (open, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (socket, opened, mosts) = (Arc::new(socket), Arc::clone(&open), Arc::clone(&most));
    tokio::spawn(async move {
        let mut buffer = [0; 4096];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            let request = buffer[..length].to_vec();
            let packet = Packet::read_request(&request, SECRET.as_bytes()).unwrap();
            told.send(packet.text(attribute::USER_NAME).unwrap().to_owned()).unwrap();
            mosts.fetch_max(opened.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            let (socket, opened) = (Arc::clone(&socket), Arc::clone(&opened));
            tokio::spawn(async move {
                // It is not the quickest.
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
                opened.fetch_sub(1, Ordering::SeqCst);
                let ack = Packet::new(Code::DisconnectAck, request[1]).answer(&request, SECRET.as_bytes());
                socket.send_to(&ack, from).await.unwrap();
            });
        }
    });
    let db = provider.radius.db.clone();
    let equipment = provider.radius.clone().into_equipment(Equipment::default());
    let worker = Worker::new(db.clone(), deliveries(Deliveries::new(), &db, &equipment));
    let working = tokio::spawn(async move { while worker.round(now()).await.unwrap() > 0 {} });
    // What a page reads does not wait for all of it.
    let mut slowest = std::time::Duration::ZERO;
    let mut reads = tokio::time::interval(std::time::Duration::from_millis(20));
    while !working.is_finished() {
        let begun = std::time::Instant::now();
        let mut conn = db.read().await.unwrap();
        on!(&mut conn, c => sqlx::query("SELECT count(*) FROM tag").execute(c).await.map(drop)).unwrap();
        slowest = slowest.max(begun.elapsed());
        reads.tick().await;
    }
    working.await.unwrap();
    assert!(slowest < std::time::Duration::from_secs(2), "{slowest:?}");
    let done: i64 = on!(&mut db.read().await.unwrap(), c => sqlx::query_scalar(
        "SELECT count(*) FROM outbox WHERE state = 'done'").fetch_one(c).await)
    .unwrap();
    assert_eq!(done, MANY as i64);
    assert!(most.load(Ordering::SeqCst) <= 4, "a few at once");
    let mut order = Vec::new();
    while let Ok(login) = asked.try_recv() {
        order.push(login);
    }
    assert_eq!(order.len(), MANY, "each is asked once");
    for (place, asked) in order.iter().enumerate() {
        let number: usize = asked.trim_start_matches("line.").parse().unwrap();
        assert!(place.abs_diff(number) < 16, "{asked} is asked at {place}");
    }
}
