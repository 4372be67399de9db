//! An engine, a component with a tool for every limit, and a way to call it.

use balcao_engine::{Budget, Class, Cost, Engine, Fault, Limits, Line, Settings, Watch, run};
use std::path::PathBuf;
use std::time::Duration;
use wasmtime::component::{ComponentNamedList, InstancePre, Lift, Linker, Lower};

/// The data of a call.
pub struct Call {
    pub watch: Watch,
    pub notes: usize,
}

/// The child of `examples/compile.rs`, which Cargo puts beside the tests.
pub fn compiler() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let child = tests.parent().unwrap().parent().unwrap().join("examples/compile");
    assert!(child.exists(), "build it first: cargo build -p balcao-engine --examples");
    child
}

/// An engine of its own, with its cache in a folder that is removed with the answer's second part.
pub fn engine(change: impl FnOnce(&mut Settings)) -> (Engine, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::new(folder.path().join("code"), [7; 32], vec![compiler().into()]);
    settings.slots = 8;
    change(&mut settings);
    (Engine::new(settings).unwrap(), folder)
}

/// Wide enough that only the limit under test is met, also on a busy machine.
pub const WIDE: Budget = Budget {
    cpu: Duration::from_secs(20),
    wall: Duration::from_secs(120),
    queue: Duration::from_secs(120),
    memory: 32 << 20,
};

/// A component that went the whole way: admitted, compiled in the child, linked.
pub struct Guest {
    pub engine: Engine,
    pub pre: InstancePre<Call>,
    pub line: Line,
}

impl Guest {
    pub async fn new(engine: &Engine, wat: &str) -> Guest {
        let wasm = wat::parse_str(wat).unwrap();
        let component = engine.compile(&wasm, Class::Compact).await.unwrap();
        let mut linker = Linker::<Call>::new(engine.wasmtime());
        let mut host = linker.instance("test:host/calls").unwrap();
        host.func_wrap("note", |mut store, (text,): (String,)| {
            let call: &mut Call = store.data_mut();
            call.watch.host_call(text.len())?;
            call.notes += 1;
            Ok(())
        })
        .unwrap();
        host.func_wrap_async("wait", |store, (millis, inside): (u32, bool)| {
            Box::new(async move {
                let pause = tokio::time::sleep(Duration::from_millis(millis.into()));
                if inside {
                    pause.await;
                    return Ok((true,));
                }
                let watch = &store.data().watch;
                Ok((watch.outside(Duration::from_millis(500), pause).await.is_ok(),))
            })
        })
        .unwrap();
        host.func_wrap_async("leave", |store, (millis,): (u32,)| {
            Box::new(async move {
                let pause = tokio::time::sleep(Duration::from_millis(millis.into()));
                let watch = &store.data().watch;
                Ok((watch.away(Duration::from_secs(60), pause).await.is_ok(),))
            })
        })
        .unwrap();
        host.func_wrap("fail", |_, (): ()| -> wasmtime::Result<()> {
            Err(Fault::host("the database is gone").into())
        })
        .unwrap();
        Guest {
            engine: engine.clone(),
            pre: linker.instantiate_pre(&component).unwrap(),
            line: Line::new(4, 4),
        }
    }

    /// Calls `name` on a fresh instance.
    pub async fn call<P, R>(
        &self,
        limits: Limits,
        budget: Budget,
        name: &str,
        parameters: P,
    ) -> (Result<R, Fault>, Call, Cost)
    where
        P: ComponentNamedList + Lower + Send + Sync,
        R: Lift + Send + Sync + 'static,
        (R,): ComponentNamedList,
    {
        let data = Call { watch: Watch::new(limits), notes: 0 };
        run(
            &self.engine,
            &self.pre,
            &self.line,
            data,
            |call| &mut call.watch,
            budget,
            async |store, instance| {
                let call = instance.get_typed_func::<P, (R,)>(&mut *store, name)?;
                Ok(call.call_async(store, parameters).await?.0)
            },
        )
        .await
    }
}

