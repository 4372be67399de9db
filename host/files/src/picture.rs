//! Pictures of users are never shown as they are: they are decoded, made smaller and encoded anew, so
//! that what reaches a browser is pixels and nothing else (no hidden markup, no place where a photo was
//! taken).

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// The most pixels of a side that are decoded.
const MAX_SIDE: u32 = 12_000;
/// The most memory that a decoder may take: a picture of 40 megapixels. A bomb says its size at its
/// beginning, and is refused there.
const MAX_MEMORY: u64 = 160 * 1024 * 1024;
/// The most pixels of a side that are shown.
const SHOWN: u32 = 2_000;
/// The quality of a JPEG, of 100.
const QUALITY: u8 = 85;

/// A picture that was encoded anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why there is no picture to show.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It is no picture, damaged, or of too many pixels.
    #[error("no picture that can be shown: {0}")]
    Undrawable(#[from] image::ImageError),
    /// Its decoder stopped.
    #[error("decoding a picture stopped")]
    Stopped,
}

/// Whether files of this type are shown as pictures.
pub fn is_shown(media_type: &str) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/webp")
}

/// Decodes, turns upright, shrinks and encodes. It takes a processor for up to a second or so.
pub fn redraw(bytes: &[u8]) -> Result<Picture, PictureError> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(image::ImageError::from)?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MAX_SIDE), Some(MAX_SIDE));
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let is_photo = reader.format() == Some(ImageFormat::Jpeg);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if picture.width() > SHOWN || picture.height() > SHOWN {
        picture = picture.thumbnail(SHOWN, SHOWN);
    }
    picture.apply_orientation(orientation);
    let mut out = Cursor::new(Vec::new());
    let media_type = if is_photo {
        picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))?;
        "image/jpeg"
    } else {
        picture.to_rgba8().write_to(&mut out, ImageFormat::Png)?;
        "image/png"
    };
    Ok(Picture { media_type, bytes: out.into_inner() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    #[test]
    fn what_is_behind_the_pixels_does_not_come_along() {
        let mut bytes = png(4, 3);
        bytes.extend_from_slice(b"<script>alert(1)</script>");
        let shown = redraw(&bytes).unwrap();
        assert_eq!(shown.media_type, "image/png");
        assert!(!shown.bytes.windows(8).any(|window| window == b"<script>"));
        let again = image::load_from_memory(&shown.bytes).unwrap();
        assert_eq!((again.width(), again.height()), (4, 3));
    }

    #[test]
    fn a_large_picture_is_shown_smaller() {
        let shown = image::load_from_memory(&redraw(&png(4_000, 1_000)).unwrap().bytes).unwrap();
        assert_eq!((shown.width(), shown.height()), (2_000, 500));
    }

    #[test]
    fn a_bomb_is_refused_by_the_size_that_it_says() {
        // 50,000 by 50,000 pixels, in the header of a file of 60 bytes.
        let mut bytes = png(1, 1);
        bytes[16..20].copy_from_slice(&50_000u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&50_000u32.to_be_bytes());
        assert!(redraw(&bytes).is_err());
        assert!(redraw(b"\x89PNG\r\n\x1a\n").is_err());
        assert!(redraw(b"no picture").is_err());
    }
}
