//! The command line, as an operator types it.
#![forbid(unsafe_code)]

mod outside;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use balcao_tests::{Ran, binary, plugins};

/// Runs `balcao` in a folder with a database of its own.
fn balcao(folder: &Path, args: &[&str]) -> Ran {
    told(folder, args, "")
}

/// The same, with this on its standard input.
fn told(folder: &Path, args: &[&str], typed: &str) -> Ran {
    let mut child = Command::new(binary())
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("balcao runs");
    // Who does not read it ends before it is written.
    let _ = child.stdin.take().expect("piped").write_all(typed.as_bytes());
    let output = child.wait_with_output().expect("balcao ends");
    Ran {
        ok: output.status.success(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
fn an_unknown_key_in_the_file_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("balcao.toml"), "listn = \"127.0.0.1:1\"\n").expect("written");
    let ran = balcao(folder.path(), &["serve"]);
    assert!(!ran.ok && ran.err.contains("unknown field `listn`"), "{ran:?}");
}

#[test]
fn a_listener_beyond_this_machine_is_refused_without_an_https_address() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = balcao(folder.path(), &["serve", "--listen", "0.0.0.0:0"]);
    assert!(!ran.ok && ran.err.contains("--public-url https://"), "{ran:?}");
}

#[test]
fn garbage_is_no_plugin() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("garbage.wasm");
    for bytes in [&b""[..], b"PK\x03\x04 a zip", b"\0asm\x01\0\0\0", &[0xff; 4096]] {
        std::fs::write(&file, bytes).expect("written");
        let ran = balcao(folder.path(), &["plugin", "install", "garbage.wasm"]);
        assert!(!ran.ok && ran.err.starts_with("balcao: ") && !ran.err.contains("panicked"), "{ran:?}");
    }
    let listed = balcao(folder.path(), &["plugin", "list"]);
    assert!(listed.ok && listed.out.is_empty(), "{listed:?}");
}

#[test]
fn a_plugin_is_installed_listed_granted_and_denied() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = plugins().join("contracts.wasm");
    let installed = balcao(folder.path(), &["plugin", "install", file.to_str().expect("a path")]);
    assert!(installed.ok && installed.out.contains("asks for balcao:contracts/contracts"), "{installed:?}");
    let granted = balcao(folder.path(), &["plugin", "grant", "contracts", "all"]);
    assert!(granted.ok, "{granted:?}");
    let listed = balcao(folder.path(), &["plugin", "list"]);
    assert!(listed.out.contains("granted: balcao:contracts/contracts"), "{listed:?}");
    let denied = balcao(folder.path(), &["plugin", "deny", "contracts", "balcao:contracts/contracts"]);
    assert!(denied.ok, "{denied:?}");
    let never = balcao(folder.path(), &["plugin", "grant", "contracts", "balcao:billing/invoices"]);
    assert!(!never.ok, "what a plugin does not ask for cannot be granted: {never:?}");
    let verified = balcao(folder.path(), &["audit", "verify"]);
    assert!(verified.ok && verified.out.starts_with("5 lines"), "{verified:?}");
}

#[test]
fn a_demonstration_is_made_once_and_only_in_an_empty_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = balcao(folder.path(), &["demo", "--people", "20"]);
    assert!(first.ok && first.out.starts_with("20 people"), "{first:?}");
    let again = balcao(folder.path(), &["demo", "--people", "20"]);
    assert!(!again.ok && again.err.contains("not empty"), "{again:?}");
    let shown = balcao(folder.path(), &["profile", "show"]);
    assert!(shown.out.contains("suporte-1"), "{shown:?}");
}

#[test]
fn the_demonstration_is_not_served_to_others_as_if_it_were_a_provider() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(balcao(folder.path(), &["demo", "--people", "20"]).ok);
    let public = ["--public-url", "https://desk.example", "--trusted-proxy", "10.0.0.1"];
    let ran = balcao(folder.path(), &[&["serve", "--listen", "127.0.0.1:0"], &public[..]].concat());
    assert!(!ran.ok && ran.err.contains("demonstration's"), "{ran:?}");
    let ran = balcao(folder.path(), &["serve", "--public-url", "https://desk.example"]);
    assert!(!ran.ok && ran.err.contains("--trusted-proxy"), "{ran:?}");
}

