//! From a file to a plugin that can be installed: what it may be, what it asks for, what it says
//! that it is.

use std::sync::Arc;

use balcao_access::Kind;
use balcao_engine::{Class, CompileError, Digest, Engine, Refused};
use balcao_store::Db;

use crate::call::{self, Target};
use crate::declare::{Description, Misdeclared};
use crate::failure::Cause;
use crate::gate::Purpose;
use crate::health::{Ward, Wards};
use crate::link::{Linked, link};
use crate::permission::{Grants, Permission, is_offered};

/// Why a file can't be installed as a plugin. The text is for whoever installs it.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// It is no component that could be run here.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It can't be compiled.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// It imports what this desk does not offer.
    #[error("it asks for what this desk does not offer: {}", .0.join(", "))]
    UnknownImports(Vec<String>),
    /// An interface that it imports or exports is not as this desk has it.
    #[error("it does not fit this desk's contract: {0}")]
    Misfit(String),
    /// Its `describe` failed.
    #[error("it could not describe itself: {0}")]
    Describe(Cause),
    /// What it declared is not right.
    #[error("its description is not right: {0}")]
    Misdeclared(#[from] Misdeclared),
}

/// A component that was looked at and described itself.
#[derive(Clone, Debug)]
pub struct Package {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Its limits.
    pub class: Class,
    /// What it asks for: what it imports.
    pub permissions: Grants,
    /// What it says that it is.
    pub description: Description,
}

impl Package {
    /// Admits, compiles and describes a component. Nothing is installed.
    pub async fn open(engine: &Engine, db: &Db, bytes: &[u8], class: Class) -> Result<Package, PackageError> {
        let admitted = engine.admit(bytes, class).await?;
        let unknown: Vec<String> =
            admitted.imports.iter().filter(|import| !is_offered(import)).cloned().collect();
        if !unknown.is_empty() {
            return Err(PackageError::UnknownImports(unknown));
        }
        let component = engine.compile(bytes, class).await?;
        let permissions: Grants =
            admitted.imports.iter().filter_map(|import| Permission::of_import(import)).collect();
        let linked = |granted: &Grants| {
            link(engine.wasmtime(), &component, granted)
                .map_err(|error| PackageError::Misfit(format!("{error:#}")))
        };
        // What it asks for has to fit when it is granted: a stub in its place would fit whatever it is.
        linked(&permissions)?;
        // Nothing is granted to a plugin that only says what it is.
        let description = describe(engine, db, Arc::new(linked(&Grants::new())?), class).await?;
        Ok(Package { digest: admitted.digest, class, permissions, description })
    }
}

async fn describe(
    engine: &Engine,
    db: &Db,
    linked: Arc<Linked>,
    class: Class,
) -> Result<Description, PackageError> {
    let ward: Arc<Ward> = Wards::default().of("");
    let target = Target { linked: Arc::clone(&linked), class, settings: Arc::default(), actions: [].into() };
    let ended =
        call::run(engine, db, &ward, target, Purpose::Describe, None, async |store, instance, linked| {
            let plugin = linked.plugin.load(&mut *store, instance)?;
            plugin.balcao_desk_plugin().call_describe(store).await
        });
    let (answer, state, _) = ended.await;
    answer.map_err(PackageError::Describe)?;
    let description = state.declaring.finish()?;
    for declared in &description.contributions {
        let exported = match declared.kind {
            Kind::Widget => linked.widget.is_some(),
            Kind::Action => linked.action.is_some(),
        };
        if !exported {
            return Err(Misdeclared::NotExported(declared.kind).into());
        }
    }
    Ok(description)
}
