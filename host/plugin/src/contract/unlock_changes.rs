//! `balcao:contracts/unlock-changes`

use balcao_network::Unlock;

use crate::bindings::unlock_changes::Host;
use crate::contract::refused;
use crate::effect::{Effect, UnlockContract};
use crate::gate::{Access, Function};
use crate::state::{Answered, Call};

const UNLOCK: Function = Function { name: "unlock-changes.unlock", access: Access::Change };

impl Host for Call {
    async fn unlock(&mut self, days: u32, reason: String) -> Answered<()> {
        self.change(UNLOCK, reason.len(), async |conn, scene| {
            let reason = crate::canvas::clean(&reason, true);
            let plan = Unlock::plan(conn, &scene.attendance, days, reason, scene.today, scene.zone).await;
            let plan = plan.map_err(|rule| refused(rule, scene.locale))?;
            Ok(Effect::Unlock(UnlockContract { change: plan }))
        })
        .await
    }
}
