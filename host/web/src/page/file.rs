//! A file of the customer: shown, or downloaded. Whoever asks must have something on their screen that
//! may see such files; every time is a line of the file's history and of the audit trail.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use balcao_access::profiles;
use balcao_desk::Attendance;
use balcao_files::{Content, How, OpenError, Opened, RecordId, Stored, Subject, records};
use balcao_plugins::Permission;
use balcao_plugins::canvas::Tone;
use futures_util::stream;
use maud::html;

use crate::block::notice;
use crate::disposition::{self, Disposition};
use crate::fault::Fault;
use crate::route::Visit;
use crate::shell::{self, Page};

/// What may come with a document that is shown in a tab of its own: its style, and nothing else. It is
/// no page of ours: no script, no form, no frame round it.
pub(super) const SHOWN: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; object-src 'self'; \
    form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
/// What may come with bytes that are kept: nothing.
const KEPT: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// To be kept, under its own name.
pub(super) async fn download(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let record = asked(&visit).await?;
    let Opened { file, content } = open(&visit, record, How::Download).await?;
    Ok(answer(&file, Disposition::Attachment, KEPT, streamed(content, file.bytes)))
}

/// To be looked at: a picture drawn anew, or a PDF.
pub(super) async fn view(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let record = asked(&visit).await?;
    let Opened { file, content } = open(&visit, record, How::View).await?;
    if file.media_type == "application/pdf" {
        return Ok(answer(&file, Disposition::Inline, SHOWN, streamed(content, file.bytes)));
    }
    match visit.desk.files.redraw(content).await {
        Ok(picture) => {
            let shown = Stored { media_type: "image/jpeg".to_owned(), ..file };
            let length = picture.0.len() as u64;
            Ok(answer(&shown, Disposition::Inline, KEPT, (Body::from(picture.0), length)))
        }
        Err(error) => {
            tracing::info!(%error, "a picture can't be shown");
            Ok(undrawable(&visit, record))
        }
    }
}

/// The file that the path names, if it is the customer's and this user's screen shows such files.
async fn asked(visit: &Visit<Attendance>) -> Result<RecordId, Fault> {
    let record: RecordId = visit.params.get("file")?;
    let mut conn = visit.desk.db.read().await?;
    let found = records::stored(&mut conn, &visit.proof, &[record]).await?;
    let (subject, _) = found.get(&record).ok_or(Fault::NotFound)?;
    let permission = match subject {
        Subject::Attachment => Permission::Attachments,
        Subject::Document => Permission::Documents,
    };
    let profile = visit.proof.actor().user.profile.id;
    let live = profiles::live(&mut conn, profile).await?;
    if visit.desk.plugins.reaches(profile, &live.layout, permission) {
        Ok(record)
    } else {
        Err(Fault::Forbidden)
    }
}

async fn open(visit: &Visit<Attendance>, record: RecordId, how: How) -> Result<Opened, Fault> {
    let opened = visit.desk.files.open(&visit.desk.db, &visit.proof, record, how, visit.now).await;
    opened.map_err(|error| match error {
        OpenError::NotFound | OpenError::NotShown => Fault::NotFound,
        other => Fault::internal(other),
    })
}

/// The bytes as they are read. One that is not what was stored breaks the answer off, so that nobody
/// takes half a file for a whole one.
fn streamed(content: Content, length: u64) -> (Body, u64) {
    let pieces = stream::try_unfold(content, async |mut content| {
        let piece = content.next().await.inspect_err(|error| tracing::error!(%error, "a file broke off"))?;
        Ok::<_, balcao_files::ContentError>(piece.map(|piece| (piece, content)))
    });
    (Body::from_stream(pieces), length)
}

/// Bytes with headers of their own.
pub(super) fn answer(
    file: &Stored,
    disposition: Disposition,
    policy: &'static str,
    (body, length): (Body, u64),
) -> Response {
    let octets = HeaderValue::from_static("application/octet-stream");
    let media_type = match disposition {
        Disposition::Inline => HeaderValue::from_str(&file.media_type).unwrap_or(octets),
        // What is kept is never shown, whatever a browser makes of its type.
        Disposition::Attachment => octets,
    };
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_LENGTH, length.into()),
        (header::CONTENT_DISPOSITION, disposition::header(disposition, &file.name)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (HeaderName::from_static("x-download-options"), HeaderValue::from_static("noopen")),
    ];
    (headers, body).into_response()
}

fn undrawable(visit: &Visit<Attendance>, record: RecordId) -> Response {
    let lang = visit.frame.lang();
    let main = html! {
        div.plain {
            h1 { (lang.file_undrawable_title()) }
            (notice(Tone::Warning, "", html! { (lang.file_undrawable()) }))
            p { a.button href=(format!("/attendance/{}/file/{record}/download", visit.proof.request())) { (lang.download()) } }
        }
    };
    let page = Page::new(lang.file_undrawable_title(), main);
    (StatusCode::UNPROCESSABLE_ENTITY, shell::page(&visit.frame, page)).into_response()
}
