//! The compiling child and the cache.

use crate::support::{TOOLS, compiler, engine};
use balcao_engine::{Class, CompileError, Engine, Settings};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// A compiler that cannot be started: whoever compiles with it must have found the cache.
fn none(settings: &mut Settings) {
    settings.compiler = vec!["/nonexistent".into()];
}

fn reopen(folder: &Path, change: impl FnOnce(&mut Settings)) -> Engine {
    let mut settings = Settings::new(folder.join("code"), [7; 32], vec![compiler().into()]);
    settings.slots = 2;
    change(&mut settings);
    Engine::new(settings).unwrap()
}

#[tokio::test]
async fn a_component_is_compiled_once_and_found_after_a_restart() {
    let (first, folder) = engine(|_| {});
    let wasm = wat::parse_str(TOOLS).unwrap();
    first.compile(&wasm, Class::Compact).await.unwrap();
    let second = reopen(folder.path(), none);
    second.compile(&wasm, Class::Compact).await.unwrap();
    // Another class has other limits, so it is another entry.
    assert!(matches!(second.compile(&wasm, Class::Interpreted).await, Err(CompileError::Child(_))));
}

#[tokio::test]
async fn the_cache_is_ours_alone() {
    let (engine, folder) = engine(|_| {});
    engine.compile(&wat::parse_str(TOOLS).unwrap(), Class::Compact).await.unwrap();
    let cache = folder.path().join("code");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&cache), 0o700);
    let kept = files(&cache);
    assert_eq!(kept.len(), 1);
    assert_eq!(mode(&kept[0]), 0o600);
}

#[tokio::test]
async fn a_changed_exchanged_or_foreign_file_is_compiled_anew() {
    let (first, folder) = engine(|_| {});
    let wasm = wat::parse_str(TOOLS).unwrap();
    first.compile(&wasm, Class::Compact).await.unwrap();
    let cache = folder.path().join("code");
    let file = files(&cache).remove(0);
    let good = fs::read(&file).unwrap();

    let refuses = async |settings: fn(&mut Settings)| {
        let answer = reopen(folder.path(), settings).compile(&wasm, Class::Compact).await;
        assert!(matches!(answer, Err(CompileError::Child(_))));
    };
    let mut changed = good.clone();
    changed[good.len() / 2] ^= 1;
    fs::write(&file, &changed).unwrap();
    refuses(none).await;
    // Ours, but of another component.
    let other = wat::parse_str("(component)").unwrap();
    first.compile(&other, Class::Compact).await.unwrap();
    let of_other = files(&cache).into_iter().find(|path| *path != file).unwrap();
    fs::copy(&of_other, &file).unwrap();
    refuses(none).await;
    // Good, but another key.
    fs::write(&file, &good).unwrap();
    refuses(|settings| {
        none(settings);
        settings.mac_key = [8; 32];
    })
    .await;
    // With a compiler at hand it is simply made again.
    fs::write(&file, b"short").unwrap();
    reopen(folder.path(), |_| {}).compile(&wasm, Class::Compact).await.unwrap();
    assert_ne!(fs::read(&file).unwrap(), b"short");
}

/// One function of many instructions: the worst that a compiler can get for its size.
fn bomb(instructions: usize) -> Vec<u8> {
    let body = "(local.set 0 (i32.add (i32.mul (local.get 0) (i32.const 77)) (i32.load (local.get 0))))"
        .repeat(instructions);
    wat::parse_str(format!("(component (core module (memory 1) (func (export \"f\") (param i32) {body})))"))
        .unwrap()
}

#[tokio::test]
async fn a_compile_bomb_ends_at_the_time_limit_and_the_engine_compiles_on() {
    let (engine, _folder) = engine(|settings| {
        settings.compact.component_bytes = 16 << 20;
        settings.compact.compile_seconds = 1;
    });
    let answer = engine.compile(&bomb(500_000), Class::Compact).await;
    assert!(matches!(answer, Err(CompileError::TooSlow { seconds: 1 })), "{:?}", answer.err());
    engine.compile(&wat::parse_str(TOOLS).unwrap(), Class::Compact).await.unwrap();
}

#[tokio::test]
async fn a_compile_bomb_ends_at_the_memory_limit() {
    let (engine, _folder) = engine(|settings| settings.compact.compile_bytes = 100 << 20);
    let answer = engine.compile(&bomb(100_000), Class::Compact).await;
    assert!(matches!(answer, Err(CompileError::TooBig)), "{:?}", answer.err());
}

#[tokio::test]
async fn code_is_limited_in_size() {
    let (first, folder) = engine(|_| {});
    let wasm = wat::parse_str(TOOLS).unwrap();
    first.compile(&wasm, Class::Compact).await.unwrap();
    let file = files(&folder.path().join("code")).remove(0);
    let size = fs::metadata(file).unwrap().len() as usize - 32;
    for (limit, passes) in [(size, true), (size - 1, false), (size / 1_000, false)] {
        let (engine, _folder) = engine(|settings| settings.compact.code_bytes = limit);
        match engine.compile(&wasm, Class::Compact).await {
            Ok(_) => assert!(passes),
            Err(error) => assert!(!passes && matches!(error, CompileError::TooBig), "{error}"),
        }
    }
}

#[tokio::test]
async fn inner_components_that_multiply_are_refused() {
    // Ten levels of ten: 10 to the power of 10 instances from eleven definitions.
    let mut wat = String::from("(component $c0 (core module $m) (core instance (instantiate $m)))");
    for level in 1..=10 {
        let inner = level - 1;
        let uses = format!("(instance (instantiate $c{inner}))").repeat(10);
        wat = format!("(component $c{level} {wat} {uses})");
    }
    let wasm = wat::parse_str(wat).unwrap();
    let (engine, _folder) = engine(|settings| {
        settings.compact.compile_seconds = 2;
        settings.compact.compile_bytes = 400 << 20;
    });
    let refused = engine.compile(&wasm, Class::Compact).await.err().unwrap();
    assert!(matches!(refused, CompileError::Refused(_)), "{refused}");

    // And where the count at the door is wide, the child's limits hold.
    let (wide, _folder) = crate::support::engine(|settings| {
        settings.compact.nested_components = 1_000;
        settings.compact.compile_seconds = 2;
        settings.compact.compile_bytes = 400 << 20;
    });
    let refused = wide.compile(&wasm, Class::Compact).await.err().unwrap();
    assert!(matches!(refused, CompileError::TooSlow { .. } | CompileError::TooBig), "{refused}");
}

#[tokio::test]
async fn a_component_that_outgrows_the_pool_is_refused_before_it_runs() {
    let (engine, _folder) = engine(|_| {});
    let wasm = wat::parse_str("(component (core module $m (memory 1025)) (core instance (instantiate $m)))")
        .unwrap();
    let refused = engine.compile(&wasm, Class::Compact).await.err().unwrap();
    assert!(matches!(refused, CompileError::Unfit(_)), "{refused}");
}
