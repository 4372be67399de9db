//! The SDK's bindings are generated from `wit/` and committed, so that a plugin's build needs no
//! generator. After a change of the contract:
//! `BALCAO_BLESS=1 cargo test -p balcao-build --test bindings`.

mod wit;

use wit_bindgen_core::{Files, WorldGenerator};
use wit_bindgen_rust::{Opts, WithOption};

/// The worlds, and which interfaces' types each takes from `everything`: what a plugin exports
/// speaks of the same `Answer` as what it imports.
const WORLDS: [(&str, &[&str]); 4] =
    [("everything", &[]), ("plugin", &[]), ("widget", &["types"]), ("action", &["types", "canvas"])];

fn generate(world: &str, shared: &[&str]) -> String {
    let (mut resolve, packages) = wit::read();
    let id = resolve.select_world(&packages, Some(&format!("balcao:all/{world}@0.1.0"))).unwrap();
    let mut options = Opts {
        format: true,
        generate_all: true,
        additional_derive_attributes: vec!["PartialEq".into()],
        runtime_path: Some("crate::bindings::rt".into()),
        ..Opts::default()
    };
    if world != "everything" {
        options.export_macro_name = Some(format!("export_{world}"));
        options.pub_export_macro = true;
    }
    for interface in shared {
        let path = format!("crate::bindings::everything::balcao::desk::{interface}");
        let name = format!("balcao:desk/{interface}@0.1.0");
        options.with.push((name, WithOption::Path(path)));
    }
    let mut files = Files::default();
    options.build().generate(&mut resolve, id, &mut files).unwrap();
    let (_, code) = files.iter().next().unwrap();
    String::from_utf8(code.to_vec()).unwrap()
}

#[test]
fn the_committed_bindings_are_what_the_contract_gives() {
    for (world, shared) in WORLDS {
        let path = wit::root().join(format!("sdk/src/bindings/{world}.rs"));
        let code = generate(world, shared);
        if std::env::var_os("BALCAO_BLESS").is_some() {
            std::fs::write(&path, &code).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == code, "{} is out of date: see the top of this file", path.display());
    }
}
