//! The billing history as a process: a desk on standard input, blocks on standard output.

#![forbid(unsafe_code)]

use std::io::{self, Read, Write};

fn main() -> io::Result<()> {
    let mut desk = Vec::new();
    io::stdin().read_to_end(&mut desk)?;
    io::stdout().write_all(&balcao_bench_peer::history(&desk)?)
}
