//! What stands beside a guest and counts.

use crate::fault::{Cost, Fault};
use crate::limits::{Budget, Limits};
use crate::turn::Turn;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use wasmtime::ResourceLimiter;

/// One call's counters and limits. It lives in the store's data, where both wasmtime and the host
/// functions reach it. Make a new one for every call.
#[derive(Debug)]
pub struct Watch {
    limits: Limits,
    memory_limit: usize,
    memory: usize,
    memory_peak: usize,
    last_memory: usize,
    elements: usize,
    last_elements: usize,
    host_calls: u64,
    host_bytes: u64,
    refused: Option<Fault>,
    turn: Arc<Turn>,
}

/// A host function waited longer than its own deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no answer in time")]
pub struct Late;

impl Watch {
    /// A watch for one call of a component of the class that `limits` belongs to.
    #[must_use]
    pub fn new(limits: Limits) -> Watch {
        Watch {
            limits,
            memory_limit: 0,
            memory: 0,
            memory_peak: 0,
            last_memory: 0,
            elements: 0,
            last_elements: 0,
            host_calls: 0,
            host_bytes: 0,
            refused: None,
            turn: Arc::default(),
        }
    }

    /// Counts one host call that brought `bytes` of the guest's (texts, lists). Every host
    /// function begins with it.
    ///
    /// # Errors
    /// [`Fault::HostCalls`] or [`Fault::HostBytes`], which end the call.
    pub fn host_call(&mut self, bytes: usize) -> Result<(), Fault> {
        self.host_calls += 1;
        self.host_bytes = self.host_bytes.saturating_add(bytes as u64);
        if self.host_calls > self.limits.host_calls {
            return Err(Fault::HostCalls { limit: self.limits.host_calls });
        }
        if self.host_bytes > self.limits.host_bytes {
            return Err(Fault::HostBytes { limit: self.limits.host_bytes });
        }
        Ok(())
    }

    /// Waits for something near, outside the sandbox: the database, a file. The
    /// processor permit is free meanwhile, nothing is charged to the guest's CPU, and the call goes
    /// on when it has a permit again. Without this a wait is safe too, but each of its wake-ups
    /// stands in line for a permit.
    ///
    /// # Errors
    /// [`Late`] when `future` takes longer than `deadline`; it is dropped then.
    pub async fn outside<F: Future>(&self, deadline: Duration, future: F) -> Result<F::Output, Late> {
        self.wait(false, deadline, future).await
    }

    /// Waits for something that may take seconds: equipment that does not answer, the second between
    /// two pings. The plugin's place in line is free from then on too, so that those of its calls
    /// which wait for nothing of the kind go on.
    ///
    /// # Errors
    /// [`Late`] when `future` takes longer than `deadline`; it is dropped then.
    pub async fn away<F: Future>(&self, deadline: Duration, future: F) -> Result<F::Output, Late> {
        self.wait(true, deadline, future).await
    }

    async fn wait<F: Future>(&self, far: bool, deadline: Duration, future: F) -> Result<F::Output, Late> {
        let mut future = pin!(future);
        // Most answers are there at once; then there is nothing to give back.
        let first = poll_fn(|context| Poll::Ready(future.as_mut().poll(context)));
        if let Poll::Ready(output) = first.await {
            return Ok(output);
        }
        let outside = self.turn.leave(far);
        let output = tokio::time::timeout(deadline, future).await;
        drop(outside);
        // Back to the driver, which polls the guest again when it has a permit.
        tokio::task::yield_now().await;
        output.map_err(|_| Late)
    }

    pub(crate) fn arm(&mut self, budget: &Budget) -> (Limits, Arc<Turn>) {
        self.memory_limit = budget.memory;
        (self.limits, Arc::clone(&self.turn))
    }

    /// A limit that was refused explains the trap that follows it.
    pub(crate) fn explain(&mut self, fault: Fault) -> Fault {
        match (fault, self.refused.take()) {
            (Fault::Trap { .. }, Some(refused)) => refused,
            (fault, _) => fault,
        }
    }

    pub(crate) fn cost(&self, wall: Duration) -> Cost {
        Cost {
            wall,
            cpu: self.turn.used(),
            memory_peak: self.memory_peak,
            host_calls: self.host_calls,
            host_bytes: self.host_bytes,
        }
    }
}

/// Sums over all memories and tables: wasmtime's own limiter counts each by itself.
impl ResourceLimiter for Watch {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        self.last_memory = desired.saturating_sub(current);
        let total = self.memory.saturating_add(self.last_memory);
        if total > self.memory_limit {
            self.last_memory = 0;
            self.refused = Some(Fault::Memory { limit: self.memory_limit });
            return Ok(false);
        }
        self.memory = total;
        self.memory_peak = self.memory_peak.max(total);
        Ok(true)
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.memory -= std::mem::take(&mut self.last_memory);
        Ok(())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        self.last_elements = desired.saturating_sub(current);
        let total = self.elements.saturating_add(self.last_elements);
        if total > self.limits.table_elements {
            self.last_elements = 0;
            self.refused = Some(Fault::Table { limit: self.limits.table_elements });
            return Ok(false);
        }
        self.elements = total;
        Ok(true)
    }

    fn table_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.elements -= std::mem::take(&mut self.last_elements);
        Ok(())
    }

    fn instances(&self) -> usize {
        self.limits.core_instances
    }

    fn memories(&self) -> usize {
        self.limits.memories
    }

    fn tables(&self) -> usize {
        self.limits.tables
    }
}
