//! Runs components within limits. Knows nothing of providers, nor of our contract.
//!
//! A stranger's bytes go one way: [`Engine::admit`] looks at them, [`Engine::compile`] compiles them
//! in a child process, [`run`] runs them, each call on a fresh instance. Everything they may use is
//! a number in [`Limits`] (by class of component) or [`Budget`] (by kind of call).
//!
//! ```no_run
//! use balcao_engine::{Budget, Class, Engine, Fault, Line, Settings, Watch, run};
//! use wasmtime::component::Linker;
//!
//! /// What a call carries; it must hold a `Watch`.
//! struct Call {
//!     watch: Watch,
//!     said: Vec<String>,
//! }
//!
//! # async fn example(wasm: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! // Once a process. The binary's `main` calls `compile_child()` when its first argument says so.
//! let compiler = vec![std::env::current_exe()?.into(), "compile-component".into()];
//! let engine = Engine::new(Settings::new("/var/lib/balcao/code".into(), [0; 32], compiler))?;
//!
//! // Once a version: what it imports are its permissions; what was not granted, link to a stub.
//! let admitted = engine.admit(wasm, Class::Compact).await?;
//! println!("{} imports {:?}", admitted.digest, admitted.imports);
//! let component = engine.compile(wasm, Class::Compact).await?;
//! let mut linker = Linker::<Call>::new(engine.wasmtime());
//! linker.instance("example:desk/log")?.func_wrap_async("write", |mut store, (text,): (String,)| {
//!     Box::new(async move {
//!         let call: &mut Call = store.data_mut();
//!         call.watch.host_call(text.len())?; // every host function: count first
//!         // A host function that waits does so outside, with a deadline of its own.
//!         let wait = std::time::Duration::from_millis(200);
//!         let saved = call.watch.outside(wait, async { Ok::<_, std::io::Error>(()) }).await;
//!         saved.map_err(Fault::host)?.map_err(Fault::host)?;
//!         call.said.push(text);
//!         Ok(())
//!     })
//! })?;
//! let pre = linker.instantiate_pre(&component)?;
//! let line = Line::new(4, 32); // of this plugin: at most four calls at once, and those far away
//!
//! // Every call.
//! let call = Call { watch: Watch::new(engine.limits(Class::Compact)), said: Vec::new() };
//! let (answer, call, cost) =
//!     run(&engine, &pre, &line, call, |call| &mut call.watch, Budget::WIDGET, async |store, instance| {
//!         // With bindgen!: `indices.load(&mut *store, instance)?.call_draw(store, …).await`
//!         let draw = instance.get_typed_func::<(&str,), ()>(&mut *store, "draw")?;
//!         draw.call_async(store, ("invoices",)).await
//!     })
//!     .await;
//! match answer {
//!     Ok(()) => println!("{:?} in {:?}", call.said, cost.cpu),
//!     Err(fault) => eprintln!("{fault}"), // words for the administrator
//! }
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod admit;
mod child;
mod compile;
mod config;
mod engine;
mod fault;
mod limits;
mod line;
mod run;
mod ticker;
mod turn;
mod watch;

pub use admit::{Admitted, Digest, Refused};
pub use child::compile_child;
pub use compile::CompileError;
pub use engine::{Engine, EngineError, Settings};
pub use fault::{Cost, Fault};
pub use limits::{Budget, Class, Limits, POOL_MEMORY};
pub use line::Line;
pub use run::run;
pub use watch::{Late, Watch};
