//! The smallest plugin: a widget of one line. What it takes to call it is what any call takes.

#![forbid(unsafe_code)]

use balcao_plugin::prelude::*;

struct Line;

impl Widget for Line {
    const CARD: Card = Card::new("line", Tab::Inicio, text!(pt: "Uma linha"));

    fn draw(_: &Answers) -> Result {
        canvas::text("Uma linha.");
        Ok(())
    }
}

plugin! { name: "line", vendor: "Balcão", title: text!(pt: "Uma linha"), widgets: [Line] }
