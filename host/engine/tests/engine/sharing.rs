//! Processors, slots and memory are shared fairly, and nothing stays behind.

use crate::support::{Guest, TOOLS, WIDE, engine};
use balcao_engine::{Budget, Class, Fault, Limits};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

fn limits() -> Limits {
    Limits::of(Class::Compact)
}

/// One processor permit, so that whoever keeps it stops everybody else.
async fn alone() -> (Arc<Guest>, tempfile::TempDir) {
    let (engine, folder) = engine(|settings| settings.permits = 1);
    (Arc::new(Guest::new(&engine, TOOLS).await), folder)
}

#[tokio::test]
async fn a_call_that_waits_lets_others_run() {
    let (guest, _folder) = alone().await;
    for inside in [false, true] {
        let waiting = guest.clone();
        let waiting =
            tokio::spawn(
                async move { waiting.call::<_, bool>(limits(), WIDE, "wait", (400u32, inside)).await.0 },
            );
        // While it waits; a call that had to wait for it would find it finished.
        while guest.line.free() == 4 {
            tokio::task::yield_now().await;
        }
        let (answer, ..) = guest.call::<_, u32>(limits(), WIDE, "ping", ()).await;
        assert_eq!(answer.unwrap(), 42);
        assert!(!waiting.is_finished());
        assert!(waiting.await.unwrap().unwrap());
    }
}

#[tokio::test]
async fn a_call_that_waits_far_away_leaves_its_place_to_the_others_of_its_plugin() {
    let (guest, _folder) = alone().await;
    let away = |millis: u32| {
        let guest = guest.clone();
        tokio::spawn(async move { guest.call::<_, bool>(limits(), WIDE, "leave", (millis,)).await.0 })
    };
    // Four of this plugin may run at once, and four more be away: the fifth of these keeps its place.
    let waiting: Vec<_> = (0..5).map(|_| away(50_000)).collect();
    while guest.line.free() != 3 {
        tokio::task::yield_now().await;
    }
    let (answer, ..) = guest.call::<_, u32>(limits(), WIDE, "ping", ()).await;
    assert_eq!(answer.unwrap(), 42);
    assert!(away(1).await.unwrap().unwrap(), "one more comes back from there");
    assert!(waiting.iter().all(|call| !call.is_finished()));
    for call in waiting {
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
    }
    assert_eq!(guest.line.free(), 4, "whoever is gone holds no place");
}

#[tokio::test]
async fn a_short_call_is_served_before_the_loops_that_came_first_have_ended() {
    let (guest, _folder) = alone().await;
    let budget = Budget { cpu: Duration::from_millis(400), ..WIDE };
    let loops: Vec<_> = (0..3)
        .map(|_| {
            let guest = guest.clone();
            tokio::spawn(async move { guest.call::<_, u32>(limits(), budget, "spin", ()).await.0 })
        })
        .collect();
    while guest.line.free() > 1 {
        tokio::task::yield_now().await;
    }
    let (answer, ..) = guest.call::<_, u32>(limits(), WIDE, "ping", ()).await;
    assert_eq!(answer.unwrap(), 42);
    assert!(loops.iter().all(|spinner| !spinner.is_finished()));
    for spinner in loops {
        assert!(matches!(spinner.await.unwrap(), Err(Fault::Cpu { .. })));
    }
}

#[tokio::test]
async fn timers_fire_while_loops_hold_the_only_worker() {
    let (engine, _folder) = engine(|_| {});
    let guest = Arc::new(Guest::new(&engine, TOOLS).await);
    let fired = Arc::new(AtomicUsize::new(0));
    let counter = fired.clone();
    let canary = tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_millis(2)).await;
            counter.fetch_add(1, Relaxed);
        }
    });
    let budget = Budget { cpu: Duration::from_millis(400), ..WIDE };
    let calls = (0..4).map(|_| {
        let guest = guest.clone();
        tokio::spawn(async move { guest.call::<_, u32>(limits(), budget, "spin", ()).await.0 })
    });
    for call in calls.collect::<Vec<_>>() {
        assert!(call.await.unwrap().is_err());
    }
    // 1.6 s of loops, all on this thread; a tick is a millisecond, or a few on a busy machine.
    assert!(fired.load(Relaxed) >= 20, "fired {} times", fired.load(Relaxed));
    canary.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_loops_of_one_plugin_die_on_time() {
    let (engine, _folder) = engine(|_| {});
    let guest = Arc::new(Guest::new(&engine, TOOLS).await);
    let budget = Budget { queue: Duration::from_secs(120), wall: Duration::from_secs(60), ..Budget::WIDGET };
    let calls: Vec<_> = (0..64)
        .map(|_| {
            let guest = guest.clone();
            tokio::spawn(async move { guest.call::<_, u32>(limits(), budget, "spin", ()).await })
        })
        .collect();
    for call in calls {
        let (answer, _, cost) = call.await.unwrap();
        assert!(matches!(answer, Err(Fault::Cpu { .. })), "{answer:?}");
        // Processor time, so that a busy machine does not count.
        assert!(cost.cpu < Duration::from_millis(250), "{cost:?}");
    }
}

#[tokio::test]
async fn a_thousand_cancelled_calls_leave_nothing_behind() {
    // Two slots and one permit: a single one lost would be noticed.
    let (engine, _folder) = engine(|settings| {
        settings.permits = 1;
        settings.slots = 2;
    });
    let guest = Guest::new(&engine, TOOLS).await;
    for round in 0..1_000u64 {
        let patience = Duration::from_micros(round % 50 * 60);
        // In a loop, waiting outside, waiting inside, or in line.
        match round % 3 {
            0 => drop(tokio::time::timeout(patience, guest.call::<_, u32>(limits(), WIDE, "spin", ())).await),
            n => {
                let wait = guest.call::<_, bool>(limits(), WIDE, "wait", (10_000u32, n == 1));
                drop(tokio::time::timeout(patience, wait).await);
            }
        }
    }
    let (one, two) = tokio::join!(
        guest.call::<_, u32>(limits(), WIDE, "ping", ()),
        guest.call::<_, u32>(limits(), WIDE, "ping", ())
    );
    assert_eq!((one.0.unwrap(), two.0.unwrap()), (42, 42));
    let pool = engine.wasmtime().pooling_allocator_metrics().unwrap();
    assert_eq!((pool.component_instances(), pool.memories(), pool.tables()), (0, 0, 0));
    assert_eq!(guest.line.free(), 4);
}

#[tokio::test]
async fn what_one_call_wrote_no_other_reads() {
    let (engine, _folder) = engine(|settings| settings.slots = 1);
    let tenant = Guest::new(&engine, TOOLS).await;
    let next =
        Guest::new(&engine, &TOOLS.replace("(result i32) i32.const 42", "(result i32) i32.const 43")).await;
    for reader in [&tenant, &next] {
        tenant.call::<_, u32>(limits(), WIDE, "soil", ()).await.0.unwrap();
        let (dirt, ..) = reader.call::<_, u32>(limits(), WIDE, "dirt", ()).await;
        assert_eq!(dirt.unwrap(), 0);
        // And after a trap in the middle.
        tenant
            .call::<_, u32>(limits(), Budget { cpu: Duration::from_millis(5), ..WIDE }, "spin", ())
            .await
            .0
            .unwrap_err();
        let (dirt, ..) = reader.call::<_, u32>(limits(), WIDE, "dirt", ()).await;
        assert_eq!(dirt.unwrap(), 0);
    }
}
