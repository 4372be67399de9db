//! The style sheet and the logo of a company, for those who work in it.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use balcao_access::{Actor, CompanyId, companies};

use super::colour::{Colour, style as style_of};
use crate::fault::Fault;
use crate::route::Visit;

/// The address carries the version, so what is there never changes.
const KEPT: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");

fn asked(visit: &Visit<Actor>) -> Result<CompanyId, Fault> {
    let id: CompanyId = visit.params.get("company")?;
    visit.proof.user.companies.contains(&id).then_some(id).ok_or(Fault::NotFound)
}

/// Its accent in both themes.
pub(super) async fn style(visit: Visit<Actor>) -> Result<Response, Fault> {
    let look = companies::look(&mut visit.desk.db.read().await?, asked(&visit)?).await?;
    let (light, dark) = look.colours.ok_or(Fault::NotFound)?;
    let (light, dark) = Colour::parse(&light).zip(Colour::parse(&dark)).ok_or(Fault::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, KEPT),
    ];
    Ok((headers, style_of(light, dark)).into_response())
}

/// Its logo, a PNG.
pub(super) async fn logo(visit: Visit<Actor>) -> Result<Response, Fault> {
    let picture = companies::logo(&mut visit.desk.db.read().await?, asked(&visit)?).await?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static("image/png")), (header::CACHE_CONTROL, KEPT)];
    Ok((headers, picture.ok_or(Fault::NotFound)?).into_response())
}
