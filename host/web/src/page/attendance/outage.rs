//! What of the network has failed above the line being served.

use balcao_desk::Attendance;
use balcao_network::{Outage, outages};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use crate::block::notice;
use crate::fault::Fault;
use crate::route::Visit;
use crate::shell::Frame;

/// The outages that go on above the line. The request being served is linked with each from now on,
/// unless it has ended.
pub(super) async fn over(visit: &Visit<Attendance>) -> Result<Vec<Outage>, Fault> {
    let over = outages::over(&mut visit.desk.db.read().await?, &visit.proof).await?;
    let unlinked: Vec<_> = over.iter().filter(|outage| outage.requests == 0).collect();
    if !unlinked.is_empty() && !visit.proof.ended() {
        let mut tx = visit.desk.db.write().await?;
        for outage in unlinked {
            outages::link(&mut tx, &visit.proof, outage.id, visit.now).await?;
        }
        tx.commit().await?;
    }
    Ok(over)
}

/// A banner for each.
pub(super) fn draw(frame: &Frame, outages: &[Outage]) -> Markup {
    let lang = frame.lang();
    html! {
        @for outage in outages {
            @let title = lang.outage(&outage.place(), &frame.format.instant(outage.began_at));
            (notice(Tone::Danger, &title, html! { (outage.note) }))
        }
    }
}