#[test]
fn a_provider_begins_with_a_company_its_profiles_and_a_user() {
    let folder = tempfile::tempdir().expect("a folder");
    let company = ["init", "--name", "Rede Ltda", "--trade-name", "Rede", "--tax-id"];
    let wrong = balcao(folder.path(), &[&company[..], &["11.222.333/0001-80"]].concat());
    assert!(!wrong.ok && wrong.err.contains("--tax-id"), "{wrong:?}");
    let made = balcao(folder.path(), &[&company[..], &["11.222.333/0001-81"]].concat());
    assert!(made.ok && made.out.contains("administrador") && made.out.contains("Suporte N1"), "{made:?}");
    // Nothing on standard input is no password.
    let user = balcao(folder.path(), &["user", "add", "maria", "--name", "Maria", "--profile", "suporte-1"]);
    assert!(!user.ok && user.err.starts_with("balcao: "), "{user:?}");
    let again = balcao(folder.path(), &[&company[..], &["11.222.333/0001-81"]].concat());
    assert!(!again.ok, "{again:?}");
}

#[test]
fn a_user_who_leaves_is_disabled_and_their_requests_return_to_the_queue() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(balcao(folder.path(), &["demo", "--people", "60"]).ok);
    let unknown = balcao(folder.path(), &["user", "disable", "nobody"]);
    assert!(!unknown.ok && unknown.err.contains("no such user"), "{unknown:?}");
    let elsewhere = balcao(folder.path(), &["user", "disable", "ana", "--queue", "Nenhuma"]);
    assert!(!elsewhere.ok && elsewhere.err.contains("Suporte N1"), "the teams are named: {elsewhere:?}");
    let disabled = balcao(folder.path(), &["user", "disable", "ana"]);
    assert!(disabled.ok && disabled.out.contains("14 open requests returned"), "{disabled:?}");
    let again = balcao(folder.path(), &["user", "disable", "ana"]);
    assert!(again.ok && again.out.contains("0 open requests"), "{again:?}");
    let verified = balcao(folder.path(), &["audit", "verify"]);
    assert!(verified.ok && verified.out.contains("none altered"), "{verified:?}");
}

#[test]
fn an_access_server_is_kept_with_a_secret_that_nobody_reads_in_a_list_of_processes() {
    let folder = tempfile::tempdir().expect("a folder");
    let company = ["init", "--name", "Rede Ltda", "--trade-name", "Rede", "--tax-id", "11.222.333/0001-81"];
    assert!(balcao(folder.path(), &company).ok);
    let add = ["nas", "add", "bng-1", "--address", "127.0.0.1", "--port", "1", "--vendor", "mikrotik"];
    let none = balcao(folder.path(), &add);
    assert!(!none.ok && none.err.contains("a secret has"), "nothing on standard input: {none:?}");
    let added = told(folder.path(), &add, "canary-secret\n");
    assert!(added.ok, "{added:?}");
    let again = told(folder.path(), &add, "canary-secret\n");
    assert!(!again.ok && again.err.contains("of that name"), "{again:?}");
    let wrong = told(folder.path(), &[&add[..8], &["nobody"]].concat(), "x\n");
    assert!(!wrong.ok, "a make that is not known: {wrong:?}");
    let reply = ["nas", "reply", "blocked", "--group", "bloqueados"];
    assert!(balcao(folder.path(), &reply).ok);
    let changed = balcao(folder.path(), &["nas", "change", "bng-1", "--vendor", "huawei"]);
    assert!(changed.ok, "{changed:?}");
    let listed = balcao(folder.path(), &["nas", "list"]);
    for wanted in ["bng-1  127.0.0.1:1  huawei", "blocked: group bloqueados"] {
        assert!(listed.out.contains(wanted), "{listed:?}");
    }
    let tested = balcao(folder.path(), &["nas", "test", "bng-1"]);
    assert!(!tested.ok && tested.out.contains("nobody listens at 127.0.0.1:1"), "{tested:?}");
    assert!(balcao(folder.path(), &["nas", "remove", "bng-1"]).ok);
    for ran in [&added, &again, &listed, &tested] {
        assert!(!format!("{ran:?}").contains("canary"), "{ran:?}");
    }
    let verified = balcao(folder.path(), &["audit", "verify"]);
    assert!(verified.ok && verified.out.contains("none altered"), "{verified:?}");
}

#[test]
fn keys_that_others_can_read_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    assert!(balcao(folder.path(), &["plugin", "list"]).ok);
    let key = folder.path().join("balcao-files/balcao.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).expect("set");
    let ran = balcao(folder.path(), &["plugin", "list"]);
    assert!(!ran.ok && ran.err.contains("balcao: "), "{ran:?}");
}
