//! What was measured, as a table and as JSON.

use crate::Result;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// One contender.
pub struct Contender {
    /// Its name in the report, with its unit.
    pub key: &'static str,
    /// What it is, for people.
    pub what: &'static str,
    /// Calls in a round: about as much time for each contender.
    pub calls: usize,
    /// Of all rounds.
    pub times: Vec<Duration>,
}

impl Contender {
    /// A contender without times yet.
    pub fn new(key: &'static str, calls: usize, what: &'static str) -> Contender {
        Contender { key, what, calls, times: Vec::new() }
    }

    /// The time, µs, that this share of the calls stayed below.
    fn quantile(&self, share: f64) -> f64 {
        let at = (self.times.len() as f64 * share) as usize;
        self.times.get(at).map_or(f64::NAN, |time| (time.as_secs_f64() * 1e7).round() / 10.0)
    }
}

/// Prints the table and writes the JSON: the medians and `others` under their keys, then how they
/// were got.
pub fn write(
    path: &Path,
    contenders: &mut [Contender],
    others: Map<String, Value>,
    load_before: String,
) -> Result<()> {
    let load_after = load();
    println!("{:>10} {:>10} {:>10} {:>8}  call", "median µs", "best 10 %", "worst 10 %", "runs");
    let (mut report, mut runs, mut spread) = (Map::new(), Map::new(), Map::new());
    for contender in contenders {
        contender.times.sort_unstable();
        let [best, median, worst] = [0.1, 0.5, 0.9].map(|share| contender.quantile(share));
        let (key, what, count) = (contender.key, contender.what, contender.times.len());
        println!("{median:>10.1} {best:>10.1} {worst:>10.1} {count:>8}  {what}");
        report.insert(key.into(), json!(median));
        runs.insert(key.into(), json!(count));
        spread.insert(key.into(), json!([best, worst]));
    }
    let (machine, loads) = (machine(), json!([load_before, load_after]));
    println!("{machine}\nload before and after: {loads}");
    report.extend(others);
    report.insert("runs".into(), Value::Object(runs));
    report.insert("best_and_worst_tenth_us".into(), Value::Object(spread));
    report.insert("machine".into(), json!(machine));
    report.insert("load".into(), loads);
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    fs::write(path, serde_json::to_string_pretty(&report)? + "\n")?;
    println!("written to {}", path.display());
    Ok(())
}

/// The system's load of the last 1, 5 and 15 minutes: with a busy neighbour the figures are worse.
pub fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

fn machine() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, model)| model);
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    let system = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{count} × {model}, {} {}", std::env::consts::OS, system.trim())
}
