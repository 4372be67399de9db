//! One call of a plugin: the one way for `describe`, `offer`, `draw`, `next` and `finish`.

use std::collections::BTreeMap;
use std::sync::Arc;

use balcao_engine::{Budget, Class, Cost, Engine, Fault, Watch};
use balcao_network::Equipment;
use balcao_store::Db;
use tokio::sync::mpsc;
use wasmtime::Store;
use wasmtime::component::Instance;

use crate::canvas::{self, BLOCKS, Block};
use crate::declare::Declaring;
use crate::failure::Cause;
use crate::gate::{Gate, Purpose};
use crate::handle::{Ids, Sealer};
use crate::health::Ward;
use crate::link::Linked;
use crate::scene::Scene;
use crate::state::{Call, Canvas};
use crate::stop::Stop;

/// What is called.
pub(crate) struct Target {
    pub linked: Arc<Linked>,
    pub class: Class,
    /// The values of its settings.
    pub settings: Arc<BTreeMap<String, String>>,
    /// The plugin's own actions.
    pub actions: Arc<[String]>,
}

/// Who is served, and where blocks go.
pub(crate) struct Serving {
    pub scene: Arc<Scene>,
    pub equipment: Arc<Equipment>,
    /// For a call that somebody may stop.
    pub stop: Option<Stop>,
    pub out: mpsc::Sender<Block>,
}

/// A channel with room for every block that a call may draw.
pub(crate) fn channel() -> (mpsc::Sender<Block>, mpsc::Receiver<Block>) {
    mpsc::channel(BLOCKS)
}

/// Runs a call on a fresh instance. The state comes back whatever happened, with what was recorded
/// in it; effects of a call that failed are worth nothing.
pub(crate) async fn run<R>(
    engine: &Engine,
    db: &Db,
    ward: &Ward,
    target: Target,
    purpose: Purpose,
    serving: Option<Serving>,
    call: impl AsyncFnOnce(&mut Store<Call>, &Instance, &Linked) -> wasmtime::Result<R>,
) -> (Result<R, Cause>, Call, Cost) {
    let limits = engine.limits(target.class);
    let Target { linked, class: _, settings, actions } = target;
    let state = state(db, Watch::new(limits), settings, actions, purpose, serving);
    let (answer, mut state, cost) = balcao_engine::run(
        engine,
        &linked.pre,
        &ward.line,
        state,
        Call::watch,
        budget(purpose),
        async |store: &mut Store<Call>, instance: &Instance| call(store, instance, &linked).await,
    )
    .await;
    let answer = answer.map_err(|fault| {
        if let Fault::Host(error) = &fault {
            state.host_error = Some(error.to_string());
        }
        state.cause.take().unwrap_or_else(|| cause(fault))
    });
    (answer, state, cost)
}

/// What a call begins with.
pub(crate) fn state(
    db: &Db,
    watch: Watch,
    settings: Arc<BTreeMap<String, String>>,
    actions: Arc<[String]>,
    purpose: Purpose,
    serving: Option<Serving>,
) -> Call {
    let (scene, equipment, stop, out) = match serving {
        Some(serving) => (Some(serving.scene), serving.equipment, serving.stop, serving.out),
        None => (None, Arc::default(), None, channel().0),
    };
    let sealer = scene.as_ref().map(|scene| Sealer::new(db.keys().clone(), scene.attendance.request()));
    Call {
        gate: Gate::new(purpose, watch),
        scene,
        db: db.clone(),
        ids: Ids::new(sealer),
        canvas: Canvas { budget: canvas::Budget::new(), tables: Vec::new(), actions, out },
        declaring: Declaring::default(),
        settings,
        equipment,
        probe: None,
        stop,
        lines: Default::default(),
        effects: Vec::new(),
        report: None,
        cause: None,
        host_error: None,
    }
}

/// What a call may spend. A widget and a question wait on a page where many do; a step is one.
fn budget(purpose: Purpose) -> Budget {
    match purpose {
        Purpose::Draw | Purpose::Offer => Budget::WIDGET,
        Purpose::Live => Budget::LIVE,
        Purpose::Describe | Purpose::Next | Purpose::Finish { .. } => Budget::STEP,
    }
}

fn cause(fault: Fault) -> Cause {
    match fault {
        Fault::Busy { .. } => Cause::Busy,
        Fault::Cpu { .. } => Cause::Cpu,
        Fault::Wall { .. } => Cause::Deadline,
        Fault::Memory { .. } => Cause::Memory("memory"),
        Fault::Table { .. } => Cause::Memory("tables"),
        Fault::Handles { .. } => Cause::Memory("handles"),
        Fault::Transfer { .. } | Fault::HostBytes { .. } => Cause::Memory("bytes handed over"),
        Fault::HostCalls { limit } => Cause::Calls(limit),
        Fault::Stack => Cause::Trap("out of stack".into()),
        Fault::Trap { message } => Cause::Trap(message),
        Fault::Host(_) => Cause::Host,
    }
}
