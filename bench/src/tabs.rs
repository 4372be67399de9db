//! The attendance screen over HTTP: every tab of one attendance, by 1, 8 and 64 users at once, from
//! the server as it is and from the same server with the plugins' crates linked natively.

use crate::Result;
use crate::server::{FULL, Server, prepare};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// Users at once.
const USERS: [usize; 3] = [1, 8, 64];
/// Turns of each server for each number of users, after one that warms up.
const ROUNDS: usize = 6;
/// How long a turn takes.
const TURN: Duration = Duration::from_millis(1_500);
/// How often the full tab is loaded.
const LOADS: usize = 200;

/// Measures. Gives the figures under their keys, each with a value per number of users.
pub fn measure(program: &Path, folder: &Path, plugins: &Path) -> Result<Map<String, Value>> {
    let [ours, theirs] = prepare(program, folder, plugins)?;
    let sandbox = Server::start(program, &ours, plugins, false)?;
    let native = Server::start(program, &theirs, plugins, true)?;
    same(&sandbox, &native)?;
    let mut figures = Map::new();
    for users in USERS {
        let (mut ours, mut theirs, mut took) = (Vec::new(), Vec::new(), Duration::ZERO);
        for round in 0..=ROUNDS {
            let began = Instant::now();
            let times = sandbox.load(users, TURN)?;
            let turn = began.elapsed();
            let native_times = native.load(users, TURN)?;
            if round > 0 {
                took += turn;
                ours.extend(times);
                theirs.extend(native_times);
            }
        }
        let per_second = (ours.len() as f64 / took.as_secs_f64()).round();
        let [p50, p95, p99] = millis(&mut ours, [0.5, 0.95, 0.99]);
        let [native_p50, native_p99] = millis(&mut theirs, [0.5, 0.99]);
        let ratio = (p50 / native_p50 * 1_000.0).round() / 1_000.0;
        println!(
            "{users:>3} users: a tab p50 {p50:.2} p95 {p95:.2} p99 {p99:.2} ms, {per_second:.0} a second; \
             native p50 {native_p50:.2} p99 {native_p99:.2} ms; ratio {ratio:.3}"
        );
        for (key, figure) in [
            ("tab_p50_ms", p50),
            ("tab_p95_ms", p95),
            ("tab_p99_ms", p99),
            ("tab_requests_per_s", per_second),
            ("tab_native_p50_ms", native_p50),
            ("tab_native_p99_ms", native_p99),
            ("tab_ratio", ratio),
        ] {
            figures.entry(key).or_insert_with(|| json!({}))[users.to_string()] = json!(figure);
        }
    }
    figures.extend(full(&sandbox)?);
    Ok(figures)
}

/// The screen with 11 widgets: when its shell is there, and when all of its cards are.
fn full(server: &Server) -> Result<Map<String, Value>> {
    let mut connection = server.connect()?;
    let (mut shell, mut cards) = (Vec::new(), Vec::new());
    let path = format!("{}/{}", server.attendance, FULL.0);
    for load in 0..=LOADS {
        let answer = connection.get(&path)?;
        let drawn = answer.body.matches("<template for=\"card-").count();
        if answer.status != 200 || drawn != FULL.1 || answer.body.contains("data-state=\"error\"") {
            return Err(format!("{path}: {} with {drawn} cards", answer.status).into());
        }
        if load > 0 {
            shell.push(answer.first);
            cards.push(answer.all);
        }
    }
    let mut figures = Map::new();
    for (key, times) in [("screen_shell_ms", &mut shell), ("screen_cards_ms", &mut cards)] {
        let [p50, p99] = millis(times, [0.5, 0.99]);
        println!("{key}, {} widgets: p50 {p50:.2}, p99 {p99:.2}", FULL.1);
        figures.insert(key.into(), json!({ "p50": p50, "p99": p99 }));
    }
    Ok(figures)
}

/// The times, ms, that these shares of the loads stayed below.
fn millis<const N: usize>(times: &mut [Duration], shares: [f64; N]) -> [f64; N] {
    times.sort_unstable();
    shares.map(|share| {
        let at = (times.len() as f64 * share) as usize;
        times.get(at).map_or(f64::NAN, |time| (time.as_secs_f64() * 1e5).round() / 100.0)
    })
}

/// Both draw the same: the words of every part of every tab, whatever ids and moments stand between.
fn same(sandbox: &Server, native: &Server) -> Result<()> {
    for (ours, theirs) in sandbox.tabs.iter().zip(&native.tabs) {
        let words = |server: &Server, path: &str| -> Result<Vec<String>> {
            let answer = server.connect()?.get(path)?;
            let mut parts: Vec<String> = answer.body.split("<template").skip(1).map(words_of).collect();
            parts.sort_unstable();
            Ok(parts)
        };
        crate::same(&format!("the native {theirs}"), words(native, theirs)?, words(sandbox, ours)?)?;
    }
    Ok(())
}

fn words_of(html: &str) -> String {
    let mut inside = true;
    html.chars()
        .filter(|&c| {
            let was = inside;
            inside = c == '<' || (inside && c != '>');
            !was && !inside && !c.is_ascii_digit()
        })
        .collect()
}
