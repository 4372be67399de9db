//! What is let in, and every limit of the door at its value, just above it and far above it.

use crate::support::{TOOLS, engine};
use balcao_engine::{Class, Engine, Refused};

async fn admit(engine: &Engine, wat: &str) -> Result<(), Refused> {
    engine.admit(&wat::parse_str(wat).unwrap(), Class::Compact).await.map(drop)
}

#[tokio::test]
async fn imports_and_exports_are_what_the_component_says() {
    let (engine, _folder) = engine(|_| {});
    let admitted = engine.admit(&wat::parse_str(TOOLS).unwrap(), Class::Compact).await.unwrap();
    assert_eq!(admitted.imports, ["test:host/calls"]);
    assert_eq!(admitted.exports[..2], ["ping", "spin"]);
    assert_eq!(admitted.digest.to_string().len(), 64);
}

#[tokio::test]
async fn an_inner_component_s_imports_are_not_permissions() {
    let (engine, _folder) = engine(|_| {});
    let wat = r#"(component
      (import "a:b/outer" (instance))
      (component (import "a:b/inner" (instance)) (export "inner" (instance 0))))"#;
    let admitted = engine.admit(&wat::parse_str(wat).unwrap(), Class::Compact).await.unwrap();
    assert_eq!(admitted.imports, ["a:b/outer"]);
    assert!(admitted.exports.is_empty());
}

