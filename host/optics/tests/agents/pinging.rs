//! Pings where the network is ours: a namespace with nothing in it but loopback.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Reads `ping ADDRESS`, `allow RANGE` (groups that may ping), `mute` and `hear` (whether loopback answers).
/// The capability for raw sockets is taken away, so that what is left is what a service has.
const ROOM: &str = r#"
ip link set lo up || exit 1
proc=/proc/sys/net/ipv4
while read -r what value; do
    case $what in
        allow) echo "$value" > $proc/ping_group_range && echo done ;;
        mute) echo 1 > $proc/icmp_echo_ignore_all && echo done ;;
        hear) echo 0 > $proc/icmp_echo_ignore_all && echo done ;;
        privileged) "$0" "$value" ;;
        ping) setpriv --inh-caps=-net_raw --bounding-set=-net_raw "$0" "$value" ;;
    esac
done
"#;

struct Room {
    process: Child,
    tell: ChildStdin,
    hear: BufReader<ChildStdout>,
}

impl Room {
    fn open() -> Room {
        let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
        let tests = std::env::current_exe().unwrap();
        let echo: PathBuf = tests.parent().unwrap().parent().unwrap().join("examples/echo");
        assert!(echo.exists(), "build it first: cargo build -p balcao-optics --examples");
        let mut process = Command::new("unshare")
            .args(if is_root { &["--net"][..] } else { &["--net", "--map-root-user"] })
            .args(["sh", "-c", ROOM])
            .arg(echo)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("unshare, of util-linux");
        let (tell, hear) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        Room { process, tell, hear: BufReader::new(hear) }
    }

    fn say(&mut self, what: &str) -> String {
        writeln!(self.tell, "{what}").unwrap();
        let mut line = String::new();
        self.hear.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Replies to ten requests; the last so many find nobody who answers.
    fn replies(&mut self, lost: usize) -> usize {
        let heard = (0..10).filter(|number| {
            if *number == 10 - lost {
                assert_eq!(self.say("mute"), "done");
            }
            let said = self.say("ping 127.0.0.1");
            assert!(["reply", "none"].contains(&said.as_str()), "{said}");
            said == "reply"
        });
        let heard = heard.count();
        assert_eq!(self.say("hear"), "done");
        heard
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn what_is_lost_is_counted_as_lost_and_nothing_else() {
    let mut room = Room::open();
    assert_eq!(room.say("allow 0 0"), "done");
    assert_eq!(room.replies(0), 10, "0 % loss");
    assert_eq!(room.replies(3), 7, "30 % loss");
    assert_eq!(room.replies(10), 0, "100 % loss");
    assert_eq!(room.say("ping ::1"), "reply", "IPv6 by the same permission");
}

#[test]
fn without_permission_it_says_what_to_set_and_a_privilege_needs_none() {
    let mut room = Room::open();
    assert_eq!(room.say("allow 1 0"), "done");
    for address in ["127.0.0.1", "::1"] {
        let refused = room.say(&format!("ping {address}"));
        assert!(refused.contains("net.ipv4.ping_group_range"), "{refused}");
        assert!(refused.contains("CAP_NET_RAW"), "{refused}");
    }
    assert_eq!(room.say("privileged 127.0.0.1"), "reply", "by a raw socket");
}
