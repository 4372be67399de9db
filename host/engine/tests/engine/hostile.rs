//! Components that mean harm. Each ends with the right words, and the engine serves on.

use crate::support::{Guest, TOOLS, WIDE, engine};
use balcao_engine::{Budget, Class, Fault, Limits};
use std::time::Duration;

/// A component whose export `go` is `body`; `extra` are further definitions of its core module.
fn guest(extra: &str, body: &str, post_return: &str) -> String {
    format!(
        r#"(component
  (import "test:host/calls" (instance $host (export "note" (func (param "text" string)))))
  (core module $libc (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0))
  (core instance $libc (instantiate $libc))
  (core func $note (canon lower (func $host "note") (memory (core memory $libc "memory"))))
  (core module $main
    (import "libc" "memory" (memory 32))
    (import "host" "note" (func $note (param i32 i32)))
    (func (export "after") (param i32) {post_return})
    {extra}
    (func (export "go") (result i32) {body}))
  (core instance $main (instantiate $main
    (with "libc" (instance $libc)) (with "host" (instance (export "note" (func $note))))))
  (func (export "go") (result string)
    (canon lift (core func $main "go") (memory (core memory $libc "memory")) (post-return (core func $main "after")))))"#
    )
}

/// What should come of it.
enum End {
    Cpu,
    Stack,
    Memory,
    Transfer,
    HostCalls,
    Trap(&'static str),
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_ends_with_the_right_words() {
    let (engine, _folder) = engine(|_| {});
    let honest = Guest::new(&engine, TOOLS).await;
    let none = "";
    let spin = "(loop (br 0))";
    // An empty text at address 0.
    let fine = "i32.const 0";
    let text = |address: u32, length: u32| {
        format!(
            "(i32.store (i32.const 16) (i32.const {address})) (i32.store (i32.const 20) (i32.const {length})) i32.const 16"
        )
    };
    let corpus: Vec<(&str, String, End)> = vec![
        ("endless loop", guest(none, &format!("{spin} unreachable"), none), End::Cpu),
        (
            "loop by a jump table",
            guest(none, "(loop (br_table 0 0 0 (i32.const 1))) unreachable", none),
            End::Cpu,
        ),
        (
            "loop of calls",
            guest("(func $a (call $b)) (func $b)", "(loop (call $a) (br 0)) unreachable", none),
            End::Cpu,
        ),
        (
            "loop of fills of all memory",
            guest(
                none,
                "(loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 2097152)) (br 0)) unreachable",
                none,
            ),
            End::Cpu,
        ),
        ("start function that loops", guest(&format!("(func $s {spin}) (start $s)"), fine, none), End::Cpu),
        ("loop after the return", guest(none, fine, spin), End::Cpu),
        ("recursion", guest("(func $r (call $r))", "(call $r) i32.const 0", none), End::Stack),
        (
            "recursion of two",
            guest("(func $a (call $b)) (func $b (call $a))", "(call $a) i32.const 0", none),
            End::Stack,
        ),
        (
            "memory bomb",
            guest(
                none,
                "(loop (br_if 0 (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))) unreachable",
                none,
            ),
            End::Memory,
        ),
        ("giant text", guest(none, &text(0, 2_000_000), none), End::Transfer),
        ("text outside memory", guest(none, &text(0xFFFF_FF00, 100), none), End::Trap("out of bounds")),
        (
            "text whose end wraps round",
            guest(none, &text(0xFFFF_FFFF, 0xFFFF), none),
            End::Trap("out of bounds"),
        ),
        (
            "text that is not UTF-8",
            guest(
                none,
                &format!("(i32.store (i32.const 100) (i32.const 0xFFFFFFFF)) {}", text(100, 4)),
                none,
            ),
            End::Trap("utf-8"),
        ),
        ("result outside memory", guest(none, "i32.const -4", none), End::Trap("out of bounds")),
        ("result off its alignment", guest(none, "i32.const 17", none), End::Trap("align")),
        (
            "flood of host calls",
            guest(none, "(loop (call $note (i32.const 0) (i32.const 1)) (br 0)) unreachable", none),
            End::HostCalls,
        ),
        ("panic", guest(none, "unreachable", none), End::Trap("unreachable")),
        ("panic after the return", guest(none, fine, "unreachable"), End::Trap("unreachable")),
        (
            "division by zero",
            guest(none, "(i32.div_u (i32.const 1) (i32.const 0))", none),
            End::Trap("divide by zero"),
        ),
        (
            "call of an empty table entry",
            guest("(table 1 funcref)", "(call_indirect (result i32) (i32.const 0))", none),
            End::Trap("uninitialized"),
        ),
        (
            "control characters in a function's name",
            guest("(func $bad (export \"\\1b[2J\\0a\") unreachable)", "(call $bad) i32.const 0", none),
            End::Trap("unreachable"),
        ),
    ];
    for (name, wat, end) in corpus {
        let hostile = Guest::new(&engine, &wat).await;
        let budget = Budget { queue: WIDE.queue, wall: WIDE.wall, ..Budget::WIDGET };
        let (answer, ..) = hostile.call::<_, String>(Limits::of(Class::Compact), budget, "go", ()).await;
        let fault = answer.expect_err(name);
        let words = fault.to_string();
        let right = match end {
            End::Cpu => matches!(fault, Fault::Cpu { .. }),
            End::Stack => matches!(fault, Fault::Stack),
            End::Memory => matches!(fault, Fault::Memory { .. }),
            End::Transfer => matches!(fault, Fault::Transfer { .. }),
            End::HostCalls => matches!(fault, Fault::HostCalls { .. }),
            End::Trap(part) => matches!(fault, Fault::Trap { .. }) && words.contains(part),
        };
        assert!(right, "{name}: {words}");
        assert!(!words.contains(char::is_control), "{name}: {words:?}");
        let (answer, ..) = honest.call::<_, u32>(Limits::of(Class::Compact), WIDE, "ping", ()).await;
        assert_eq!(answer.unwrap(), 42, "after {name}");
    }
}

#[tokio::test]
async fn a_loop_in_the_function_that_makes_room_for_arguments_ends() {
    let (engine, _folder) = engine(|_| {});
    let wat = r#"(component
      (core module $m (memory (export "memory") 1)
        (func (export "realloc") (param i32 i32 i32 i32) (result i32) (loop (br 0)) unreachable)
        (func (export "go") (param i32 i32) (result i32) i32.const 0))
      (core instance $i (instantiate $m))
      (func (export "go") (param "text" string) (result u32)
        (canon lift (core func $i "go") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))"#;
    let hostile = Guest::new(&engine, wat).await;
    let budget = Budget { cpu: Duration::from_millis(20), ..WIDE };
    let (answer, ..) = hostile.call::<_, u32>(Limits::of(Class::Compact), budget, "go", ("x",)).await;
    assert!(matches!(answer, Err(Fault::Cpu { .. })), "{answer:?}");
}

#[tokio::test]
async fn room_for_arguments_outside_memory_is_refused() {
    let (engine, _folder) = engine(|_| {});
    let wat = r#"(component
      (core module $m (memory (export "memory") 1)
        (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0x7fffffff)
        (func (export "go") (param i32 i32) (result i32) i32.const 0))
      (core instance $i (instantiate $m))
      (func (export "go") (param "text" string) (result u32)
        (canon lift (core func $i "go") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))"#;
    let hostile = Guest::new(&engine, wat).await;
    let (answer, ..) = hostile.call::<_, u32>(Limits::of(Class::Compact), WIDE, "go", ("x",)).await;
    assert!(matches!(answer, Err(Fault::Trap { .. })), "{answer:?}");
}

#[tokio::test]
async fn a_giant_list_of_empty_things_ends() {
    let (engine, _folder) = engine(|_| {});
    let wat = r#"(component
      (core module $m (memory (export "memory") 32)
        (func (export "go") (result i32)
          (i32.store (i32.const 16) (i32.const 0))
          (i32.store (i32.const 20) (i32.const 250000))
          i32.const 16))
      (core instance $i (instantiate $m))
      (func (export "go") (result (list string)) (canon lift (core func $i "go") (memory (core memory $i "memory")))))"#;
    let hostile = Guest::new(&engine, wat).await;
    let (answer, ..) = hostile.call::<_, Vec<String>>(Limits::of(Class::Compact), WIDE, "go", ()).await;
    assert!(matches!(answer, Err(Fault::Transfer { .. })), "{:?}", answer.map(|list| list.len()));
}

#[tokio::test]
async fn a_component_that_imports_what_does_not_exist_is_not_linked() {
    let (engine, _folder) = engine(|_| {});
    let wasm = wat::parse_str(r#"(component (import "test:host/secrets" (instance (export "all" (func)))))"#)
        .unwrap();
    let component = engine.compile(&wasm, Class::Compact).await.unwrap();
    let linker = wasmtime::component::Linker::<()>::new(engine.wasmtime());
    let error = linker.instantiate_pre(&component).err().unwrap();
    assert!(format!("{error:#}").contains("test:host/secrets"));
}