#[tokio::test]
async fn every_count_is_limited() {
    let (engine, _folder) = engine(|settings| {
        settings.compact.core_instances = 3;
        settings.compact.nested_components = 3;
        settings.compact.memories = 3;
        settings.compact.tables = 3;
        settings.compact.imports = 3;
    });
    let wrap = |what: &str| format!("(component {what})");
    let imports = |n| (0..n).map(|i| format!("(import \"i{i}\" (func))")).collect::<String>();
    let exports = |n| {
        (0..n)
            .map(|i| {
                format!("(import \"f\" (func $f)) (export \"e{i}\" (func $f))").replacen(
                    "(import \"f\" (func $f))",
                    if i == 0 { "(import \"f\" (func $f))" } else { "" },
                    1,
                )
            })
            .collect::<String>()
    };
    for n in [3usize, 4, 3_000] {
        let cases = [
            ("core instances", format!("(core module $m) {}", "(core instance (instantiate $m))".repeat(n))),
            ("inner components", format!("(component $c) {}", "(instance (instantiate $c))".repeat(n))),
            ("memories", "(core module (memory 0))".repeat(n)),
            ("tables", format!("(core module {})", "(table 0 funcref)".repeat(n.min(90)))),
            ("imports", imports(n)),
            ("exports", exports(n)),
        ];
        for (name, wat) in cases {
            let answer = admit(&engine, &wrap(&wat)).await;
            if n == 3 {
                assert_eq!(answer, Ok(()), "{name}");
            } else {
                assert!(
                    matches!(&answer, Err(Refused::TooMany { what, limit: 3, .. }) if *what == name),
                    "{n} {name}: {answer:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn size_is_limited() {
    let (engine, _folder) = engine(|settings| settings.compact.component_bytes = 5_000);
    for (bytes, passes) in [(5_000usize, true), (5_001, false), (5_000_000, false)] {
        let mut wasm = wat::parse_str("(component)").unwrap();
        // A custom section of just the right length: id, length in three or four bytes, empty name.
        let rest = bytes - wasm.len();
        let length_bytes = if rest < 100_000 { 3 } else { 4 };
        let length = rest - 1 - length_bytes;
        wasm.push(0);
        for i in 0..length_bytes {
            let more = if i + 1 < length_bytes { 0x80 } else { 0 };
            wasm.push(((length >> (7 * i)) & 0x7f) as u8 | more);
        }
        wasm.resize(bytes, 0);
        let answer = engine.admit(&wasm, Class::Compact).await;
        match answer {
            Ok(_) => assert!(passes),
            Err(refused) => {
                assert!(!passes && matches!(refused, Refused::TooLarge { limit: 5_000, .. }), "{refused}")
            }
        }
    }
}

#[tokio::test]
async fn what_is_not_a_component_is_refused_in_clear_words() {
    let (engine, _folder) = engine(|_| {});
    let good = wat::parse_str(TOOLS).unwrap();
    let module = wat::parse_str("(module)").unwrap();
    let compiled = engine.wasmtime().precompile_component(&good).unwrap();
    let mut flipped = good.clone();
    flipped[4] ^= 0xff;
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nothing", vec![], "not a component"),
        ("a text", b"hello, world".to_vec(), "not a component"),
        ("a ZIP", b"PK\x03\x04rest of the archive".to_vec(), "not a component"),
        ("another version", flipped, "not a component"),
        ("a module", module, "a WebAssembly module"),
        ("native code", compiled, "a compiled component"),
    ];
    for (name, bytes, words) in cases {
        let refused = engine.admit(&bytes, Class::Compact).await.expect_err(name);
        assert!(refused.to_string().contains(words), "{name}: {refused}");
        assert!(engine.compile(&bytes, Class::Compact).await.is_err(), "{name}");
    }
    // Cut off anywhere: between two sections it is a smaller component, with fewer exports.
    let whole = engine.admit(&good, Class::Compact).await.unwrap();
    for end in (0..good.len()).step_by(7) {
        if let Ok(rest) = engine.admit(&good[..end], Class::Compact).await {
            assert!(rest.exports.len() < whole.exports.len(), "{end} bytes");
        }
    }
}

#[tokio::test]
async fn any_single_damaged_byte_is_refused_or_harmless() {
    let (engine, _folder) = engine(|_| {});
    let good = wat::parse_str(TOOLS).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x55;
        // Yes may be right, for a changed number is still a number; a panic never is.
        if let Err(refused) = engine.admit(&bad, Class::Compact).await {
            assert!(!refused.to_string().contains("panicked"), "byte {at}: {refused}");
        }
    }
}

#[tokio::test]
async fn features_that_are_switched_off_are_refused() {
    let (engine, _folder) = engine(|_| {});
    for (name, wat) in [
        ("threads", "(component (core module (memory 1 1 shared)))"),
        ("64-bit memory", "(component (core module (memory i64 1)))"),
        ("two memories", "(component (core module (memory 1) (memory 1)))"),
        ("GC", "(component (core module (type (struct))))"),
        ("exceptions", "(component (core module (tag)))"),
        (
            "relaxed SIMD",
            "(component (core module (func (param v128 v128) (result v128) (i8x16.relaxed_swizzle (local.get 0) (local.get 1)))))",
        ),
        ("stream", "(component (type (stream u8)))"),
        ("future", "(component (type (future u8)))"),
        ("error context", "(component (type error-context))"),
        ("async function", "(component (import \"f\" (func async)))"),
    ] {
        let answer = admit(&engine, wat).await;
        assert!(matches!(answer, Err(Refused::Invalid(_))), "{name}: {answer:?}");
    }
}

#[tokio::test]
async fn texts_in_utf_16_and_asynchronous_calls_are_refused() {
    let (engine, _folder) = engine(|_| {});
    let wat = |options: &str| {
        format!(
            r#"(component (import "f" (func $f (param "s" string)))
              (core module $m (memory (export "memory") 1)) (core instance $i (instantiate $m))
              (core func (canon lower (func $f) (memory (core memory $i "memory")) {options})))"#
        )
    };
    assert_eq!(admit(&engine, &wat("string-encoding=utf8")).await, Ok(()));
    assert_eq!(admit(&engine, &wat("string-encoding=utf16")).await, Err(Refused::NotUtf8));
    assert_eq!(admit(&engine, &wat("string-encoding=latin1+utf16")).await, Err(Refused::NotUtf8));
    assert_eq!(admit(&engine, &wat("async")).await, Err(Refused::Asynchronous));
    let task = "(component (core func (canon backpressure.inc)))";
    assert_eq!(admit(&engine, task).await, Err(Refused::Asynchronous));
}
