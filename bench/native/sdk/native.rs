//! A plugin's crate as the functions that the host calls. Only in the bench's build of these sources.

mod carry;
mod fiber;
#[allow(missing_docs, reason = "as in the component's imports: the comments are in wit/")]
pub(crate) mod imports;

use balcao_plugins::canvas;
use balcao_plugins::native::Native;

use crate::native::carry::Carry;
use crate::native::fiber::run;
use crate::{Answer, Availability, Plugin};

/// The plugin of a crate, linked in.
pub fn native<P: Plugin>() -> (&'static str, Native) {
    (
        P::NAME,
        Native {
            draw: |call, name, answers| {
                let answers: Vec<Answer> = answers.carry();
                Box::pin(async { run(call, move || P::draw(&name, &answers.into())).await.carry() })
            },
            offer: |call, name| {
                Box::pin(async {
                    let offered = run(call, move || P::offer(&name)).await;
                    let offered = offered.map(|availability| match availability {
                        Availability::Yes => canvas::Availability::Yes,
                        Availability::Hidden => canvas::Availability::Hidden,
                        Availability::No(why) => canvas::Availability::No(why),
                    });
                    offered.map_err(Carry::carry)
                })
            },
        },
    )
}
