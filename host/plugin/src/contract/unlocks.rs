//! `balcao:contracts/unlocks`

use balcao_network::unlocks;

use crate::bindings::unlocks::{Host, Outlook};
use crate::contract::refused;
use crate::gate::{Access, Function};
use crate::state::{Answered, Call};

const QUOTE: Function = Function { name: "unlocks.quote", access: Access::Read };

impl Host for Call {
    async fn quote(&mut self, days: u32) -> Answered<Outlook> {
        self.read(QUOTE, 0, async |conn, scene| {
            let quote = unlocks::quote(conn, &scene.attendance, days, scene.today).await;
            let quote = quote.map_err(|rule| refused(rule, scene.locale))?;
            Ok(Outlook {
                blocked: quote.blocked,
                running_until: quote.running_until.map(|day| day.to_string()),
                until: quote.until.to_string(),
                times_this_month: quote.times_this_month,
                promise_broken: quote.promise_broken,
            })
        })
        .await
    }
}
