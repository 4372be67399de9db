//! What is outside: how mail is set, and what a check says.

use std::path::Path;

use balcao_tests::Ran;

use crate::{balcao, told};

fn company(folder: &Path) {
    let made = balcao(
        folder,
        &["init", "--name", "Fibra Ltda", "--trade-name", "Fibra", "--tax-id", "11.222.333/0001-81"],
    );
    assert!(made.ok, "{made:?}");
}

/// Sets a server that nobody has: port 9 discards, and nothing listens on it here.
fn set(folder: &Path, more: &[&str], password: &str) -> Ran {
    let mut args = vec!["mail", "set", "--host", "127.0.0.1", "--port", "9", "--from", "sac@fibra.example"];
    args.extend(more);
    told(folder, &args, password)
}

#[test]
fn mail_is_set_shown_and_previewed_and_its_password_is_shown_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    company(folder.path());
    let ran = set(folder.path(), &["--user", "desk"], "canario-smtp\n");
    assert!(ran.ok && ran.out.contains("Fibra sends its mail by 127.0.0.1:9"), "{ran:?}");
    let shown = balcao(folder.path(), &["mail", "show"]);
    for line in ["127.0.0.1:9 (starttls)", "user: desk, with a password", "Fibra <sac@fibra.example>"] {
        assert!(shown.ok && shown.out.contains(line), "{line}: {shown:?}");
    }
    assert!(!format!("{ran:?}{shown:?}").contains("canario"));
    let unknown = balcao(folder.path(), &["mail", "template", "--signature", "{cpf}"]);
    assert!(!unknown.ok && unknown.err.contains("{cpf} stands for nothing"), "{unknown:?}");
    let signature = ["mail", "template", "--prefix", "[{empresa}]", "--signature", "<b>{nome}</b>"];
    assert!(balcao(folder.path(), &signature).ok);
    let text = balcao(folder.path(), &["mail", "preview"]);
    assert!(text.out.contains("Subject: [Fibra] ") && text.out.contains("<b>Maria da Silva</b>"), "{text:?}");
    let html = balcao(folder.path(), &["mail", "preview", "--html"]);
    assert!(html.out.contains("&lt;b&gt;Maria da Silva&lt;/b&gt;"), "{html:?}");
}

#[test]
fn a_password_without_tls_and_a_missing_one_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    company(folder.path());
    let empty = set(folder.path(), &["--user", "desk"], "");
    assert!(!empty.ok && empty.err.contains("password is missing"), "{empty:?}");
    let args = ["mail", "set", "--host", "mail.example", "--from", "sac@fibra.example"];
    let exposed = told(folder.path(), &[&args[..], &["--user", "a", "--security", "none"]].concat(), "x\n");
    assert!(!exposed.ok && exposed.err.contains("over TLS only"), "{exposed:?}");
}

#[test]
fn a_check_ends_with_an_error_when_a_part_does_not_work_and_says_what_to_change() {
    let folder = tempfile::tempdir().expect("a folder");
    company(folder.path());
    let parts = ["check", "--only", "database", "--only", "files", "--only", "smtp"];
    let ran = balcao(folder.path(), &parts);
    assert!(ran.ok, "what is not set up is a warning: {ran:?}");
    for line in ["ok      database", "ok      files", "warning smtp (Fibra)", "balcao mail set"] {
        assert!(ran.out.contains(line), "{line}: {ran:?}");
    }
    assert!(set(folder.path(), &[], "").ok);
    let ran = balcao(folder.path(), &["check", "--only", "smtp"]);
    assert!(!ran.ok && ran.err.contains("one part does not work"), "{ran:?}");
    assert!(ran.out.contains("FAILED  smtp (Fibra): 127.0.0.1 does not answer"), "{ran:?}");
    assert!(ran.out.contains("firewall") && !ran.out.contains("database"), "{ran:?}");
    let unknown = balcao(folder.path(), &["check", "--only", "nothing"]);
    assert!(!unknown.ok && unknown.err.contains("smtp"), "{unknown:?}");
    // A key that is missing is told before anything is tried.
    let no_key = balcao(folder.path(), &["check", "--files-url", "s3://arquivos"]);
    assert!(!no_key.ok && no_key.err.contains("AWS_ACCESS_KEY_ID"), "{no_key:?}");
}
