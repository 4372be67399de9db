//! A FreeRADIUS of a test's own, from Debian's package: it answers Disconnect and CoA as an access
//! server would, and writes accounting. In a folder and on ports of its own; it ends with the test.

use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use balcao_radius::client::Target;

/// What the server and the desk both know.
pub const SECRET: &str = "s3gredo-do-teste";
/// The one who has a session at it.
pub const LOGIN: &str = "helena.1001";
/// That session.
pub const SESSION: &str = "81a00042";

/// A server that runs.
pub struct FreeRadius {
    folder: tempfile::TempDir,
    coa: SocketAddr,
    accounting: SocketAddr,
    /// Ends the server when this process is gone, however it ends.
    _reaper: Child,
}

/// Where it writes accounting.
pub enum Accounts<'a> {
    /// Nowhere.
    None,
    /// In a file, which is made with the stock schema.
    Sqlite(&'a Path),
    /// In a database of this libpq connection string.
    Postgres(&'a str),
}

impl FreeRadius {
    /// One that answers Disconnect and CoA.
    pub fn start() -> FreeRadius {
        FreeRadius::with(&Accounts::None)
    }

    /// One that writes accounting, too.
    pub fn with(accounts: &Accounts) -> FreeRadius {
        let folder = tempfile::tempdir().expect("a folder");
        for made in ["log", "run"] {
            fs::create_dir(folder.path().join(made)).expect("a folder");
        }
        let (coa, accounting) = (free_port(), free_port());
        let config = config(accounts, coa.port(), accounting.port());
        let config = config.replace("@FOLDER@", &folder.path().display().to_string());
        fs::write(folder.path().join("radiusd.conf"), config).expect("written");
        let reaper = start(folder.path());
        let server = FreeRadius { folder, coa, accounting, _reaper: reaper };
        server.until_ready();
        server
    }

    /// As the desk asks it.
    pub fn target(&self, secret: &str) -> Target {
        Target { address: self.coa, secret: secret.as_bytes().into() }
    }

    /// Every request that it took, as its `detail` module writes it.
    pub fn taken(&self) -> String {
        fs::read_to_string(self.folder.path().join("log/coa-detail")).unwrap_or_default()
    }

    /// Its log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log/radius.log")).unwrap_or_default()
    }

    /// Sends it accounting, as an access server does: attributes a line, by `radclient`.
    pub fn account(&self, attributes: &str) {
        let mut radclient = Command::new("radclient")
            .args([&self.accounting.to_string(), "acct", SECRET])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("radclient is not installed: apt-get install freeradius-utils");
        let mut stdin = radclient.stdin.take().expect("piped");
        stdin.write_all(attributes.as_bytes()).expect("written");
        drop(stdin);
        let ended = radclient.wait_with_output().expect("it ends");
        assert!(ended.status.success(), "{}\n{}", String::from_utf8_lossy(&ended.stdout), self.log());
    }

    fn until_ready(&self) {
        let begun = Instant::now();
        while !self.log().contains("Ready to process requests") {
            assert!(begun.elapsed() < Duration::from_secs(20), "FreeRADIUS did not start: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A port that nobody had a moment ago.
pub fn free_port() -> SocketAddr {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    socket.local_addr().expect("bound")
}

/// Starts the server under a shell that stops it when our end of the pipe closes.
fn start(folder: &Path) -> Child {
    const SCRIPT: &str = r#"
        PATH=$PATH:/usr/sbin
        freeradius -f -d "$1" -n radiusd >"$1/log/out" 2>&1 &
        read -r _
        kill "$!"
    "#;
    let found = ["/usr/sbin/freeradius", "/usr/bin/freeradius"].iter().any(|path| Path::new(path).exists());
    assert!(found, "FreeRADIUS is not installed: apt-get install freeradius freeradius-utils");
    Command::new("sh")
        .args(["-c", SCRIPT, "reaper"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell")
}

fn config(accounts: &Accounts, coa: u16, accounting: u16) -> String {
    let root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    let user = if root { "user = root\n  group = root" } else { "" };
    let (sql, server) = match accounts {
        Accounts::None => (String::new(), String::new()),
        Accounts::Sqlite(path) => {
            let driver = format!(
                "dialect = \"sqlite\"\n driver = \"rlm_sql_sqlite\"\n \
                 sqlite {{\n filename = \"{}\"\n busy_timeout = 5000\n }}\n radius_db = \"radius\"",
                path.display()
            );
            (sql(&driver, "sqlite"), accounting_server(accounting))
        }
        Accounts::Postgres(address) => {
            let driver = format!(
                "dialect = \"postgresql\"\n driver = \"rlm_sql_postgresql\"\n radius_db = \"{address}\""
            );
            (sql(&driver, "postgresql"), accounting_server(accounting))
        }
    };
    CONFIG
        .replace("@USER@", user)
        .replace("@SECRET@", SECRET)
        .replace("@LOGIN@", LOGIN)
        .replace("@SESSION@", SESSION)
        .replace("@COA@", &coa.to_string())
        .replace("@SQL@", &sql)
        .replace("@ACCOUNTING@", &server)
}

fn sql(driver: &str, dialect: &str) -> String {
    SQL.replace("@DRIVER@", driver).replace("@DIALECT@", dialect)
}

fn accounting_server(port: u16) -> String {
    ACCOUNTING.replace("@PORT@", &port.to_string())
}

/// FreeRADIUS 3.2 as an access server: it knows one session.
const CONFIG: &str = r#"
prefix = /usr
confdir = @FOLDER@
localstatedir = ${confdir}
logdir = ${confdir}/log
run_dir = ${confdir}/run
libdir = /usr/lib/freeradius
pidfile = ${run_dir}/radiusd.pid
max_request_time = 10
cleanup_delay = 0
max_requests = 4096
hostname_lookups = no
log {
  destination = files
  file = ${logdir}/radius.log
}
security {
  max_attributes = 200
  reject_delay = 0
  status_server = no
  @USER@
}
proxy_requests = no
thread pool {
  start_servers = 1
  max_servers = 4
  min_spare_servers = 1
  max_spare_servers = 4
  max_requests_per_server = 0
}
client localhost {
  ipaddr = 127.0.0.1
  secret = @SECRET@
  require_message_authenticator = yes
}
instantiate {
  expr
}
modules {
  expr {
    safe_characters = "@abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_: /"
  }
  always ok {
    rcode = ok
  }
  always reject {
    rcode = reject
  }
  detail coa_detail {
    filename = ${logdir}/coa-detail
    header = "%t"
  }
  @SQL@
}
server coa {
  listen {
    type = coa
    ipaddr = 127.0.0.1
    port = @COA@
  }
  recv-coa {
    coa_detail
    if ((&User-Name == "@LOGIN@") && (&Acct-Session-Id == "@SESSION@")) {
      ok
    }
    else {
      update reply {
        Error-Cause := Session-Context-Not-Found
      }
      reject
    }
  }
  send-coa {
    ok
  }
}
@ACCOUNTING@
"#;

/// The stock queries over the stock schema.
const SQL: &str = r#"
  sql {
    @DRIVER@
    acct_table1 = "radacct"
    acct_table2 = "radacct"
    postauth_table = "radpostauth"
    authcheck_table = "radcheck"
    groupcheck_table = "radgroupcheck"
    authreply_table = "radreply"
    groupreply_table = "radgroupreply"
    usergroup_table = "radusergroup"
    delete_stale_sessions = yes
    pool {
      start = 1
      min = 1
      max = 1
      spare = 1
      uses = 0
      lifetime = 0
      idle_timeout = 60
    }
    read_clients = no
    client_table = "nas"
    group_attribute = "SQL-Group"
    $INCLUDE /etc/freeradius/3.0/mods-config/sql/main/@DIALECT@/queries.conf
  }
"#;

/// The key of a session is made as Debian's policy.d/accounting makes it.
const ACCOUNTING: &str = r#"
server accounting {
  listen {
    type = acct
    ipaddr = 127.0.0.1
    port = @PORT@
  }
  preacct {
    update request {
      &Acct-Unique-Session-Id := "%{md5:%{User-Name},%{Acct-Session-ID},%{NAS-IP-Address},%{NAS-Port}}"
    }
  }
  accounting {
    sql
  }
}
"#;
