//! The compiling child: the same binary, started again under limits that it sets on itself.

use crate::config;
use rustix::process::{Resource, Rlimit, setrlimit};
use std::env;
use std::io::{self, Read, Write};
use std::process::ExitCode;

/// Compiles the component on standard input to standard output; its last two arguments are the
/// seconds of CPU and the bytes of address space that it may take. Compiling a hostile component
/// may take minutes and gigabytes, and wasmtime does not call that a bug: this way it is only
/// this process that ends. Words on standard error and a status that is not 0 say why.
///
/// Call it first thing in `main`, before any thread is started.
#[must_use]
pub fn compile_child() -> ExitCode {
    match compile() {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}

fn compile() -> Result<(), String> {
    limit().map_err(|error| format!("limits could not be set: {error}"))?;
    let mut component = Vec::new();
    io::stdin().read_to_end(&mut component).map_err(|error| error.to_string())?;
    let code = wasmtime::Engine::new(&config::config())
        .and_then(|engine| engine.precompile_component(&component))
        .map_err(|error| format!("{error:#}"))?;
    io::stdout().write_all(&code).map_err(|error| error.to_string())
}

fn limit() -> io::Result<()> {
    let mut arguments = env::args().rev();
    let mut number = || arguments.next().and_then(|text| text.parse::<u64>().ok());
    let (Some(bytes), Some(seconds)) = (number(), number()) else {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    };
    // At the first limit the system sends SIGXCPU, by which the parent knows; at the second SIGKILL.
    for (resource, soft, hard) in [
        (Resource::Cpu, seconds, seconds + 1),
        (Resource::As, bytes, bytes),
        // It has nothing to write but its answer, and its memory is nobody's to read.
        (Resource::Fsize, 0, 0),
        (Resource::Core, 0, 0),
    ] {
        let limit = Rlimit { current: Some(soft), maximum: Some(hard) };
        setrlimit(resource, limit)?;
    }
    Ok(())
}
