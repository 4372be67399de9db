//! What an access server said, as an outcome and in words for agents.

use balcao_store::Tx;
use balcao_store::outbox::Outcome;

use crate::equipment::Heard;

type Settling<'a> =
    std::pin::Pin<Box<dyn Future<Output = Result<(), Box<dyn std::error::Error + Send + Sync>>> + Send + 'a>>;

/// What an access server said to an order.
pub(super) struct Sent {
    pub(super) heard: Heard,
    pub(super) nas: String,
    pub(super) demonstration: bool,
}

impl Sent {
    fn mark(&self) -> &'static str {
        if self.demonstration { " (demonstração)" } else { "" }
    }

    /// Words, with the name of the access server behind them.
    pub(super) fn said(&self, words: &str) -> String {
        format!("{words} {}{}", self.nas, self.mark())
    }

    /// In words, with what is written down where it was done.
    pub(super) fn settled(
        self,
        settle: impl for<'a> FnOnce(&'a mut Tx) -> Settling<'a> + Send + 'static,
    ) -> Outcome {
        let Sent { nas, .. } = &self;
        let mark = self.mark();
        match &self.heard {
            Heard::Done => Outcome::done(self.said("enviado ao")).settling(settle),
            Heard::Changed => Outcome::done(self.said("sessão atualizada, sem queda, no")),
            // It is written there; there was nobody to feel it.
            Heard::NoSession => Outcome::done(self.said("enviado, sem sessão aberta, ao")).settling(settle),
            Heard::Refused(why) => Outcome::refused(format!("o {nas} recusou: {why}{mark}")),
            Heard::Nobody => Outcome::retry(format!("o {nas} está fora do ar{mark}")),
            Heard::NotSent(why) => Outcome::retry(format!("{why}{mark}")),
            Heard::Silence => Outcome::unknown(format!("o {nas} não respondeu{mark}")),
        }
    }
}
