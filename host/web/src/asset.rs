//! What the browser gets beside pages: files of our own, each under a name that carries a
//! digest of its bytes, so that it may be kept for ever.

use std::sync::LazyLock;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// One file.
pub(crate) struct Asset {
    name: String,
    media_type: &'static str,
    body: &'static str,
}

/// The style sheet.
pub(crate) static CSS: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("app", "css", "text/css; charset=utf-8", include_str!("../../ui/app.css")));
/// What the pages of the administration need beside it.
pub(crate) static ADMIN: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("admin", "css", "text/css; charset=utf-8", include_str!("../../ui/admin.css"))
});
/// The module.
pub(crate) static JS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("app", "js", "text/javascript; charset=utf-8", include_str!("../../ui/app.js"))
});
/// The module of forms with a field for a file.
pub(crate) static UPLOAD: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("upload", "js", "text/javascript; charset=utf-8", include_str!("../../ui/upload.js"))
});
/// The module of the profile editor.
pub(crate) static PROFILE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("profile", "js", "text/javascript; charset=utf-8", include_str!("../../ui/profile.js"))
});
/// Dragging in it.
pub(crate) static DRAG: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("drag", "js", "text/javascript; charset=utf-8", include_str!("../../ui/drag.js"))
});
/// The icons.
pub(crate) static ICONS: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icons", "svg", "image/svg+xml", include_str!("../../ui/icons.svg")));

impl Asset {
    fn new(stem: &str, extension: &str, media_type: &'static str, body: &'static str) -> Asset {
        let digest = Sha256::digest(body.as_bytes());
        let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Asset { name: format!("{stem}.{hash}.{extension}"), media_type, body }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

/// The file of this name; none if the name, or its digest, is another one.
pub(crate) fn find(name: &str) -> Option<Response> {
    let asset = [&*CSS, &*ADMIN, &*JS, &*UPLOAD, &*PROFILE, &*DRAG, &*ICONS]
        .into_iter()
        .find(|asset| asset.name == name)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Some((headers, asset.body).into_response())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_browser_gets_little() {
        assert!(super::CSS.body.len() <= 25_000, "app.css: {}", super::CSS.body.len());
        assert!(super::ADMIN.body.len() <= 12_000, "admin.css: {}", super::ADMIN.body.len());
        assert!(super::JS.body.len() <= 12 * 1024, "app.js: {}", super::JS.body.len());
        assert!(super::UPLOAD.body.len() < 2_500, "upload.js: {}", super::UPLOAD.body.len());
        assert!(super::PROFILE.body.len() < 4_000, "profile.js: {}", super::PROFILE.body.len());
        assert!(super::DRAG.body.len() < 3_000, "drag.js: {}", super::DRAG.body.len());
    }
}
