//! Every limit of a call at its value, just above it and far above it.

use crate::support::{Guest, TOOLS, WIDE, engine};
use balcao_engine::{Budget, Class, Fault, Limits, Line, Watch, run};
use std::time::Duration;
use wasmtime::component::Linker;

const PAGE: usize = 65_536;

/// Small numbers, so that "far above" is far above the limit and not above what the tools have.
fn limits() -> Limits {
    Limits {
        table_elements: 100,
        handles: 20,
        transfer_bytes: 1_000,
        host_calls: 10,
        host_bytes: 2_000,
        ..Limits::of(Class::Compact)
    }
}

#[tokio::test]
async fn memory_is_summed_and_what_is_above_is_refused() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    let limit = 40 * PAGE; // the tools begin with 32 pages
    let budget = Budget { memory: limit, ..WIDE };
    for (pages, answer) in [(8u32, 32i32), (9, -1), (8_000, -1)] {
        let (grown, _, cost) = guest.call::<_, i32>(limits(), budget, "grow", (pages,)).await;
        assert_eq!(grown.unwrap(), answer, "{pages} pages");
        assert!(cost.memory_peak <= limit, "{pages} pages");
    }
    // A guest that cannot go on without it: the reason is memory, not "unreachable".
    for pages in [9u32, 8_000] {
        let (grown, ..) = guest.call::<_, i32>(limits(), budget, "insist", (pages,)).await;
        assert!(matches!(grown, Err(Fault::Memory { limit: l }) if l == limit));
    }
    // Less than it begins with: it does not even start.
    let starved = Budget { memory: 31 * PAGE, ..WIDE };
    let (answer, ..) = guest.call::<_, u32>(limits(), starved, "ping", ()).await;
    assert!(matches!(answer, Err(Fault::Memory { .. })), "{answer:?}");
}

#[tokio::test]
async fn table_elements_above_the_limit_are_refused() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    for (more, answer) in [(99u32, 1i32), (100, -1), (100_000, -1)] {
        let (grown, ..) = guest.call::<_, i32>(limits(), WIDE, "widen", (more,)).await;
        assert_eq!(grown.unwrap(), answer, "{more} elements");
    }
}

#[tokio::test]
async fn a_result_larger_than_one_transfer_ends_the_call() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    let (text, ..) = guest.call::<_, String>(limits(), WIDE, "text", (1_000u32,)).await;
    assert_eq!(text.unwrap().len(), 1_000);
    for bytes in [1_001u32, 1_000_000] {
        let (text, ..) = guest.call::<_, String>(limits(), WIDE, "text", (bytes,)).await;
        assert!(matches!(text, Err(Fault::Transfer { limit: 1_000 })), "{text:?}");
    }
}

#[tokio::test]
async fn an_argument_larger_than_one_transfer_ends_the_call() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    for (bytes, passes) in [(1_000u32, true), (1_001, false), (1_000_000, false)] {
        let (answer, call, _) = guest.call::<_, u32>(limits(), WIDE, "notes", (1u32, bytes)).await;
        assert_eq!(call.notes, usize::from(passes));
        match answer {
            Ok(_) => assert!(passes),
            Err(fault) => assert!(matches!(fault, Fault::Transfer { .. }) && !passes, "{fault}"),
        }
    }
}

#[tokio::test]
async fn handles_above_the_limit_end_the_call() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    let (answer, ..) = guest.call::<_, u32>(limits(), WIDE, "handles", (20u32,)).await;
    answer.unwrap();
    for times in [21u32, 20_000] {
        let (answer, ..) = guest.call::<_, u32>(limits(), WIDE, "handles", (times,)).await;
        assert!(matches!(answer, Err(Fault::Handles { limit: 20 })), "{answer:?}");
    }
}

#[tokio::test]
async fn host_calls_above_the_limit_end_the_call() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    let (answer, call, cost) = guest.call::<_, u32>(limits(), WIDE, "notes", (10u32, 3u32)).await;
    answer.unwrap();
    assert_eq!((call.notes, cost.host_calls, cost.host_bytes), (10, 10, 30));
    for times in [11u32, 10_000] {
        let (answer, call, cost) = guest.call::<_, u32>(limits(), WIDE, "notes", (times, 0u32)).await;
        assert!(matches!(answer, Err(Fault::HostCalls { limit: 10 })), "{answer:?}");
        assert_eq!((call.notes, cost.host_calls), (10, 11));
    }
}

#[tokio::test]
async fn bytes_handed_to_the_host_above_the_limit_end_the_call() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    for (times, bytes, passes) in [(2u32, 1_000u32, true), (3, 667, false), (9, 1_000, false)] {
        let (answer, ..) = guest.call::<_, u32>(limits(), WIDE, "notes", (times, bytes)).await;
        match answer {
            Ok(_) => assert!(passes),
            Err(fault) => {
                assert!(matches!(fault, Fault::HostBytes { limit: 2_000 }) && !passes, "{fault}");
            }
        }
    }
}

