//! The allocator of a component.
//!
//! A call is many short texts, on a fresh instance that is thrown away. So a block's size is
//! rounded up to a power of two, a freed block waits in a list for the next of its size, and
//! nothing is ever split, merged or given back. It begins in what is left of the first page, where
//! the standard library's allocator asks for another one first. Growing the memory is the dearest
//! thing that a short call does: without it a widget of one line takes 13 µs instead of 21.

#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::ptr::{copy_nonoverlapping, null_mut};

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static BLOCKS: Blocks = Blocks::new();

/// A size for each power of two of an address.
const CLASSES: usize = usize::BITS as usize;
/// The smallest block is of 16 bytes, and every block begins at a multiple of 16: nothing that a
/// plugin keeps wants more.
const SMALLEST: usize = 16;
const PAGE: usize = 64 * 1024;

struct Blocks {
    /// The first free block of each size; a free block begins with the address of the next.
    free: [Cell<*mut u8>; CLASSES],
    /// From here to the end nothing was ever handed out. Zero before the first block.
    next: Cell<usize>,
    end: Cell<usize>,
}

// SAFETY: a component has one thread.
#[cfg(target_arch = "wasm32")]
unsafe impl Sync for Blocks {}

/// Which power of two a block of so many bytes has.
fn class(size: usize) -> usize {
    (usize::BITS - (size.max(SMALLEST) - 1).leading_zeros()) as usize
}

impl Blocks {
    const fn new() -> Self {
        Self { free: [const { Cell::new(null_mut()) }; CLASSES], next: Cell::new(0), end: Cell::new(0) }
    }

    /// A block that was never used.
    fn fresh(&self, class: usize) -> *mut u8 {
        if self.end.get() == 0 {
            let (next, end) = pages::first();
            self.next.set(next);
            self.end.set(end);
        }
        let start = self.next.get().next_multiple_of(SMALLEST);
        let Some(end) = 1usize.checked_shl(class as u32).and_then(|size| start.checked_add(size)) else {
            return null_mut();
        };
        if end > self.end.get() {
            let missing = (end - self.end.get()).div_ceil(PAGE);
            if !pages::more(missing) {
                return null_mut();
            }
            self.end.set(self.end.get() + missing * PAGE);
        }
        self.next.set(end);
        start as *mut u8
    }
}

// SAFETY: blocks don't overlap: each comes from `next`, which only grows, or from the list of
// freed blocks of its size.
unsafe impl GlobalAlloc for Blocks {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > SMALLEST {
            return null_mut();
        }
        let class = class(layout.size());
        let first = self.free[class].get();
        if first.is_null() {
            return self.fresh(class);
        }
        self.free[class].set(unsafe { first.cast::<*mut u8>().read() });
        first
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let class = class(layout.size());
        unsafe { block.cast::<*mut u8>().write(self.free[class].get()) };
        self.free[class].set(block);
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if class(size) == class(layout.size()) {
            return block;
        }
        unsafe {
            let moved = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !moved.is_null() {
                copy_nonoverlapping(block, moved, layout.size().min(size));
                self.dealloc(block, layout);
            }
            moved
        }
    }
}

/// The component's own memory.
#[cfg(target_arch = "wasm32")]
mod pages {
    use std::arch::wasm32::{memory_grow, memory_size};

    /// What the linker left of it.
    pub fn first() -> (usize, usize) {
        unsafe extern "C" {
            /// Where the linker's own data ends.
            static __heap_base: u8;
        }
        (&raw const __heap_base as usize, memory_size(0) * super::PAGE)
    }

    /// Whether it could be made larger.
    pub fn more(pages: usize) -> bool {
        memory_grow(0, pages) != usize::MAX
    }
}

/// As much, of this thread's.
#[cfg(not(target_arch = "wasm32"))]
mod pages {
    use std::cell::Cell;

    /// How large it may become.
    pub const MOST: usize = 256;

    thread_local!(static TAKEN: Cell<usize> = const { Cell::new(1) });

    pub fn first() -> (usize, usize) {
        let memory = Vec::leak(vec![0_u8; MOST * super::PAGE]).as_ptr() as usize;
        (memory + 1_000, memory + super::PAGE)
    }

    pub fn more(pages: usize) -> bool {
        TAKEN.set(TAKEN.get() + pages);
        TAKEN.get() <= MOST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(size: usize) -> Layout {
        Layout::from_size_align(size, 8).unwrap()
    }

    /// Each block is filled with a number of its own, and still full of it when it is given back.
    #[test]
    fn blocks_keep_what_was_written_through_any_order_of_calls() {
        let blocks = Blocks::new();
        let mut kept: Vec<(*mut u8, usize, u8)> = Vec::new();
        let mut random = 0x2026_1124_u32;
        let mut next = |below: usize| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 8) as usize % below
        };
        for round in 0..100_000 {
            let number = round as u8;
            let size = 1 + next(if round % 100 == 0 { 20_000 } else { 200 });
            // SAFETY: within what was asked for.
            unsafe {
                match (next(3), kept.len()) {
                    (0, 1..) => {
                        let (block, size, number) = kept.swap_remove(next(kept.len()));
                        assert!((0..size).all(|i| *block.add(i) == number), "round {round}");
                        blocks.dealloc(block, layout(size));
                    }
                    (1, 1..) => {
                        let at = next(kept.len());
                        let (block, before, number) = kept[at];
                        let block = blocks.realloc(block, layout(before), size);
                        assert!((0..size.min(before)).all(|i| *block.add(i) == number), "round {round}");
                        block.write_bytes(number, size);
                        kept[at] = (block, size, number);
                    }
                    (_, ..500) => {
                        let block = blocks.alloc(layout(size));
                        assert!(!block.is_null() && (block as usize).is_multiple_of(SMALLEST));
                        block.write_bytes(number, size);
                        kept.push((block, size, number));
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_null() {
        let blocks = Blocks::new();
        // SAFETY: nothing is written.
        unsafe {
            assert!(blocks.alloc(layout(pages::MOST * PAGE)).is_null());
            assert!(blocks.alloc(layout(isize::MAX as usize - 7)).is_null());
            assert!(blocks.alloc(Layout::from_size_align(16, 32).unwrap()).is_null());
            assert!(!blocks.alloc(layout(100)).is_null(), "and the next one still does");
        }
    }
}
