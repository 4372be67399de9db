//! What the sandbox costs: a fresh call of a component beside the same function in native code,
//! and beside what else one could have built on; and a whole tab of the desk over HTTP, beside the
//! same page with the plugins linked natively.
//!
//! All contenders take turns, round by round, so that whatever else the machine does meets them all
//! alike. Each draws the same twenty invoices; that they draw the same is checked first.
//! `cargo xtask bench` builds what it needs and runs it.

#![forbid(unsafe_code)]

mod bindings;
mod desk;
mod http;
mod native;
mod peers;
mod report;
mod sandbox;
mod server;
mod tabs;

use native::Native;
use peers::{Extism, Node, Spawn};
use report::Contender;
use sandbox::Sandbox;
use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

/// First argument of the process that compiles a component.
const COMPILE: &str = "compile-component";
/// How often each contender has its turn.
const ROUNDS: usize = 40;

fn main() -> ExitCode {
    let done = match env::args().nth(1).as_deref() {
        Some(COMPILE) => return balcao_engine::compile_child(),
        _ => bench(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bench() -> Result<()> {
    let plugins = folder("BALCAO_PLUGINS")?;
    let guests = folder("BALCAO_BENCH_GUESTS")?;
    let report = folder("BALCAO_BENCH_REPORT")?;
    let node = env::var_os("BALCAO_NODE").unwrap_or_else(|| "node".into());
    let served = desk::desk();

    let sandbox = Sandbox::new(&guests.join("cache"), &served)?;
    let line = sandbox.ready(&guests.join("line.wasm"), "line", &[])?;
    let history = sandbox.ready(&plugins.join("billing.wasm"), "history", &[("view", "all")])?;
    let native = Native::new(&served);
    let extism = Extism::new(&guests.join("extism.wasm"))?;
    let mut node = Node::new(node.as_ref(), &served)?;
    let spawn = Spawn::new()?;

    let drawn = sandbox.draw(&history)?;
    same("native code", format!("{:?}", native.draw().0), format!("{drawn:?}"))?;
    let drawn: Vec<balcao_bench_peer::Block> = serde_json::from_value(serde_json::to_value(drawn)?)?;
    same("Extism", &extism.draw(&served)?, &drawn)?;
    same("Node", node.drawn(), &drawn)?;
    same("the process", &spawn.draw(&served)?, &drawn)?;

    let mut contenders = [
        Contender::new("fresh_call_fixed_us", 250, "sandbox: a fresh call, one line"),
        Contender::new("fresh_call_table20_us", 150, "sandbox: a fresh call, 20 rows"),
        Contender::new("native_table20_us", 500, "native: 20 rows"),
        Contender::new("extism_table20_us", 20, "Extism, fresh instance: 20 rows"),
        Contender::new("node_vm_table20_us", 20, "Node vm, fresh context: 20 rows"),
        Contender::new("spawn_us", 10, "a process: 20 rows"),
    ];
    let load = report::load();
    // The first round warms up: its times are not kept.
    for round in 0..=ROUNDS {
        for (number, contender) in contenders.iter_mut().enumerate() {
            let calls = contender.calls;
            let times = match number {
                0 => sandbox.times(&line, calls)?,
                1 => sandbox.times(&history, calls)?,
                2 => native.times(calls),
                3 => peers::times(calls, || extism.draw(&served))?,
                4 => node.times(calls)?,
                _ => peers::times(calls, || spawn.draw(&served))?,
            };
            if round > 0 {
                contender.times.extend(times);
            }
        }
    }
    let program = std::env::current_exe()?.with_file_name("balcao-bench-desk");
    let tabs = tabs::measure(&program, &report.with_file_name("desk"), &plugins)?;
    report::write(&report, &mut contenders, tabs, load)
}

/// Contenders that draw other things are no contenders.
fn same<T: PartialEq + std::fmt::Debug>(who: &str, theirs: T, ours: T) -> Result<()> {
    if theirs == ours {
        return Ok(());
    }
    Err(format!("{who} draws something else:\n{theirs:?}\ninstead of\n{ours:?}").into())
}

fn folder(variable: &str) -> Result<PathBuf> {
    Ok(env::var_os(variable).ok_or_else(|| format!("{variable} is not set; run `cargo xtask bench`"))?.into())
}
