//! What the three vendors' agents say becomes a reading, by v2c and by v3.

use balcao_network::Unreachable;
use balcao_network::equipment::Want;
use balcao_network::olts::Digest;
use balcao_store::testing::databases;

use crate::agent::{Agent, PASSWORD};
use crate::desk::{Desk, community, numbers, user};

const GONE: Option<i64> = Some(2_147_483_647);

#[tokio::test(flavor = "multi_thread")]
async fn the_numbers_of_each_vendor_are_read_as_its_table_says() {
    // Recorded: raw as the equipment has it, dBm as the vendor's own console shows it.
    let huawei = [Some(1), Some(-2_087), Some(231), Some(7_650), Some(1_520)];
    type Case<'a> = (&'a str, &'a [Option<i64>], [Option<f64>; 3], Option<u32>);
    let cases: [Case<'_>; 3] = [
        ("huawei", &huawei, [Some(-20.87), Some(2.31), Some(-23.5)], Some(1_520)),
        ("zte", &[Some(3), Some(4_565), None], [Some(-20.87), None, None], None),
        ("fiberhome", &[Some(1), Some(-2_087), Some(231)], [Some(-20.87), Some(2.31), None], None),
    ];
    for db in databases().await {
        for (vendor, values, levels, distance) in cases {
            let agent = Agent::start(&numbers(vendor, values));
            let desk = Desk::with(db.clone(), vendor, agent.port, community()).await;
            let line = desk.line(5).await;
            let reading = desk.olts.reading(line, Want::Now).await.unwrap();
            assert!(reading.online, "{vendor}");
            assert_eq!([reading.received, reading.sent, reading.received_at_olt], levels, "{vendor}");
            assert_eq!(reading.distance, distance, "{vendor}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_said_and_no_number_is_made_of_it() {
    let db = databases().await.remove(0);
    let agent = Agent::start(&numbers("huawei", &[Some(2), GONE, GONE, GONE, Some(1_520)]));
    let desk = Desk::with(db.clone(), "huawei", agent.port, community()).await;
    let (line, nobody) = (desk.line(5).await, desk.line(6).await);
    let off = desk.olts.reading(line, Want::Now).await.unwrap();
    assert_eq!((off.online, off.received, off.sent, off.received_at_olt), (false, None, None, None));
    assert_eq!(desk.olts.reading(nobody, Want::Now).await, Err(Unreachable::Unknown));

    let unmeasured = Agent::start(&numbers("huawei", &[Some(1), GONE, GONE, None, None]));
    let desk = Desk::with(db, "huawei", unmeasured.port, community()).await;
    let on = desk.olts.reading(desk.line(5).await, Want::Now).await.unwrap();
    assert_eq!((on.online, on.received, on.distance), (true, None, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_of_v3_is_read_encrypted_and_refuses_whom_it_does_not_know() {
    let agent = Agent::start(&numbers("huawei", &[Some(1), Some(-2_087), None, None, None]));
    let cases = [
        (user("desk1", Digest::Sha1, PASSWORD), Ok(Some(-20.87))),
        (user("desk256", Digest::Sha256, PASSWORD), Ok(Some(-20.87))),
        (user("desk1", Digest::Sha1, "another-password"), Err(Unreachable::Refused)),
        (user("desk1", Digest::Sha256, PASSWORD), Err(Unreachable::Refused)),
        (user("nobody", Digest::Sha1, PASSWORD), Err(Unreachable::Refused)),
    ];
    let db = databases().await.remove(0);
    for (credentials, read) in cases {
        let told = format!("{credentials:?} {read:?}");
        let desk = Desk::with(db.clone(), "huawei", agent.port, credentials).await;
        let reading = desk.olts.reading(desk.line(5).await, Want::Now).await;
        assert_eq!(reading.map(|reading| reading.received), read, "{told}");
    }
}
