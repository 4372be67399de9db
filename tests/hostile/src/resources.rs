//! Evils that take too much of something.

use std::hint::black_box;

use balcao_plugin::prelude::*;

use crate::evil;

evil! {
    /// Never ends.
    EndlessLoop, "endless-loop" => |_| {
        let mut n = 0u64;
        loop {
            n = black_box(n.wrapping_add(1));
        }
    };
    /// Never comes back.
    EndlessRecursion, "endless-recursion" => |_| {
        canvas::text(deeper(1).to_string());
        Ok(())
    };
    /// Takes all memory.
    MemoryBomb, "memory-bomb" => |_| {
        let mut all: Vec<Vec<u8>> = Vec::new();
        loop {
            all.push(black_box(vec![1; 1 << 20]));
        }
    };
    /// Writes more to its log than is kept, and ends well.
    LogFlood, "log-flood" => |_| {
        for n in 0..500 {
            log::info(&format!("line {n}\nERROR a line of somebody else\u{1b}[2J"));
        }
        canvas::text("logged");
        Ok(())
    };
    /// Calls the host for ever.
    HostFlood, "host-flood" => |_| {
        loop {
            black_box(call::now());
        }
    };
    /// Hands over one text of three megabytes.
    GiantString, "giant-string" => |_| {
        canvas::text("x".repeat(3 << 20));
        Ok(())
    };
    /// Hands over a list of a hundred thousand facts.
    GiantList, "giant-list" => |_| {
        let mut facts = Facts::new();
        for _ in 0..100_000 {
            facts = facts.add("", "");
        }
        facts.draw();
        Ok(())
    };
    /// Panics, after something was drawn.
    TrapInDraw, "trap-in-draw" => |_| {
        canvas::text("before the trap");
        panic!("a panic of the plugin");
    };
}

#[inline(never)]
#[allow(unconditional_recursion, reason = "it is the evil")]
fn deeper(n: u64) -> u64 {
    black_box(n) + deeper(black_box(n + 1))
}
