//! The standard plugins as components, built before by `cargo xtask plugins`: their imports are
//! their permissions, so they are written down here one by one.

use std::path::{Path, PathBuf};

use balcao_build::{Surface, surface};
use balcao_plugin::Plugin;
use balcao_plugin::fake::{Declared, Desk};

/// From cargo's target folder, or from the workspace's own where that is another.
fn component(name: &str) -> Vec<u8> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let file = Path::new("plugins").join(name).with_extension("wasm");
    let found = target.into_iter().chain([own]).map(|target| target.join(&file)).find(|path| path.exists());
    let path = found.unwrap_or_else(|| panic!("{name}.wasm is not there: `cargo xtask plugins` builds it"));
    std::fs::read(path).unwrap()
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

#[track_caller]
fn assert_surface(name: &str, imports: &[&str], exports: &[&str]) {
    let Surface { imports: asks, exports: offers } = surface(&component(name)).unwrap();
    let versioned = |names: &[&str]| sorted(names.iter().map(|n| format!("balcao:{n}@0.1.0")).collect());
    assert_eq!(sorted(asks), versioned(imports), "imports of {name}");
    assert_eq!(sorted(offers), versioned(exports), "exports of {name}");
}

#[test]
fn a_component_imports_what_its_code_calls_and_exports_what_it_has() {
    // The SDK knows every interface and every export; none of these uses them all. `types` has no
    // function: it is no permission.
    assert_surface(
        "requests",
        &[
            "desk/types",
            "desk/call",
            "desk/log",
            "desk/canvas",
            "desk/declare",
            "desk/receipt",
            "requests/current",
            "timeline/events",
        ],
        &["desk/plugin", "desk/widget", "desk/action"],
    );
    assert_surface(
        "contracts",
        &[
            "desk/types",
            "desk/call",
            "desk/log",
            "desk/canvas",
            "desk/declare",
            "desk/settings",
            "desk/receipt",
            "contracts/contracts",
            "contracts/unlocks",
            "contracts/unlock-changes",
        ],
        &["desk/plugin", "desk/widget", "desk/action"],
    );
    assert_surface(
        "connection",
        &[
            "desk/types",
            "desk/call",
            "desk/log",
            "desk/canvas",
            "desk/declare",
            "connection/line",
            "connection/line-changes",
            "connection/signal",
            "connection/probe",
            "connection/usage",
        ],
        &["desk/plugin", "desk/widget", "desk/action"],
    );
    assert_surface(
        "stock",
        &[
            "desk/types",
            "desk/call",
            "desk/log",
            "desk/canvas",
            "desk/declare",
            "stock/loans",
            "stock/consumption",
            "stock/orders",
        ],
        &["desk/plugin", "desk/widget"],
    );
    for (name, reads, changes) in [
        ("files", "files/attachments", "files/attachment-changes"),
        ("documents", "files/documents", "files/document-changes"),
    ] {
        assert_surface(
            name,
            &[
                "desk/types",
                "desk/call",
                "desk/log",
                "desk/canvas",
                "desk/declare",
                "files/types",
                reads,
                changes,
            ],
            &["desk/plugin", "desk/widget", "desk/action"],
        );
    }
    assert_surface(
        "billing",
        &[
            "desk/types",
            "desk/call",
            "desk/log",
            "desk/canvas",
            "desk/declare",
            "desk/settings",
            "desk/receipt",
            "billing/invoices",
            "billing/invoice-changes",
            "contracts/unlocks",
            "contracts/unlock-changes",
            "messages/email",
            "people/contacts",
            "people/name",
        ],
        &["desk/plugin", "desk/widget", "desk/action"],
    );
}

#[test]
fn what_is_no_component_is_refused_with_a_word() {
    assert!(surface(b"no component").unwrap_err().to_string().contains("not a component"));
    for (module, why) in [(&b"no module"[..], "can't become"), (b"\0asm\x01\0\0\0", "no plugin")] {
        let refused = balcao_build::componentize(module).unwrap_err().to_string();
        assert!(refused.contains(why), "{refused}");
    }
}

/// They stand in one native binary here: their exports would clash if they had any outside a
/// component.
#[test]
fn the_standard_plugins_describe_themselves() {
    fn declared<P: Plugin>() -> Vec<Declared> {
        Desk::new().run(P::describe).declared
    }
    for (declared, plugin, contributions) in [
        (declared::<requests::Plugin>(), "requests", vec!["current", "timeline", "standard"]),
        (declared::<contracts::Plugin>(), "contracts", vec!["contract", "trust-unlock"]),
        (
            declared::<connection::Plugin>(),
            "connection",
            vec!["line", "signal", "ping-test", "usage", "disconnect", "change-password"],
        ),
        (declared::<stock::Plugin>(), "stock", vec!["history"]),
        (declared::<files::Plugin>(), "files", vec!["attachments", "attach", "edit", "delete"]),
        (
            declared::<documents::Plugin>(),
            "documents",
            vec!["documents", "link-to-person", "link-to-tag", "edit", "delete"],
        ),
        (
            declared::<billing::Plugin>(),
            "billing",
            vec!["history", "second-copy", "reschedule", "register-again"],
        ),
    ] {
        let Declared::Plugin { name, vendor, titles, .. } = &declared[0] else {
            panic!("{plugin} begins with {:?}", declared[0]);
        };
        assert_eq!((name.as_str(), vendor.as_str()), (plugin, "Balcão"));
        assert_eq!(titles.len(), 3);
        let mut names = Vec::new();
        for declared in &declared[1..] {
            match declared {
                Declared::Contribution { name, titles, summaries, .. } => {
                    names.push(name.as_str());
                    assert_eq!((titles.len(), summaries.len()), (3, 3), "{name}");
                }
                Declared::Setting { key, labels, .. } => assert_eq!(labels.len(), 3, "{key}"),
                Declared::Plugin { .. } | Declared::Tool | Declared::Live | Declared::Span { .. } => {}
            }
        }
        assert_eq!(names, contributions);
    }
}
