//! What can be installed, and what is read from the component itself.

use balcao_engine::Class;
use balcao_plugins::{Cause, Misdeclared, Package, PackageError, Permission};

use crate::world::{engine, hostile, hostile_wat, pack};

async fn open(bytes: &[u8]) -> Result<Package, PackageError> {
    let db = balcao_store::testing::sqlite().await;
    Package::open(&engine(), &db, bytes, Class::Compact).await
}

async fn refused(name: &str) -> PackageError {
    open(&hostile_wat(name)).await.map(|package| package.description.name).unwrap_err()
}

#[tokio::test]
async fn a_components_permissions_are_its_imports() {
    let billing = open(&std::fs::read(pack().join("billing.wasm")).unwrap()).await.unwrap();
    assert!(billing.permissions.contains(&Permission::Invoices));
    assert!(billing.permissions.contains(&Permission::InvoiceChanges));
    assert!(!billing.permissions.contains(&Permission::Request));
    let contracts = open(&std::fs::read(pack().join("contracts.wasm")).unwrap()).await.unwrap();
    let asked: Vec<_> = contracts.permissions.into_iter().collect();
    assert_eq!(asked, [Permission::Contracts, Permission::Unlocks, Permission::UnlockChanges]);
}

#[tokio::test]
async fn a_component_describes_itself() {
    let hostile = open(&hostile()).await.unwrap().description;
    assert_eq!((hostile.name.as_str(), hostile.vendor.as_str()), ("hostile", "Malfeitor"));
    assert!(hostile.contributions.iter().any(|declared| declared.name == "endless-loop"));
}

#[tokio::test]
async fn an_unknown_import_is_refused_by_its_name() {
    match refused("unknown-import").await {
        PackageError::UnknownImports(names) => assert_eq!(names, ["balcao:vault/secrets@0.1.0"]),
        other => panic!("{other}"),
    }
    match refused("unknown-function").await {
        PackageError::Misfit(why) => assert!(why.contains("erase-all"), "{why}"),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_component_of_another_contract_version_is_refused() {
    for import in ["balcao:desk/canvas@9.0.0", "balcao:billing/invoices@9.0.0"] {
        let component = format!("(component (import \"{import}\" (instance (export \"all\" (func)))))");
        let bytes = wat::parse_str(component).unwrap();
        match open(&bytes).await.map(|package| package.digest) {
            Err(PackageError::Misfit(why)) => assert!(why.contains(import), "{why}"),
            other => panic!("{import}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn what_is_no_plugin_is_refused_in_words() {
    assert!(matches!(refused("no-plugin").await, PackageError::Misfit(_)));
    assert!(matches!(open(b"not wasm").await, Err(PackageError::Refused(_))));
    assert!(matches!(open(&wat::parse_str("(module)").unwrap()).await, Err(PackageError::Refused(_))));
    assert!(matches!(open(b"PK\x03\x04 a zip").await, Err(PackageError::Refused(_))));
}

#[tokio::test]
async fn a_describe_that_fails_is_refused_with_its_cause() {
    let cause = async |name| match refused(name).await {
        PackageError::Describe(cause) => cause,
        other => panic!("{name}: {other}"),
    };
    assert!(matches!(cause("trap-in-describe").await, Cause::Trap(_)));
    assert_eq!(cause("loop-in-describe").await, Cause::Cpu);
    assert_eq!(cause("loop-in-start").await, Cause::Cpu);
    assert_eq!(cause("table-bomb").await, Cause::Memory("tables"));
    assert_eq!(cause("read-in-describe").await, Cause::Forbidden("call.now"));
    let silent = refused("silent-describe").await;
    assert!(matches!(silent, PackageError::Misdeclared(Misdeclared::Plugin)), "{silent}");
}