/// One tool for each thing that is limited.
pub const TOOLS: &str = r#"
(component
  (import "test:host/calls" (instance $host
    (export "note" (func (param "text" string)))
    (export "fail" (func))
    (export "wait" (func (param "millis" u32) (param "inside" bool) (result bool)))
    (export "leave" (func (param "millis" u32) (result bool)))))
  (core module $libc
    (memory (export "memory") 32)
    (table (export "table") 1 funcref)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0))
  (core instance $libc (instantiate $libc))
  (type $thing (resource (rep i32)))
  (core func $note (canon lower (func $host "note") (memory (core memory $libc "memory"))))
  (core func $fail (canon lower (func $host "fail")))
  (core func $wait (canon lower (func $host "wait")))
  (core func $leave (canon lower (func $host "leave")))
  (core func $new (canon resource.new $thing))
  (core module $main
    (import "libc" "memory" (memory 32))
    (import "libc" "table" (table 1 funcref))
    (import "host" "note" (func $note (param i32 i32)))
    (import "host" "fail" (func $fail))
    (import "host" "wait" (func $wait (param i32 i32) (result i32)))
    (import "host" "leave" (func $leave (param i32) (result i32)))
    (import "host" "new" (func $new (param i32) (result i32)))
    (func (export "ping") (result i32) i32.const 42)
    (func (export "spin") (result i32) (loop (br 0)) unreachable)
    (func $depth (export "depth") (param i32) (result i32)
      (if (result i32) (i32.eqz (local.get 0))
        (then (i32.const 0))
        (else (i32.add (i32.const 1) (call $depth (i32.sub (local.get 0) (i32.const 1)))))))
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "insist") (param i32) (result i32)
      (if (i32.eq (memory.grow (local.get 0)) (i32.const -1)) (then unreachable))
      i32.const 0)
    (func (export "widen") (param i32) (result i32) (table.grow (ref.null func) (local.get 0)))
    (func (export "text") (param i32) (result i32)
      (i32.store (i32.const 16) (i32.const 1024))
      (i32.store (i32.const 20) (local.get 0))
      (i32.const 16))
    (func (export "notes") (param $times i32) (param $bytes i32) (result i32)
      (loop
        (call $note (i32.const 0) (local.get $bytes))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (br_if 0 (local.get $times)))
      i32.const 0)
    (func (export "handles") (param $times i32) (result i32)
      (loop
        (drop (call $new (i32.const 0)))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (br_if 0 (local.get $times)))
      i32.const 0)
    (func (export "wait") (param i32 i32) (result i32) (call $wait (local.get 0) (local.get 1)))
    (func (export "leave") (param i32) (result i32) (call $leave (local.get 0)))
    (func (export "fail") (result i32) (call $fail) i32.const 0)
    (func (export "soil") (result i32)
      (memory.fill (i32.const 0) (i32.const 0xAB) (i32.const 2097152))
      i32.const 0)
    (func (export "dirt") (result i32) (local $at i32)
      (loop
        (if (i64.ne (i64.load (local.get $at)) (i64.const 0)) (then (return (i32.const 1))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if 0 (i32.lt_u (local.get $at) (i32.const 2097152))))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "libc" (instance $libc))
    (with "host" (instance
      (export "note" (func $note)) (export "fail" (func $fail))
      (export "wait" (func $wait)) (export "leave" (func $leave)) (export "new" (func $new))))))
  (func (export "ping") (result u32) (canon lift (core func $main "ping")))
  (func (export "spin") (result u32) (canon lift (core func $main "spin")))
  (func (export "depth") (param "n" u32) (result u32) (canon lift (core func $main "depth")))
  (func (export "grow") (param "n" u32) (result s32) (canon lift (core func $main "grow")))
  (func (export "insist") (param "n" u32) (result s32) (canon lift (core func $main "insist")))
  (func (export "widen") (param "n" u32) (result s32) (canon lift (core func $main "widen")))
  (func (export "text") (param "n" u32) (result string)
    (canon lift (core func $main "text") (memory (core memory $libc "memory")) (realloc (core func $libc "realloc"))))
  (func (export "notes") (param "times" u32) (param "bytes" u32) (result u32)
    (canon lift (core func $main "notes")))
  (func (export "handles") (param "times" u32) (result u32) (canon lift (core func $main "handles")))
  (func (export "wait") (param "millis" u32) (param "inside" bool) (result bool)
    (canon lift (core func $main "wait")))
  (func (export "leave") (param "millis" u32) (result bool) (canon lift (core func $main "leave")))
  (func (export "fail") (result u32) (canon lift (core func $main "fail")))
  (func (export "soil") (result u32) (canon lift (core func $main "soil")))
  (func (export "dirt") (result u32) (canon lift (core func $main "dirt"))))
"#;
