//! The server as it is; with `BALCAO_BENCH_NATIVE` its standard pack is native code instead of
//! components.

#![forbid(unsafe_code)]

use balcao_bench_sdk::native::native;

fn main() -> std::process::ExitCode {
    if std::env::var_os("BALCAO_BENCH_NATIVE").is_some() {
        let pack = [
            native::<native_billing::Plugin>(),
            native::<native_connection::Plugin>(),
            native::<native_contracts::Plugin>(),
            native::<native_documents::Plugin>(),
            native::<native_files::Plugin>(),
            native::<native_requests::Plugin>(),
            native::<native_stock::Plugin>(),
        ];
        balcao_plugins::native::link(pack.into());
    }
    balcao::main()
}
