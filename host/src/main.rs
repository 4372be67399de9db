//! The program `balcao`.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    balcao::main()
}
