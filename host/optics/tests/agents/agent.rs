//! net-snmp's agent as an OLT, in a folder and on a port of its own.

use std::net::UdpSocket;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Where Debian's package `snmpd` puts it.
const SNMPD: &str = "/usr/sbin/snmpd";
pub const COMMUNITY: &str = "desk-only";
/// What v3 signs in with: user, password, password of encryption.
pub const USERS: [(&str, &str); 2] = [("desk1", "SHA"), ("desk256", "SHA-256")];
pub const PASSWORD: &str = "auctoritas";
pub const PRIVACY: &str = "privatus123";

/// What answers for the OIDs of a vendor (`pass_persist`: it is asked on standard input): it notes each
/// question, takes its time, and looks the answer up.
const SCRIPT: &str = r#"#!/bin/sh
cd "${0%/*}" || exit 1
while read -r what; do
    case $what in
        PING) echo PONG; continue ;;
        get) ;;
        *) read -r oid; echo NONE; continue ;;
    esac
    read -r oid
    echo "$oid" >> asked
    [ -f slow ] && sleep "$(cat slow)"
    found=
    while read -r known value; do
        [ "$known" = "$oid" ] && found=$value
    done < values
    if [ -n "$found" ]; then echo "$oid"; echo integer; echo "$found"; else echo NONE; fi
done
"#;

/// An agent that runs until it is dropped.
pub struct Agent {
    pub port: u16,
    folder: TempDir,
    process: Child,
}

impl Agent {
    /// Starts one that knows these numbers, each `OID value`.
    pub fn start(values: &[(String, i64)]) -> Agent {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let known: String = values.iter().map(|(oid, value)| format!(".{oid} {value}\n")).collect();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("values", &known);
        write("asked", "");
        write("answer.sh", SCRIPT);
        let script = folder.path().join("answer.sh");
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).unwrap();
        let mut conf = format!(
            "agentAddress udp:127.0.0.1:{port}\nrocommunity {COMMUNITY} 127.0.0.1\nsysDescr An OLT of the tests\n"
        );
        for (user, digest) in USERS {
            conf += &format!(
                "createUser {user} {digest} \"{PASSWORD}\" AES \"{PRIVACY}\"\nrouser {user} authPriv\n"
            );
        }
        for tree in ["2011.6.128.1.1.2", "3902.1012.3", "5875.800.3"] {
            conf += &format!("pass_persist .1.3.6.1.4.1.{tree} {}\n", script.display());
        }
        write("snmpd.conf", &conf);
        let process = run(folder.path(), port);
        Agent { port, folder, process }
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<String> {
        let asked = std::fs::read_to_string(self.folder.path().join("asked")).unwrap();
        asked.lines().map(Into::into).collect()
    }

    /// From now on, each number takes so many seconds; none: no time at all.
    pub fn takes(&self, seconds: Option<f32>) {
        let slow = self.folder.path().join("slow");
        match seconds {
            Some(seconds) => std::fs::write(slow, seconds.to_string()).unwrap(),
            None => std::fs::remove_file(slow).unwrap(),
        }
    }

    /// Ends it and starts it again: for v3 it is another boot of the same engine.
    pub fn restart(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.process = run(self.folder.path(), self.port);
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn run(folder: &Path, port: u16) -> Child {
    let log = folder.join("snmpd.log");
    let process = Command::new(SNMPD)
        .args(["-f", "-Lf"])
        .arg(&log)
        .args(["-C", "-c"])
        .arg(folder.join("snmpd.conf"))
        .env("SNMP_PERSISTENT_DIR", folder.join("state"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{SNMPD}: {error}; Debian's package snmpd brings it"));
    let answers = Instant::now() + Duration::from_secs(20);
    while !is_there(port) {
        assert!(Instant::now() < answers, "{}", std::fs::read_to_string(&log).unwrap_or_default());
    }
    process
}

/// Whether it answers anything: a question of v3 for its engine.
fn is_there(port: u16) -> bool {
    // SNMPv3, no user, reportable, an empty request: what every conversation of v3 begins with.
    const DISCOVER: &[u8] = &[
        0x30, 0x38, 0x02, 0x01, 0x03, 0x30, 0x0e, 0x02, 0x01, 0x01, 0x02, 0x03, 0x00, 0xff, 0xe3, 0x04, 0x01,
        0x04, 0x02, 0x01, 0x03, 0x04, 0x10, 0x30, 0x0e, 0x04, 0x00, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x04,
        0x00, 0x04, 0x00, 0x04, 0x00, 0x30, 0x11, 0x04, 0x00, 0x04, 0x00, 0xa0, 0x0b, 0x02, 0x01, 0x01, 0x02,
        0x01, 0x00, 0x02, 0x01, 0x00, 0x30, 0x00,
    ];
    // SNMPv2c, what it is: community and question alike have to be heard.
    let mut known = vec![0x30, 32 + COMMUNITY.len() as u8, 0x02, 0x01, 0x01, 0x04, COMMUNITY.len() as u8];
    known.extend(COMMUNITY.as_bytes());
    known.extend([0xa0, 0x19, 0x02, 0x01, 0x01, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x30, 0x0e, 0x30, 0x0c]);
    known.extend([0x06, 0x08, 0x2b, 0x06, 0x01, 0x02, 0x01, 0x01, 0x01, 0x00, 0x05, 0x00]);
    [DISCOVER, &known].iter().all(|question| is_heard(port, question))
}

fn is_heard(port: u16, question: &[u8]) -> bool {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.connect(("127.0.0.1", port)).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    socket.send(question).is_ok() && socket.recv(&mut [0; 1500]).is_ok()
}

fn free_port() -> u16 {
    UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
