//! The customer's line: who it is, how its light is, whether it answers, what went over it.

#![forbid(unsafe_code)]

mod change_password;
mod disconnect;
mod line;
mod ping_test;
mod signal;
mod usage;

use balcao_plugin::prelude::*;

pub use change_password::ChangePassword;
pub use disconnect::Disconnect;
pub use line::Line;
pub use ping_test::PingTest;
pub use signal::Signal;
pub use usage::Usage;

plugin! {
    name: "connection",
    vendor: "Balcão",
    title: text!(pt: "Conexão", en: "Connection", es: "Conexión"),
    widgets: [Line, Signal, PingTest, Usage],
    actions: [Disconnect, ChangePassword],
}

/// What the card says where there is no tag or no line: that is no failure.
fn told(failure: Failure) -> Result {
    if failure.is(Reason::NotFound) {
        canvas::text(failure.message);
        return Ok(());
    }
    Err(failure)
}
