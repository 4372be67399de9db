//! The provider's picture.

use krilla::image::Image;
use zune_core::bytestream::ZCursor;
use zune_core::options::DecoderOptions;
use zune_core::result::DecodingResult;
use zune_png::PngDecoder;

/// The most pixels of a side: at 20 mm more are never seen, and a file stays under 100 kB.
pub const MAX_SIDE: usize = 480;

/// Why a picture is no logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogoError {
    /// Not a PNG.
    #[error("the logo is no PNG picture")]
    NotPng,
    /// A side of more than [`MAX_SIDE`] pixels.
    #[error("a side of the logo has more than {MAX_SIDE} pixels")]
    TooLarge,
}

/// A picture that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    rgba: Vec<u8>,
    width: u32,
    height: u32,
}

impl Logo {
    /// Reads a PNG, whatever its colours.
    pub fn from_png(bytes: &[u8]) -> Result<Logo, LogoError> {
        let options = DecoderOptions::default()
            .set_max_width(MAX_SIDE)
            .set_max_height(MAX_SIDE)
            .png_set_strip_to_8bit(true)
            .png_set_add_alpha_channel(true);
        let mut decoder = PngDecoder::new_with_options(ZCursor::new(bytes), options);
        decoder.decode_headers().map_err(|_| LogoError::NotPng)?;
        let (width, height) = decoder.dimensions().ok_or(LogoError::NotPng)?;
        if width > MAX_SIDE || height > MAX_SIDE {
            return Err(LogoError::TooLarge);
        }
        let pixels = match decoder.decode() {
            Ok(DecodingResult::U8(pixels)) => pixels,
            _ => return Err(LogoError::NotPng),
        };
        let rgba = match pixels.len() / (width * height).max(1) {
            4 => pixels,
            2 => pixels.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect(),
            _ => return Err(LogoError::NotPng),
        };
        Ok(Logo { rgba, width: width as u32, height: height as u32 })
    }

    /// How wide it is, where it is one high.
    pub(crate) fn ratio(&self) -> f32 {
        self.width as f32 / self.height.max(1) as f32
    }

    pub(crate) fn image(&self) -> Image {
        Image::from_rgba8(self.rgba.clone(), self.width, self.height)
    }
}
