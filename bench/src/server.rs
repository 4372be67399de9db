//! The server as the bench runs it: on the demonstration, with somebody signed in who serves a customer.

use crate::Result;
use crate::http::Connection;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// People in the database, unless `BALCAO_BENCH_PEOPLE` says otherwise.
const PEOPLE: &str = "100000";
/// Who owes something, and has one tag.
const CUSTOMER: &str = "Otávio Brandão Sampaio";
/// A profile whose layout is set for the bench.
const PROFILE: &str = "suporte-2";
/// The tab that it gets, and the widgets of the standard pack, which are all on it.
pub const FULL: (&str, usize) = ("everything", 11);

/// The demonstration, twice.
pub fn prepare(program: &Path, folder: &Path, plugins: &Path) -> Result<[PathBuf; 2]> {
    let both = ["sandbox", "native"].map(|name| folder.join(name));
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    for data in &both {
        std::fs::create_dir_all(data)?;
    }
    let people = std::env::var("BALCAO_BENCH_PEOPLE").unwrap_or_else(|_| PEOPLE.into());
    command(program, &both[0], &["demo", "--people", &people])?;
    // The plugins are in the catalog once the desk has served.
    drop(Server::run(program, &both[0], plugins, false)?);
    let shown = command(program, &both[0], &["profile", "show", PROFILE])?;
    let profile = both[0].join("profile.json");
    std::fs::write(&profile, full_of_widgets(serde_json::from_str(&shown)?)?.to_string())?;
    let profile = profile.to_string_lossy();
    command(program, &both[0], &["profile", "set", PROFILE, &profile, "--reason", "bench"])?;
    copy(&both[0], &both[1])?;
    Ok(both)
}

/// The profile with one more tab, on which the widgets of all the others stand once more.
fn full_of_widgets(mut profile: Value) -> Result<Value> {
    let tabs = profile["layout"]["tabs"].as_array_mut().ok_or("a layout has tabs")?;
    let placements = tabs.iter().filter_map(|tab| tab["placements"].as_array()).flatten();
    let mut widgets: Vec<Value> = placements.filter(|placed| placed["kind"] == "widget").cloned().collect();
    for (at, widget) in widgets.iter_mut().enumerate() {
        widget["id"] = json!(format!("00000000-0000-7000-8000-{at:012}"));
    }
    let title = json!({ "pt-BR": "Tudo", "en": "Everything", "es": "Todo" });
    tabs.push(json!({ "key": FULL.0, "title": title, "placements": widgets }));
    Ok(profile)
}

/// A desk that serves.
pub struct Server {
    child: Child,
    address: String,
    cookie: String,
    /// The path of the attendance.
    pub attendance: String,
    /// The paths of its tabs, but the one that is full.
    pub tabs: Vec<String>,
}

impl Server {
    /// Starts it, on the SQLite file of a folder, signs in and starts the attendance.
    pub fn start(program: &Path, data: &Path, plugins: &Path, native: bool) -> Result<Server> {
        let mut server = Server::run(program, data, plugins, native)?;
        let mut connection = Connection::open(&server.address, "")?;
        connection.post("/sign-in", &[("demo", "bruno"), ("next", "/tasks")])?;
        let csrf = between(&connection.get("/tasks")?.body, "name=\"csrf\" value=\"", "\"")?;
        let found = connection.get("/people?q=Otavio+Brandao+Sampaio")?.body;
        let start = format!("/start/{}", between(&found, "href=\"/start/", "\"")?);
        let form = connection.get(&start)?.body;
        let request = between(&form, "name=\"request\" value=\"", "\"")?;
        let asking = [
            ("csrf", csrf.as_str()),
            ("request", &request),
            ("who", "holder"),
            ("channel", "phone"),
            ("contact", ""),
            ("identity", "personal-data"),
        ];
        server.attendance = connection.post(&start, &asking)?.location;
        let first = connection.get(&server.attendance)?.location;
        let page = connection.get(&first)?;
        if !page.body.contains(CUSTOMER) {
            return Err(format!("no attendance: {}", page.body).into());
        }
        let tab = format!("href=\"{}/", server.attendance);
        let nav = between(&page.body, "<nav class=\"tabs\"", "</nav>")?;
        let keys = nav.split(&tab).skip(1).filter_map(|rest| rest.split('"').next());
        server.tabs =
            keys.filter(|key| *key != FULL.0).map(|key| format!("{}/{key}", server.attendance)).collect();
        server.cookie = connection.cookie().to_owned();
        Ok(server)
    }

    fn run(program: &Path, data: &Path, plugins: &Path, native: bool) -> Result<Server> {
        let mut serve = desk(program, data);
        serve.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--plugins"]).arg(plugins);
        if native {
            serve.env("BALCAO_BENCH_NATIVE", "yes");
        }
        let mut child = serve.stdout(Stdio::piped()).spawn()?;
        let mut said = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            if said.read_line(&mut line)? == 0 {
                return Err("the desk ended".into());
            }
        }
        let address = between(&line, "http://", " ")?;
        // What it says later is read away, for a full pipe would stop it.
        std::thread::spawn(move || said.lines().for_each(drop));
        let (cookie, attendance) = (String::new(), String::new());
        Ok(Server { child, address, cookie, attendance, tabs: Vec::new() })
    }

    /// A connection of who is signed in.
    pub fn connect(&self) -> Result<Connection> {
        Connection::open(&self.address, &self.cookie)
    }

    /// One turn: so many users load one tab after another. Gives how long each load took.
    pub fn load(&self, users: usize, turn: Duration) -> Result<Vec<Duration>> {
        let until = Instant::now() + turn;
        let user = |number: usize| -> Result<Vec<Duration>, String> {
            let failed = |error: Box<dyn std::error::Error>| error.to_string();
            let mut connection = self.connect().map_err(failed)?;
            let mut times = Vec::new();
            for tab in self.tabs.iter().cycle().skip(number) {
                if Instant::now() > until {
                    break;
                }
                let answer = connection.get(tab).map_err(failed)?;
                if answer.status != 200 || answer.body.contains("data-state=\"error\"") {
                    return Err(format!("{tab}: {}", answer.status));
                }
                times.push(answer.all);
            }
            Ok(times)
        };
        std::thread::scope(|scope| {
            let users: Vec<_> = (0..users).map(|number| scope.spawn(move || user(number))).collect();
            let mut times = Vec::new();
            for user in users {
                times.extend(user.join().map_err(|_| "a user panicked")??);
            }
            Ok(times)
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn desk(program: &Path, data: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(data)
        .env("BALCAO_DATABASE", format!("sqlite:{}", data.join("balcao.db").display()))
        .env("BALCAO_FILES", data.join("files"));
    command
}

fn command(program: &Path, data: &Path, arguments: &[&str]) -> Result<String> {
    let output = desk(program, data).args(arguments).output()?;
    if !output.status.success() {
        return Err(format!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &target)?,
            false => drop(std::fs::copy(entry.path(), target)?),
        }
    }
    Ok(())
}

fn between(text: &str, before: &str, after: &str) -> Result<String> {
    let rest = text.split_once(before).map(|(_, rest)| rest);
    let found = rest.and_then(|rest| rest.split_once(after)).map(|(found, _)| found.to_owned());
    found.ok_or_else(|| format!("no {before} in {}", text.chars().take(2_000).collect::<String>()).into())
}
