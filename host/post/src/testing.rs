//! A real mail server for tests: aiosmtpd (Debian's `python3-aiosmtpd`), on a free port of this
//! machine, with a certificate of an authority of its own.
//!
//! What it does with a mail is said by the recipient's name: see `testing.py`.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use balcao_messages::{Password, Security, Server};
use serde::Deserialize;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

/// The password that it takes, with the user `desk`.
pub const PASSWORD: &str = "canary-smtp-password";

/// How long a test waits for the server.
const PATIENCE: Duration = Duration::from_secs(15);

/// A mail that it took.
#[derive(Debug, Clone, Deserialize)]
pub struct Taken {
    /// The recipient.
    pub to: String,
    /// The sender, as the conversation had it.
    pub sender: String,
    /// All of it, as it came.
    pub text: String,
}

/// The server. Dropped, it is gone.
pub struct Peer {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    security: Security,
    port: u16,
    folder: TempDir,
}

#[derive(Deserialize)]
struct Listening {
    port: u16,
}

impl Peer {
    /// Starts one.
    pub async fn start(security: Security) -> Peer {
        let folder = tempfile::tempdir().expect("a folder");
        certificates(folder.path()).await;
        let (child, lines, port) = run(&folder, security, 0).await;
        Peer { child, lines, security, port, folder }
    }

    /// How a company is set that sends its mail there.
    pub fn server(&self) -> Server {
        let trusted = std::fs::read_to_string(self.authority()).expect("a certificate");
        let encrypted = self.security != Security::None;
        Server {
            host: "localhost".into(),
            port: self.port,
            security: self.security,
            authority: encrypted.then_some(trusted),
            login: encrypted.then(|| ("desk".into(), Password::new(PASSWORD))),
            from_address: "atendimento@fibra.example".into(),
            from_name: "Fibra São João".into(),
            reply_to: None,
        }
    }

    /// The file with the certificate of its authority.
    pub fn authority(&self) -> std::path::PathBuf {
        self.folder.path().join("authority.pem")
    }

    /// The next mail that it took.
    pub async fn taken(&mut self) -> Taken {
        let line = timeout(PATIENCE, self.lines.next_line()).await.expect("a mail in time");
        serde_json::from_str(&line.expect("its output").expect("a mail")).expect("a mail")
    }

    /// Ends it, and says what it took that nobody has asked for.
    pub async fn stop(&mut self) -> Vec<Taken> {
        self.child.kill().await.expect("ended");
        let mut left = Vec::new();
        while let Some(line) = self.lines.next_line().await.expect("its output") {
            left.push(serde_json::from_str(&line).expect("a mail"));
        }
        left
    }

    /// Starts it anew on the same port.
    pub async fn again(&mut self) {
        (self.child, self.lines, self.port) = run(&self.folder, self.security, self.port).await;
    }
}

async fn run(folder: &TempDir, security: Security, port: u16) -> (Child, Lines<BufReader<ChildStdout>>, u16) {
    let mut server = Command::new("/usr/bin/python3");
    server.args(["-W", "ignore", "-c", include_str!("testing.py"), "--security", security.as_str()]);
    server.args(["--port", &port.to_string()]);
    if security != Security::None {
        server.arg("--certificate").arg(folder.path().join("server.pem"));
        server.arg("--key").arg(folder.path().join("server.key"));
    }
    let mut child = server.stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("Debian's python3");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let first = timeout(PATIENCE, lines.next_line()).await.expect("a port in time").expect("its output");
    let first = first.expect("python3-aiosmtpd: cargo xtask test installs it");
    let Listening { port } = serde_json::from_str(&first).expect("a port");
    (child, lines, port)
}

/// An authority, and a certificate of it for localhost.
async fn certificates(folder: &Path) {
    let steps = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
                   -subj /CN=authority -addext basicConstraints=critical,CA:TRUE \
                   -keyout authority.key -out authority.pem && \
                 openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
                   -subj /CN=localhost -keyout server.key -out server.csr && \
                 printf 'subjectAltName=DNS:localhost\\nbasicConstraints=CA:FALSE\\n' > server.ext && \
                 openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key \
                   -CAcreateserial -days 2 -extfile server.ext -out server.pem";
    let made = Command::new("sh").args(["-ec", steps]).current_dir(folder).output().await.expect("sh");
    assert!(made.status.success(), "openssl: {}", String::from_utf8_lossy(&made.stderr));
}
