//! A version of a plugin, ready to be called, with what was granted and nothing else.
//!
//! What was not granted is linked to a stub that answers `denied`. The real function is not behind
//! a check there: it is not linked at all, so there is no way to it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use balcao_engine::{Digest, Engine};
use tokio::sync::OnceCell;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, HasSelf, InstancePre, Linker, Val};

use crate::bindings::{
    action, address, attachment_changes, attachments, call, canvas, consumption, contacts, contracts,
    current, declare, document_changes, documents, email, events, file_types, invoice_changes, invoices,
    line, line_changes, loans, log, name, orders, plugin, probe, receipt, settings, signal, tax_id, types,
    unlock_changes, unlocks, usage, widget,
};
use crate::gate::{Access, Function};
use crate::permission::{Grants, Permission};
use crate::state::{Call, denied};

/// A component linked for one set of grants, and where its exports are.
pub(crate) struct Linked {
    pub pre: InstancePre<Call>,
    pub plugin: plugin::PluginIndices,
    pub widget: Option<widget::WidgetIndices>,
    pub action: Option<action::ActionIndices>,
}

/// Links a component. What it needs and this host does not have is an error that names it.
pub(crate) fn link(
    engine: &wasmtime::Engine,
    component: &Component,
    grants: &Grants,
) -> wasmtime::Result<Linked> {
    let mut linker = Linker::<Call>::new(engine);
    types::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
    file_types::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
    call::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
    settings::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
    log::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
    canvas::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
    declare::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
    receipt::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
    for (name, item) in component.component_type().imports(engine) {
        let Some(permission) = Permission::of_import(name) else { continue };
        if grants.contains(&permission) {
            grant(&mut linker, permission)?;
        } else {
            deny(&mut linker, engine, permission, name, item.ty)?;
        }
    }
    let pre = linker.instantiate_pre(component)?;
    Ok(Linked {
        plugin: plugin::PluginIndices::new(&pre)?,
        widget: widget::WidgetIndices::new(&pre).ok(),
        action: action::ActionIndices::new(&pre).ok(),
        pre,
    })
}

/// The real thing.
fn grant(linker: &mut Linker<Call>, permission: Permission) -> wasmtime::Result<()> {
    match permission {
        Permission::Invoices => invoices::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::InvoiceChanges => invoice_changes::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Contracts => contracts::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Unlocks => unlocks::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::UnlockChanges => unlock_changes::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Line => line::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::LineChanges => line_changes::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Signal => signal::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Probe => probe::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Usage => usage::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Request => current::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::PersonName => name::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::TaxId => tax_id::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Address => address::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Contacts => contacts::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Timeline => events::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Email => email::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Loans => loans::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Consumption => consumption::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Orders => orders::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::Attachments => attachments::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::AttachmentChanges => {
            attachment_changes::add_to_linker::<_, HasSelf<Call>>(linker, |call| call)
        }
        Permission::Documents => documents::add_to_linker::<_, HasSelf<Call>>(linker, |call| call),
        Permission::DocumentChanges => {
            document_changes::add_to_linker::<_, HasSelf<Call>>(linker, |call| call)
        }
    }
}

/// A stub for each function that the component imports of this interface.
fn deny(
    linker: &mut Linker<Call>,
    engine: &wasmtime::Engine,
    permission: Permission,
    import: &str,
    item: ComponentItem,
) -> wasmtime::Result<()> {
    let ComponentItem::ComponentInstance(interface) = item else { return Ok(()) };
    let mut stub = linker.instance(import)?;
    for (name, item) in interface.exports(engine) {
        if !matches!(item.ty, ComponentItem::ComponentFunc(_)) {
            continue;
        }
        let function = Function { name: permission.as_str(), access: Access::Read };
        stub.func_new(name, move |mut store, _, _, results| {
            let call = store.data_mut();
            call.pass(function, 0)?;
            let failure = denied(call.locale());
            results[0] = Val::Result(Err(Some(Box::new(Val::Record(vec![
                ("reason".into(), Val::Enum("denied".into())),
                ("message".into(), Val::String(failure.message)),
                ("detail".into(), Val::String(failure.detail)),
            ])))));
            Ok(())
        })?;
    }
    Ok(())
}

/// Versions that are linked. An entry is made once; calls in flight keep theirs when it goes.
#[derive(Default)]
pub(crate) struct Links {
    components: Cache<Digest, Component>,
    linked: Cache<(Digest, Grants), Arc<Linked>>,
}

impl Links {
    /// The version linked with these grants; `compile` is polled once for each version.
    pub(crate) async fn get<E>(
        &self,
        engine: &Engine,
        digest: Digest,
        grants: Grants,
        compile: impl Future<Output = Result<Component, E>>,
    ) -> Result<Arc<Linked>, E>
    where
        E: From<wasmtime::Error>,
    {
        let cell = self.linked.entry((digest, grants.clone()));
        let linked = cell.get_or_try_init(|| async {
            let cell = self.components.entry(digest);
            let component = cell.get_or_try_init(|| compile).await?;
            Ok(Arc::new(link(engine.wasmtime(), component, &grants)?))
        });
        linked.await.cloned()
    }

    /// Forgets versions that are no more.
    pub(crate) fn keep(&self, known: impl Fn(&Digest) -> bool) {
        self.components.map().retain(|digest, _| known(digest));
        self.linked.map().retain(|(digest, _), _| known(digest));
    }
}

/// Values that are made once, by whoever needs one first, while others wait for it.
struct Cache<K, V>(Mutex<HashMap<K, Arc<OnceCell<V>>>>);

impl<K: Hash + Eq, V> Cache<K, V> {
    fn entry(&self, key: K) -> Arc<OnceCell<V>> {
        Arc::clone(self.map().entry(key).or_default())
    }

    /// No code panics while it holds the lock, and the map is never half changed.
    fn map(&self) -> MutexGuard<'_, HashMap<K, Arc<OnceCell<V>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Cache(Mutex::default())
    }
}
