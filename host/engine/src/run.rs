//! One call, from its place in line to the end of its store.

use crate::engine::Engine;
use crate::fault::{Cost, Fault};
use crate::limits::Budget;
use crate::line::Line;
use crate::turn::drive;
use crate::watch::Watch;
use std::time::Instant;
use tokio::time::timeout;
use wasmtime::Store;
use wasmtime::component::{Instance, InstancePre};

/// Runs `call` on a fresh instance in a fresh store, within `budget`, and gives the data back.
///
/// `line` has the places of this plugin, so that one plugin cannot take every slot. The call waits in
/// it, then for one of the engine's slots, then for a processor, first come, first served. `watch` finds the [`Watch`] in the data.
///
/// Whatever happens the store is dropped at the end: nothing of a call is left for the next one.
/// Dropping the returned future ends the call at its next wait or tick, safely.
pub async fn run<T, R, C>(
    engine: &Engine,
    pre: &InstancePre<T>,
    line: &Line,
    mut data: T,
    watch: fn(&mut T) -> &mut Watch,
    budget: Budget,
    call: C,
) -> (Result<R, Fault>, T, Cost)
where
    T: Send + 'static,
    C: AsyncFnOnce(&mut Store<T>, &Instance) -> wasmtime::Result<R>,
{
    let (limits, turn) = watch(&mut data).arm(&budget);
    let queued = Instant::now();
    let queue = timeout(budget.queue, async {
        let place = line.place().await?;
        let slot = engine.slots().acquire().await.ok()?;
        let permit = engine.permits().acquire().await.ok()?;
        Some((place, slot, permit))
    });
    let Ok(Some((mut place, _slot, permit))) = queue.await else {
        let waited = queued.elapsed();
        return (Err(Fault::Busy { waited }), data, Cost::default());
    };

    let started = Instant::now();
    let mut store = Store::new(engine.wasmtime(), data);
    store.limiter(move |data| watch(data));
    store.set_hostcall_fuel(limits.transfer_bytes);
    store.set_max_component_handles(limits.handles);
    store.set_epoch_deadline(1);
    let clock = turn.clone();
    store.epoch_deadline_callback(move |_| clock.tick(budget.cpu));

    let driven = drive(engine.permits(), permit, &mut place, &turn, async {
        let instance = pre.instantiate_async(&mut store).await?;
        call(&mut store, &instance).await
    });
    let answer = match timeout(budget.wall, driven).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(Fault::from_error(error, &limits)),
        Err(_) => Err(Fault::Wall { limit: budget.wall }),
    };
    let mut data = store.into_data();
    let watch = watch(&mut data);
    let answer = answer.map_err(|fault| watch.explain(fault));
    let cost = watch.cost(started.elapsed());
    (answer, data, cost)
}
