//! The slips that go with a mail: the same file that the desk's own page gives out.

use std::sync::Arc;

use balcao_access::CompanyId;
use balcao_billing::{ChargeId, copies};
use balcao_messages::{Answer, Attach, Attachment};
use balcao_paper::{Copy, Pdf};
use balcao_store::{Db, now};
use balcao_web::WebConfig;

use crate::app::Opened;

/// What makes them; the demonstration's are marked as worth nothing.
pub fn attach(db: &Db, demonstration: bool) -> Attach {
    let db = db.clone();
    Arc::new(move |company, charges| {
        let db = db.clone();
        Box::pin(async move {
            slips(&db, company, &charges, demonstration).await.map_err(|error| {
                tracing::error!(%error, "the slips of a mail could not be drawn");
                "o PDF do boleto não pôde ser feito agora".to_owned()
            })
        }) as Answer<_>
    })
}

/// One file with all of them; none where one was paid or replaced since: the mail goes out as it was
/// written, and no slip that must not be paid goes with it.
async fn slips(
    db: &Db,
    company: CompanyId,
    charges: &[ChargeId],
    demonstration: bool,
) -> Opened<Vec<Attachment>> {
    let mut conn = db.read().await?;
    let Some(copies) = copies::mailed(&mut conn, company, charges).await? else { return Ok(Vec::new()) };
    let copy = Copy::read(&mut conn, copies).await?;
    drop(conn);
    let today = now().with_timezone(&WebConfig::default().zone).date_naive();
    let Pdf { name, bytes } = copy.draw(today, demonstration).await?;
    Ok(vec![Attachment { name, media_type: "application/pdf", bytes }])
}
