//! `balcao-build componentize CORE.wasm OUT.wasm` writes a component and prints what it imports and
//! exports; `balcao-build show COMPONENT.wasm` only prints.

#![forbid(unsafe_code)]

use std::process::ExitCode;

const USAGE: &str = "usage: balcao-build componentize CORE.wasm OUT.wasm
       balcao-build show COMPONENT.wasm";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["componentize", core, out] => componentize(core, out),
        ["show", component] => read(component).and_then(|bytes| show(&bytes)),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn componentize(core: &str, out: &str) -> Result<(), String> {
    let component = balcao_build::componentize(&read(core)?).map_err(|e| format!("{core}: {e}"))?;
    std::fs::write(out, &component).map_err(|e| format!("{out}: {e}"))?;
    println!("{out}: {} bytes", component.len());
    show(&component)
}

fn show(component: &[u8]) -> Result<(), String> {
    let surface = balcao_build::surface(component).map_err(|e| e.to_string())?;
    for name in surface.imports {
        println!("  import {name}");
    }
    for name in surface.exports {
        println!("  export {name}");
    }
    Ok(())
}

fn read(path: &str) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{path}: {e}"))
}
