//! The compiling child of this room's tests: the engine compiles in a process of its own.

fn main() -> std::process::ExitCode {
    balcao_engine::compile_child()
}
