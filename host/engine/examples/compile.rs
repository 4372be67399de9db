//! The compiling child by itself, as the tests start it.

fn main() -> std::process::ExitCode {
    balcao_engine::compile_child()
}
