//! A stage is a command that may take long: it says what it is, how long it may take and how long
//! it has taken, and keeps its output in a file that matters only when it fails.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::workspace::Workspace;

/// How often a line is written where lines can't be rewritten.
const PLAIN_EVERY: Duration = Duration::from_secs(5);
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// How much of a failed stage's output is shown.
const TAIL_LINES: usize = 40;

/// One stage.
pub struct Stage {
    /// What it does: "the host".
    pub name: &'static str,
    /// The name of its log, `target/xtask/<log>.log`.
    pub log: &'static str,
    /// Seconds that it takes on two idle cores when nothing is built yet.
    pub expected: u64,
    /// After this long it is ended and has failed.
    pub limit: Option<Duration>,
}

/// Runs stages one after the other.
pub struct Stages {
    logs: PathBuf,
    started: Instant,
    terminal: bool,
}

impl Stages {
    /// Starts the clock.
    pub fn begin(workspace: &Workspace) -> Self {
        Self {
            logs: workspace.target.join("xtask"),
            started: Instant::now(),
            terminal: io::stdout().is_terminal(),
        }
    }

    /// Says something between two stages.
    pub fn say(&self, words: &str) {
        println!("[{}] {words}", clock(self.started.elapsed()));
    }

    /// Runs a command to its end.
    pub fn run(&self, stage: &Stage, command: &mut Command) -> Result<(), Failure> {
        fs::create_dir_all(&self.logs).map_err(Failure::io("making", &self.logs))?;
        let log = self.logs.join(format!("{}.log", stage.log));
        let output = File::create(&log).map_err(Failure::io("writing", &log))?;
        let errors = output.try_clone().map_err(Failure::io("writing", &log))?;
        let from_nothing = clock(Duration::from_secs(stage.expected));
        if !self.terminal {
            self.say(&format!("{} … (from nothing about {from_nothing})", stage.name));
        }
        let program = PathBuf::from(command.get_program());
        let child = command
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .map_err(Failure::io("starting", &program))?;
        let began = Instant::now();
        let status =
            self.wait(stage, child, &log, &from_nothing).map_err(Failure::io("waiting for", &program))?;
        let took = clock(began.elapsed());
        self.erase();
        if status.is_some_and(|status| status.success()) {
            self.say(&format!("{}: done in {took}", stage.name));
            return Ok(());
        }
        let why = if status.is_some() { "failed" } else { "given up" };
        self.say(&format!("{}: {why} after {took}", stage.name));
        Err(Failure::Stage { name: stage.name.into(), tail: tail(&log, TAIL_LINES), log })
    }

    /// The child's end, or none when its limit was over first.
    fn wait(
        &self,
        stage: &Stage,
        mut child: Child,
        log: &Path,
        from_nothing: &str,
    ) -> io::Result<Option<ExitStatus>> {
        let began = Instant::now();
        let mut said = began;
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(Some(status));
            }
            if stage.limit.is_some_and(|limit| began.elapsed() > limit) {
                child.kill()?;
                child.wait()?;
                return Ok(None);
            }
            if self.terminal || said.elapsed() >= PLAIN_EVERY {
                said = Instant::now();
                let now = clock(began.elapsed());
                let doing = tail(log, 1);
                self.progress(&format!("{}: {now} of about {from_nothing}  {}", stage.name, doing.trim()));
            }
            thread::sleep(LOOK_EVERY);
        }
    }

    fn progress(&self, words: &str) {
        let line: String = words.chars().filter(|c| !c.is_control()).take(96).collect();
        if self.terminal {
            print!("\r\x1b[2K[{}] {line}", clock(self.started.elapsed()));
            let _ = io::stdout().flush(); // a lost progress line is no failure
        } else {
            self.say(&line);
        }
    }

    fn erase(&self) {
        if self.terminal {
            print!("\r\x1b[2K");
        }
    }
}

/// Runs a command whose output is shown as it comes.
pub fn shown(command: &mut Command) -> Result<(), Failure> {
    let program = PathBuf::from(command.get_program());
    let status = command.status().map_err(Failure::io("starting", &program))?;
    if status.success() { Ok(()) } else { Err(Failure::Ended) }
}

/// Runs a command that takes no time, and shows its output only when it fails.
pub fn quiet(command: &mut Command) -> Result<(), Failure> {
    let program = PathBuf::from(command.get_program());
    let output = command.output().map_err(Failure::io("starting", &program))?;
    if output.status.success() {
        return Ok(());
    }
    eprint!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(Failure::Ended)
}

/// `m:ss`.
fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

/// The last lines of a file that are not blank.
fn tail(log: &Path, lines: usize) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let kept: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    kept[kept.len().saturating_sub(lines)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stages(name: &str) -> (Stages, PathBuf) {
        let target = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let workspace = Workspace { root: target.clone(), target: target.clone() };
        (Stages::begin(&workspace), target)
    }

    fn stage(limit: Option<Duration>) -> Stage {
        Stage { name: "a stage", log: "stage", expected: 1, limit }
    }

    #[test]
    fn a_failed_stage_shows_the_tail_of_its_log() {
        let (stages, target) = stages("failed");
        let mut command = Command::new("sh");
        command.args(["-c", "seq 100; echo it broke >&2; exit 3"]);
        let Err(Failure::Stage { tail, log, .. }) = stages.run(&stage(None), &mut command) else {
            panic!("a stage that fails is a failure");
        };
        assert!(tail.ends_with("100\nit broke"));
        assert_eq!(tail.lines().count(), TAIL_LINES);
        assert!(fs::read_to_string(log).unwrap().starts_with("1\n2\n"));
        fs::remove_dir_all(target).unwrap();
    }

    #[test]
    fn a_stage_over_its_limit_is_ended() {
        let (stages, target) = stages("limit");
        let limited = stage(Some(Duration::from_millis(200)));
        let began = Instant::now();
        let ended = stages.run(&limited, Command::new("sleep").arg("60"));
        assert!(matches!(ended, Err(Failure::Stage { .. })));
        assert!(began.elapsed() < Duration::from_secs(30));
        fs::remove_dir_all(target).unwrap();
    }

    #[test]
    fn a_good_stage_and_its_time() {
        let (stages, target) = stages("good");
        assert!(stages.run(&stage(None), &mut Command::new("true")).is_ok());
        assert_eq!(clock(Duration::from_secs(65)), "1:05");
        fs::remove_dir_all(target).unwrap();
    }
}
