//! What has failed of the network stands above the attendances under it.

use balcao_desk::{Attendance, RequestId, TagId};
use balcao_network::connections::{self, NewConnection};
use balcao_network::outages::{self, Place};
use balcao_network::{Access, ConnectionId};
use balcao_store::now;

use crate::support::{World, between, worlds};

/// Chooses a tag of the customer, and gives it a line at this access server.
pub async fn on_line(world: &World, nas: &str) {
    let browser = world.sign_in(&world.ana).await;
    let choose = format!("/attendance/{}/choose", world.request);
    let page = world.get(&browser, &choose).await;
    let choice = between(&page.body, "name=\"choice\" value=\"", "\"").to_owned();
    world.post(&browser, &choose, &[("choice", &choice)]).await;
    let tag: TagId = attendance(world).await.tag().expect("a tag");
    let line = NewConnection {
        id: ConnectionId::new(),
        tag,
        service: "Fibra <500>".into(),
        password: None,
        nas: nas.into(),
        onu: None,
        access: Access::Normal,
    };
    let mut tx = world.db.write().await.unwrap();
    connections::insert_many(&mut tx, &[line]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn attendance(world: &World) -> Attendance {
    let request: RequestId = world.request.parse().unwrap();
    Attendance::open(&mut world.db.read().await.unwrap(), &world.ana, request).await.unwrap()
}

#[tokio::test]
async fn whoever_serves_under_an_outage_is_told_and_the_request_is_linked() {
    for world in worlds().await {
        on_line(&world, "bng-1").await;
        let browser = world.sign_in(&world.ana).await;
        let screen = format!("/attendance/{}/inicio", world.request);
        assert!(!world.get(&browser, &screen).await.body.contains("Falha na rede"));

        let mut tx = world.db.write().await.unwrap();
        let (company, place) = (world.ana.company, Place::Nas("bng-1".into()));
        let begun = outages::begin(&mut tx, company, &place, "Poste <b>caído</b>", None, now()).await;
        let (outage, _) = begun.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..2 {
            let page = world.get(&browser, &screen).await;
            assert!(page.body.contains("Falha na rede: bng-1, desde "), "{}", page.body);
            assert!(page.body.contains("Poste &lt;b&gt;caído&lt;/b&gt;"));
        }
        let mut tx = world.db.write().await.unwrap();
        let linked = outages::requests(&mut tx, company, outage).await.unwrap();
        assert_eq!(linked.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>(), [world.request.clone()]);
        outages::end(&mut tx, company, outage, None, now()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!world.get(&browser, &screen).await.body.contains("Falha na rede"));
    }
}
