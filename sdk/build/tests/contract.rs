//! The contract's promises to plugins, read from `wit/` itself.

mod wit;

use wit_bindgen_core::wit_parser::{Function, InterfaceId, Resolve, Type, TypeDefKind, WorldItem};

/// What every plugin has, and what can't be granted or refused therefore.
const ALWAYS_THERE: [&str; 6] = [
    "balcao:desk/call@0.1.0",
    "balcao:desk/settings@0.1.0",
    "balcao:desk/log@0.1.0",
    "balcao:desk/canvas@0.1.0",
    "balcao:desk/declare@0.1.0",
    "balcao:desk/receipt@0.1.0",
];

fn name(resolve: &Resolve, interface: InterfaceId) -> String {
    resolve.id_of(interface).unwrap_or_default()
}

/// What was not granted answers `denied`, so there must be a failure to answer with.
fn can_be_denied(resolve: &Resolve, function: &Function) -> bool {
    let Some(Type::Id(id)) = function.result else {
        return false;
    };
    let TypeDefKind::Result(result) = &resolve.types[id].kind else {
        return false;
    };
    let Some(Type::Id(mut error)) = result.err else {
        return false;
    };
    while let TypeDefKind::Type(Type::Id(of)) = resolve.types[error].kind {
        error = of;
    }
    resolve.types[error].name.as_deref() == Some("failure")
}

#[test]
fn every_function_that_can_be_granted_can_be_denied() {
    let (resolve, packages) = wit::read();
    let mut grantable = 0;
    for (_, interface) in packages.iter().flat_map(|&p| &resolve.packages[p].interfaces) {
        let interface_name = name(&resolve, *interface);
        let exported =
            ["plugin", "widget", "action"].iter().any(|e| interface_name == format!("balcao:desk/{e}@0.1.0"));
        if exported || ALWAYS_THERE.contains(&interface_name.as_str()) {
            continue;
        }
        for function in resolve.interfaces[*interface].functions.values() {
            grantable += 1;
            assert!(
                can_be_denied(&resolve, function),
                "{interface_name}: `{}` returns no `result<_, failure>`",
                function.name
            );
        }
    }
    assert!(grantable > 0, "the contract grants nothing");
}

#[test]
fn everything_imports_every_interface_with_functions() {
    let (resolve, packages) = wit::read();
    let everything = resolve.select_world(&packages, Some("balcao:all/everything@0.1.0")).unwrap();
    let imported: Vec<InterfaceId> = resolve.worlds[everything]
        .imports
        .values()
        .filter_map(|item| match item {
            WorldItem::Interface { id, .. } => Some(*id),
            _ => None,
        })
        .collect();
    for &id in packages.iter().flat_map(|&p| resolve.packages[p].interfaces.values()) {
        let name = name(&resolve, id);
        let exported =
            ["plugin", "widget", "action"].iter().any(|e| name == format!("balcao:desk/{e}@0.1.0"));
        let empty = resolve.interfaces[id].functions.is_empty();
        assert!(exported || empty || imported.contains(&id), "{name} is in no world of the SDK");
    }
}

#[test]
fn every_interface_is_explained() {
    let (resolve, packages) = wit::read();
    for &id in packages.iter().flat_map(|&p| resolve.packages[p].interfaces.values()) {
        let docs = &resolve.interfaces[id].docs.contents;
        assert!(docs.is_some(), "{} has no comment", name(&resolve, id));
    }
}

#[test]
fn a_function_without_a_failure_is_noticed() {
    let mut resolve = Resolve::default();
    let source = "package a:b; interface c { record failure { message: string }
        bare: func() -> string; other: func() -> result<string, string>;
        fine: func() -> result<_, failure>; }";
    let package = resolve.push_str("c.wit", source).unwrap();
    let interface = resolve.packages[package].interfaces["c"];
    let denied = |name: &str| can_be_denied(&resolve, &resolve.interfaces[interface].functions[name]);
    assert_eq!((denied("bare"), denied("other"), denied("fine")), (false, false, true));
}
