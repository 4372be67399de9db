//! What has become of the request that one comes from.

use balcao_access::Actor;
use balcao_desk::requests::{Request, StatusKind, current};
use balcao_desk::{Attendance, Refused, RequestId};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use crate::block::notice;
use crate::fault::Fault;
use crate::route::Visit;
use crate::shell::Frame;

/// As it stands now; nothing of one that this user may not see.
pub(super) async fn told(visit: &Visit<Actor>, request: RequestId) -> Result<Option<Markup>, Fault> {
    let mut conn = visit.desk.db.read().await?;
    let attendance = match Attendance::open(&mut conn, &visit.proof, request).await {
        Ok(attendance) => attendance,
        Err(Refused::NotFound | Refused::Denied) => return Ok(None),
        Err(Refused::Store(error)) => return Err(error.into()),
    };
    let request = current(&mut conn, &attendance, visit.now).await?;
    let words = html! { (words(&visit.frame, &request)) " " a href={ "/attendance/" (request.id) } { (visit.frame.lang().open_request()) } };
    Ok(Some(html! { div role="status" { (notice(Tone::Success, "", words)) } }))
}

fn words(frame: &Frame, request: &Request) -> String {
    let (lang, protocol) = (frame.lang(), request.protocol.as_str());
    match (request.status.kind, request.scheduled_for, &request.assigned_to, &request.team) {
        (StatusKind::Closed, ..) => lang.now_closed(protocol),
        (StatusKind::Cancelled, ..) => lang.now_cancelled(protocol),
        (StatusKind::Scheduled, Some(at), ..) => lang.now_scheduled(protocol, &frame.format.instant(at)),
        (StatusKind::Open, _, None, Some(team)) => lang.now_waits_for(protocol, team),
        _ => lang.now_stands(protocol, lang.label(&request.status.names)),
    }
}
