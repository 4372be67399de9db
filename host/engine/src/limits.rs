//! Every limit: its name, its default and why it is what it is.

use std::time::Duration;

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// How much a component may ask for. The administrator chooses it when a plugin is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Compiled languages: Rust, C.
    Compact,
    /// A language that brings its interpreter: JavaScript, Python.
    Interpreted,
}

impl Class {
    /// The class as it is written in settings, in the database and in the cache's file names.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Compact => "compact",
            Class::Interpreted => "interpreted",
        }
    }
}

/// What differs by [`Class`]. The engine's own defaults are no limits (4 GiB of memory, 10,000
/// instances, 128 MiB a host call), so each is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the component. A Rust plugin has 20 to 100 KiB; Python's has 18 MiB.
    pub component_bytes: usize,
    /// Core modules instantiated. wit-component makes 3; Python links about 40 libraries. Handles
    /// of sub-components were once charged to no limit (CVE-2026-119134).
    pub core_instances: usize,
    /// Components instantiated inside the component. wit-component makes one per exported
    /// interface. They multiply when nested, which is why there may be few.
    pub nested_components: usize,
    /// Linear memories. QuickJS with stubbed WASI has 3.
    pub memories: usize,
    /// Tables. Python has one per library.
    pub tables: usize,
    /// Imports, and as many exports. A plugin that does much imports a dozen interfaces; each costs the
    /// linker time, and a sentence in the list that the administrator reads.
    pub imports: usize,
    /// CPU seconds of the compiling child. Measured: 23 ms for a Rust plugin, 8 s for 4 MB in one
    /// function, 20 s for Python.
    pub compile_seconds: u64,
    /// Address space of the compiling child, bytes. Measured: 778 MiB for 4 MB in one function.
    pub compile_bytes: usize,
    /// Bytes of native code. Measured: 5 times the component for Rust, 37 MB for SpiderMonkey.
    pub code_bytes: usize,
    /// Table elements, summed over all tables. Python needs 5,676, SpiderMonkey 7,693.
    pub table_elements: usize,
    /// Handles to resources that are alive at one time.
    pub handles: usize,
    /// Bytes that one call across the border may bring to the host: the arguments of one host
    /// call, or an export's result. A page's worth of text is far less.
    pub transfer_bytes: usize,
    /// Host calls in one call. A widget makes about 10; each block that it draws is one.
    pub host_calls: u64,
    /// Bytes that all host calls of one call bring to the host.
    pub host_bytes: u64,
}

impl Limits {
    /// The defaults of a class.
    #[must_use]
    pub const fn of(class: Class) -> Limits {
        let compact = Limits {
            component_bytes: 2 * MIB,
            core_instances: 16,
            nested_components: 16,
            memories: 2,
            tables: 16,
            imports: 64,
            compile_seconds: 10,
            compile_bytes: 1024 * MIB,
            code_bytes: 32 * MIB,
            table_elements: 10_000,
            handles: 256,
            transfer_bytes: MIB,
            host_calls: 1_000,
            host_bytes: MIB as u64,
        };
        match class {
            Class::Compact => compact,
            Class::Interpreted => Limits {
                component_bytes: 20 * MIB,
                core_instances: 100,
                memories: 4,
                tables: 20,
                compile_seconds: 120,
                compile_bytes: 4096 * MIB,
                code_bytes: 64 * MIB,
                table_elements: 30_000,
                ..compact
            },
        }
    }
}

/// What one call may spend. It differs by what is called, not by who is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Time on a processor, in guest code and in what the host does for it at once. Waiting does
    /// not count.
    pub cpu: Duration,
    /// Time from the first processor permit to the end, waiting included: the agent is waiting too.
    pub wall: Duration,
    /// Time that a call may stand in line before it begins.
    pub queue: Duration,
    /// Bytes of linear memory, summed over all memories. At most [`POOL_MEMORY`] in one memory.
    pub memory: usize,
}

impl Budget {
    /// A widget's drawing: a page has many, and the agent looks at all of them at once. A widget
    /// takes under 0.1 ms, in Python 3 ms. Its processor time is what bounds a plugin; its time on
    /// the clock bounds how long the database may keep an agent waiting before the card says so.
    pub const WIDGET: Budget = Budget {
        cpu: Duration::from_millis(50),
        wall: Duration::from_secs(5),
        queue: Duration::from_secs(5),
        memory: 32 * MIB,
    };

    /// A widget that lasts, on a stream of its own: fifty pings, a second each, and what a slow
    /// reply adds. It computes as little as any other; while it waits it holds no processor.
    pub const LIVE: Budget = Budget {
        cpu: Duration::from_millis(100),
        wall: Duration::from_secs(75),
        queue: Duration::from_secs(5),
        memory: 32 * MIB,
    };

    /// A step of an action: one at a time, and it may wait for a provider's equipment.
    pub const STEP: Budget = Budget {
        cpu: Duration::from_millis(250),
        wall: Duration::from_secs(10),
        queue: Duration::from_secs(5),
        memory: 64 * MIB,
    };
}

/// The largest linear memory that a slot of the pool holds, bytes.
pub const POOL_MEMORY: usize = 64 * MIB;

/// Stack of a guest, bytes. Recursion traps in under a millisecond.
pub(crate) const GUEST_STACK: usize = 512 * KIB;

/// Stack of a call, bytes: the guest's, and what the host's functions need on top.
pub(crate) const CALL_STACK: usize = 2 * MIB;

/// How often a running guest is looked at. It bounds how long one guest holds a thread.
pub(crate) const TICK: Duration = Duration::from_millis(1);
