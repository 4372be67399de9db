//! What a plugin is, and how it becomes one.

pub use crate::bindings::action::exports::balcao::desk::action::{Availability, Problem, Step};
use crate::bindings::{action, plugin, widget};
use crate::card::labels;
use crate::imports::declare;
use crate::{Answer, Answers, Card, Failure, Result, Text};

/// A panel. It only reads.
pub trait Widget {
    /// Its name, title and settings.
    const CARD: Card;

    /// Draws on the [`canvas`](crate::canvas). `answers` are those of its own query, link or
    /// button; none when the tab is opened.
    fn draw(answers: &Answers) -> Result;
}

/// An operation with a beginning, a middle and an end.
pub trait Action {
    /// Its name, title and settings.
    const CARD: Card;

    /// Whether it applies now, and if not, why. It is asked for every open tab: cheap, please.
    fn offer() -> Result<Availability> {
        Ok(Availability::Yes)
    }

    /// What comes next, given every answer so far. It only reads.
    fn next(answers: &Answers) -> Result<Step>;

    /// Records what to change, draws the receipt, writes the report. Run dry for the review, then
    /// once more; nothing has happened unless it returns `Ok`.
    fn finish(answers: &Answers) -> Result;
}

impl Problem {
    /// What is wrong with the answer to a field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// A plugin as a whole; [`plugin!`](crate::plugin!) writes it.
pub trait Plugin {
    /// Its name, owned by whoever installs it first.
    const NAME: &'static str;
    /// Its version.
    const VERSION: &'static str;
    /// Who made it; shown on every card of others.
    const VENDOR: &'static str;
    /// Its title.
    const TITLE: Text;
    /// Its widgets.
    const WIDGETS: &'static [Card];
    /// Its actions.
    const ACTIONS: &'static [Card];

    /// [`Widget::draw`] of the widget of this name.
    fn draw(name: &str, answers: &Answers) -> Result;
    /// [`Action::offer`] of the action of this name.
    fn offer(name: &str) -> Result<Availability>;
    /// [`Action::next`] of the action of this name.
    fn next(name: &str, answers: &Answers) -> Result<Step>;
    /// [`Action::finish`] of the action of this name.
    fn finish(name: &str, answers: &Answers) -> Result;

    /// Says what the plugin is.
    fn describe() {
        declare::plugin(Self::NAME, Self::VERSION, Self::VENDOR, &labels(Self::TITLE));
        Self::WIDGETS.iter().for_each(Card::declare_widget);
        Self::ACTIONS.iter().for_each(Card::declare_action);
    }

    /// What a name that the plugin never declared is answered with.
    fn unknown(name: &str) -> Failure {
        Failure::not_found(say!(
            pt: "Este plugin não tem “{name}”.",
            en: "This plugin has no “{name}”.",
            es: "Este plugin no tiene “{name}”.",
        ))
    }
}

impl<P: Plugin> plugin::exports::balcao::desk::plugin::Guest for P {
    fn describe() {
        tell_panics();
        P::describe();
    }
}

impl<P: Plugin> widget::exports::balcao::desk::widget::Guest for P {
    fn draw(name: String, answers: Vec<Answer>) -> Result {
        tell_panics();
        P::draw(&name, &answers.into())
    }
}

impl<P: Plugin> action::exports::balcao::desk::action::Guest for P {
    fn offer(name: String) -> Result<Availability> {
        tell_panics();
        P::offer(&name)
    }

    fn next(name: String, answers: Vec<Answer>) -> Result<Step> {
        tell_panics();
        P::next(&name, &answers.into())
    }

    fn finish(name: String, answers: Vec<Answer>) -> Result {
        tell_panics();
        P::finish(&name, &answers.into())
    }
}

/// A panic is written to the plugin's log, with its message and line, before it ends the call.
fn tell_panics() {
    std::panic::set_hook(Box::new(|panic| crate::log::error(&panic.to_string())));
}

/// Makes a plugin of this crate, of its widgets and its actions; its version is the crate's.
///
/// ```
/// use balcao_plugin::prelude::*;
///
/// struct Greet;
///
/// impl Action for Greet {
///     const CARD: Card = Card::new("greet", Tab::Inicio, text!(pt: "Cumprimentar")).tool();
///
///     fn next(_: &Answers) -> Result<Step> {
///         Ok(Step::Review)
///     }
///
///     fn finish(_: &Answers) -> Result {
///         receipt::report(Audience::Internal, "Olá!");
///         Ok(())
///     }
/// }
///
/// plugin! { name: "greet", vendor: "Provedor", title: text!(pt: "Cumprimentos"), actions: [Greet] }
/// ```
#[macro_export]
macro_rules! plugin {
    (
        name: $name:literal,
        vendor: $vendor:literal,
        title: $title:expr
        $(, widgets: [$($widget:ident),* $(,)?])?
        $(, actions: [$($action:ident),* $(,)?])?
        $(,)?
    ) => {
        /// This crate, as a plugin.
        #[derive(Debug)]
        pub struct Plugin;

        impl $crate::Plugin for Plugin {
            const NAME: &'static str = $name;
            const VERSION: &'static str = env!("CARGO_PKG_VERSION");
            const VENDOR: &'static str = $vendor;
            const TITLE: $crate::Text = $title;
            const WIDGETS: &'static [$crate::Card] =
                &[$($(<$widget as $crate::Widget>::CARD),*)?];
            const ACTIONS: &'static [$crate::Card] =
                &[$($(<$action as $crate::Action>::CARD),*)?];

            #[allow(unused_variables)]
            fn draw(name: &str, answers: &$crate::Answers) -> $crate::Result {
                $($(if name == <$widget as $crate::Widget>::CARD.name {
                    return <$widget as $crate::Widget>::draw(answers);
                })*)?
                Err(Self::unknown(name))
            }

            fn offer(name: &str) -> $crate::Result<$crate::Availability> {
                $($(if name == <$action as $crate::Action>::CARD.name {
                    return <$action as $crate::Action>::offer();
                })*)?
                Err(Self::unknown(name))
            }

            #[allow(unused_variables)]
            fn next(name: &str, answers: &$crate::Answers) -> $crate::Result<$crate::Step> {
                $($(if name == <$action as $crate::Action>::CARD.name {
                    return <$action as $crate::Action>::next(answers);
                })*)?
                Err(Self::unknown(name))
            }

            #[allow(unused_variables)]
            fn finish(name: &str, answers: &$crate::Answers) -> $crate::Result {
                $($(if name == <$action as $crate::Action>::CARD.name {
                    return <$action as $crate::Action>::finish(answers);
                })*)?
                Err(Self::unknown(name))
            }
        }

        // Only in a component: linked natively, two plugins would both export these names.
        #[cfg(target_arch = "wasm32")]
        $crate::bindings::plugin::export_plugin!(
            Plugin with_types_in $crate::bindings::plugin
        );
        $crate::plugin!(@widget $($($widget)*)?);
        $crate::plugin!(@action $($($action)*)?);
    };
    // A plugin without widgets does not export `widget`; so for actions.
    (@widget) => {};
    (@widget $($widget:ident)+) => {
        #[cfg(target_arch = "wasm32")]
        $crate::bindings::widget::export_widget!(
            Plugin with_types_in $crate::bindings::widget
        );
    };
    (@action) => {};
    (@action $($action:ident)+) => {
        #[cfg(target_arch = "wasm32")]
        $crate::bindings::action::export_action!(
            Plugin with_types_in $crate::bindings::action
        );
    };
}
