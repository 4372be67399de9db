//! What else one could have built on. Each gets what the widget reads and gives what it draws as
//! values of Rust (in Node: of JavaScript), as our contract does; what they need to carry them
//! across, JSON on both sides, is part of their price.

use crate::Result;
use balcao_bench_peer::{Block, Desk};
use extism::{CompiledPlugin, Manifest, Plugin, PluginBuilder, Wasm};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// An Extism plugin, compiled once, with a fresh instance for each call, set up as it comes.
pub struct Extism(CompiledPlugin);

impl Extism {
    /// Compiles a plugin.
    pub fn new(module: &Path) -> Result<Extism> {
        let manifest = Manifest::new([Wasm::data(std::fs::read(module)?)]);
        Ok(Extism(CompiledPlugin::new(PluginBuilder::new(manifest).with_cache_disabled())?))
    }

    /// What it draws.
    pub fn draw(&self, desk: &Desk) -> Result<Vec<Block>> {
        let mut plugin = Plugin::new_from_compiled(&self.0)?;
        let drawn: &[u8] = plugin.call("history", serde_json::to_vec(desk)?)?;
        Ok(serde_json::from_slice(drawn)?)
    }
}

/// A process for each call: a small program, which lies beside this one.
pub struct Spawn(PathBuf);

impl Spawn {
    /// Finds it.
    pub fn new() -> Result<Spawn> {
        Ok(Spawn(std::env::current_exe()?.with_file_name("balcao-bench-peer")))
    }

    /// What it draws.
    pub fn draw(&self, desk: &Desk) -> Result<Vec<Block>> {
        let mut child = Command::new(&self.0).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        // What it reads and writes fits a pipe; its input ends where ours is dropped.
        child.stdin.take().ok_or("no pipe")?.write_all(&serde_json::to_vec(desk)?)?;
        let output = child.wait_with_output()?;
        if !output.status.success() {
            return Err("the process failed".into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

/// Node.js, started once, with a fresh context of `node:vm` for each call. It keeps its own time.
pub struct Node {
    child: Child,
    answers: BufReader<ChildStdout>,
    drawn: Vec<Block>,
}

impl Node {
    /// Starts it and has it draw once.
    pub fn new(program: &Path, desk: &Desk) -> Result<Node> {
        let driver = Path::new(env!("CARGO_MANIFEST_DIR")).join("node/driver.js");
        let mut child =
            Command::new(program).arg(driver).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let answers = BufReader::new(child.stdout.take().ok_or("no pipe")?);
        let mut node = Node { child, answers, drawn: Vec::new() };
        node.drawn = serde_json::from_str(&node.ask(&serde_json::to_string(desk)?)?)?;
        Ok(node)
    }

    /// What it drew.
    pub fn drawn(&self) -> &[Block] {
        &self.drawn
    }

    /// The times of so many calls.
    pub fn times(&mut self, calls: usize) -> Result<Vec<Duration>> {
        let micros: Vec<f64> = serde_json::from_str(&self.ask(&calls.to_string())?)?;
        Ok(micros.into_iter().map(|micros| Duration::from_secs_f64(micros / 1e6)).collect())
    }

    fn ask(&mut self, line: &str) -> Result<String> {
        writeln!(self.child.stdin.as_mut().ok_or("no pipe")?, "{line}")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(answer)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It ends with its input; nothing is left to be said when it doesn't.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// The times of so many calls.
pub fn times(calls: usize, mut draw: impl FnMut() -> Result<Vec<Block>>) -> Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(calls);
    for _ in 0..calls {
        let began = Instant::now();
        std::hint::black_box(draw()?);
        times.push(began.elapsed());
    }
    Ok(times)
}
