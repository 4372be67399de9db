//! The one configuration of wasmtime. The host and its compiling child must agree on it, or the
//! code of the one does not load in the other; they differ only in who allocates.

use crate::limits::{CALL_STACK, Class, GUEST_STACK, Limits, POOL_MEMORY};
use wasmtime::{Config, PoolingAllocationConfig, WasmBacktraceDetails};

/// The configuration without an allocator of its own: all that the compiling child needs, and it
/// could not reserve the pool's address space under its limit.
pub(crate) fn config() -> Config {
    let mut config = Config::new();
    config
        // Nearly all holes of 2026 lie in what plugins don't need: async, GC, exceptions, threads.
        .concurrency_support(false)
        .gc_support(false)
        .wasm_gc(false)
        .wasm_function_references(false)
        .wasm_exceptions(false)
        .wasm_threads(false)
        .wasm_memory64(false)
        .wasm_multi_memory(false)
        .wasm_relaxed_simd(false)
        .epoch_interruption(true)
        .max_wasm_stack(GUEST_STACK)
        .async_stack_size(CALL_STACK)
        // A guest cannot read it, but a hole in the compiler might let it: 1.5 µs a call.
        .async_stack_zeroing(true)
        // Names of functions are enough for a plugin's author; an environment variable must not
        // make the host read debug sections of a stranger's file.
        .wasm_backtrace_details(WasmBacktraceDetails::Disable);
    config
}

/// The configuration of the host: instances live in slots of a pool, sized for the larger class.
/// `slots` is how many calls may be alive at once.
pub(crate) fn pooled(slots: u32) -> Config {
    let largest = Limits::of(Class::Interpreted);
    let each = |count: usize| slots.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX));
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(slots)
        .total_core_instances(each(largest.core_instances))
        .total_memories(each(largest.memories))
        .total_tables(each(largest.tables))
        .total_stacks(slots)
        .total_gc_heaps(0)
        .max_component_instance_size(4 << 20)
        .max_core_instance_size(4 << 20)
        .max_core_instances_per_component(u32::try_from(largest.core_instances).unwrap_or(u32::MAX))
        .max_memories_per_component(u32::try_from(largest.memories).unwrap_or(u32::MAX))
        .max_tables_per_component(u32::try_from(largest.tables).unwrap_or(u32::MAX))
        .table_elements(largest.table_elements)
        .max_memory_size(POOL_MEMORY)
        // What a small guest touches is cleaned by writing zeros over it. Giving pages back to the
        // system instead costs a system call, and a page fault for each at the next call.
        .linear_memory_keep_resident(256 << 10)
        .table_keep_resident(64 << 10)
        .async_stack_keep_resident(32 << 10);
    let mut config = config();
    config.allocation_strategy(pool);
    config
}
