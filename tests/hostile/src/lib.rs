//! A plugin of evils, for tests: each widget and action is named after what it does to the desk.
//! What needs no SDK, because it fails before a plugin can draw, stands beside this crate as WAT.

#![forbid(unsafe_code)]

mod authority;
mod canvas_evils;
mod everything;
mod resources;

use balcao_plugin::prelude::*;

pub use authority::*;
pub use canvas_evils::*;
pub use everything::*;
pub use resources::*;

/// A widget that is named after its evil.
#[macro_export]
#[doc(hidden)]
macro_rules! evil {
    ($($(#[$doc:meta])* $type:ident, $name:literal => $draw:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $type;

        impl Widget for $type {
            const CARD: Card = Card::new($name, Tab::Inicio, text!(pt: $name));

            fn draw(answers: &Answers) -> Result {
                let draw: fn(&Answers) -> Result = $draw;
                draw(answers)
            }
        }
    )+};
}

/// Does nothing wrong: what stands beside an evil must stay unharmed.
#[derive(Debug)]
pub struct Harmless;

impl Widget for Harmless {
    const CARD: Card = Card::new("harmless", Tab::Inicio, text!(pt: "Inofensivo"));

    fn draw(_: &Answers) -> Result {
        canvas::text("Tudo bem por aqui.");
        Ok(())
    }
}

plugin! {
    name: "hostile",
    vendor: "Malfeitor",
    title: text!(pt: "Plugin hostil", en: "Hostile plugin", es: "Plugin hostil"),
    widgets: [
        Harmless,
        EndlessLoop, EndlessRecursion, MemoryBomb, LogFlood, HostFlood, GiantString, GiantList, TrapInDraw,
        CanvasFlood, RowFlood, Markup, LongLabel, PaymentCode, NotANumber, BadRow, FakeFields, ForeignLaunch,
        ForeignCharge, SecretHandle, Many,
        NotGranted, Everything, Memory, ForeignId, KeptId, ChangeInDraw, ReportInDraw, DeclareInDraw, LyingFailure,
    ],
    actions: [TrapAfterEffect, ChangingEffects, EffectFlood, EmptyForm, OwnHandle],
}