#[tokio::test]
async fn recursion_ends_with_the_stack() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    let (depth, ..) = guest.call::<_, u32>(limits(), WIDE, "depth", (1_000u32,)).await;
    assert_eq!(depth.unwrap(), 1_000);
    for depth in [100_000u32, 4_000_000_000] {
        let (answer, ..) = guest.call::<_, u32>(limits(), WIDE, "depth", (depth,)).await;
        assert!(matches!(answer, Err(Fault::Stack)), "{answer:?}");
    }
}

#[tokio::test]
async fn processor_time_ends_a_loop_and_spares_a_short_call() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    let budget = Budget { cpu: Duration::from_millis(50), ..WIDE };
    let (answer, ..) = guest.call::<_, u32>(limits(), budget, "ping", ()).await;
    assert_eq!(answer.unwrap(), 42);
    let (answer, _, cost) = guest.call::<_, u32>(limits(), budget, "spin", ()).await;
    assert!(matches!(answer, Err(Fault::Cpu { .. })), "{answer:?}");
    assert!(cost.cpu >= budget.cpu && cost.cpu < budget.cpu * 4, "{cost:?}");
}

#[tokio::test]
async fn waiting_is_not_processor_time_but_it_is_wall_time() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    let budget = Budget { cpu: Duration::from_millis(50), ..WIDE };
    for inside in [false, true] {
        let (answer, _, cost) = guest.call::<_, bool>(limits(), budget, "wait", (150u32, inside)).await;
        assert!(answer.unwrap());
        assert!(cost.wall >= Duration::from_millis(150) && cost.cpu < budget.cpu, "{cost:?}");
        let hurried = Budget { wall: Duration::from_millis(20), ..budget };
        for millis in [150u32, 1_000_000] {
            let (answer, ..) = guest.call::<_, bool>(limits(), hurried, "wait", (millis, inside)).await;
            assert!(matches!(answer, Err(Fault::Wall { .. })), "{answer:?}");
        }
    }
}

#[tokio::test]
async fn a_host_function_that_waits_longer_than_its_own_deadline_is_told_so() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    // The tools' deadline is 500 ms.
    let (in_time, ..) = guest.call::<_, bool>(limits(), WIDE, "wait", (1_000_000u32, false)).await;
    assert!(!in_time.unwrap());
}

#[tokio::test]
async fn a_call_that_stands_in_line_too_long_is_busy_and_did_not_run() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest { line: Line::new(0, 0), ..Guest::new(&engine, TOOLS).await };
    let budget = Budget { queue: Duration::from_millis(10), ..WIDE };
    let (answer, call, _) = guest.call::<_, u32>(limits(), budget, "notes", (1u32, 1u32)).await;
    assert!(matches!(answer, Err(Fault::Busy { .. })), "{answer:?}");
    assert_eq!(call.notes, 0);
}

#[tokio::test]
async fn a_fault_of_the_host_is_not_blamed_on_the_guest() {
    let (engine, _folder) = engine(|_| {});
    let guest = Guest::new(&engine, TOOLS).await;
    let (answer, ..) = guest.call::<_, u32>(limits(), WIDE, "fail", ()).await;
    let fault = answer.unwrap_err();
    assert!(matches!(fault, Fault::Host(_)));
    assert!(fault.to_string().contains("the database is gone"));
}

#[tokio::test]
async fn the_interpreted_class_runs_what_has_the_shape_of_python() {
    let (engine, _folder) = engine(|_| {});
    let many = |what: &str, times: usize| what.repeat(times);
    let wat = format!(
        "(component (core module $m (memory 16)) (core module $t (table 1500 funcref)) (core module $e) {} {} {})",
        many("(core instance (instantiate $m))", 4),
        many("(core instance (instantiate $t))", 20),
        many("(core instance (instantiate $e))", 76),
    );
    let wasm = wat::parse_str(wat).unwrap();
    assert!(engine.compile(&wasm, Class::Compact).await.is_err());
    let component = engine.compile(&wasm, Class::Interpreted).await.unwrap();
    let pre = Linker::new(engine.wasmtime()).instantiate_pre(&component).unwrap();
    let line = Line::new(1, 1);
    for (class, runs) in [(Class::Interpreted, true), (Class::Compact, false)] {
        let watch = Watch::new(engine.limits(class));
        let (answer, ..) = run(&engine, &pre, &line, watch, |watch| watch, WIDE, async |_, _| Ok(())).await;
        assert_eq!(answer.is_ok(), runs, "{answer:?}");
    }
}
