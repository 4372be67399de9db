//! Pictures of users are never shown as they are: they are decoded, made smaller and encoded anew, so
//! that what reaches a browser is pixels and nothing else (no hidden markup, no place where a photo was
//! taken).

use image_webp::WebPDecoder;
use jpeg_encoder::{ColorType, Encoder};
use std::io::Cursor;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_png::PngDecoder;

use crate::orientation::{self, Orientation};

/// The most pixels of a side.
const MAX_SIDE: usize = 12_000;
/// The most pixels in all: photos of telephones have up to 50 million. A bomb says its size at its
/// beginning, and is refused there.
const MAX_PIXELS: usize = 50_000_000;
/// The most bytes of a file that is decoded.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// The most pixels of a side that are shown.
const SHOWN: usize = 2_000;
/// The quality of what is shown, of 100.
const QUALITY: u8 = 85;

/// A JPEG that was encoded anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture(pub Vec<u8>);

/// Why there is no picture to show. What is in the file is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// It is of no kind that is shown.
    #[error("no picture of a kind that is shown")]
    Kind,
    /// It has too many pixels.
    #[error("too many pixels")]
    TooLarge,
    /// It can't be decoded.
    #[error("a picture that can't be decoded")]
    Damaged,
    /// The decoder stopped.
    #[error("decoding a picture stopped")]
    Stopped,
}

/// Red, green and blue of each pixel, row by row.
struct Pixels {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

/// Whether files of this type and size are shown as pictures.
pub fn is_shown(media_type: &str, bytes: u64) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/webp") && bytes <= MAX_BYTES
}

/// Decodes, shrinks, turns upright and encodes. It takes a processor for up to a second or so.
pub fn redraw(bytes: &[u8]) -> Result<Picture, PictureError> {
    let (pixels, orientation) = match bytes {
        [0xff, 0xd8, ..] => jpeg(bytes)?,
        [0x89, b'P', ..] => (png(bytes)?, Orientation::Upright),
        [b'R', b'I', ..] => webp(bytes)?,
        _ => return Err(PictureError::Kind),
    };
    let shown = pixels.shrunk().turned(orientation);
    let (width, height) = (shown.width as u16, shown.height as u16);
    let mut out = Vec::new();
    Encoder::new(&mut out, QUALITY)
        .encode(&shown.rgb, width, height, ColorType::Rgb)
        .map_err(|_| PictureError::Damaged)?;
    Ok(Picture(out))
}

fn jpeg(bytes: &[u8]) -> Result<(Pixels, Orientation), PictureError> {
    let options = limits().jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| PictureError::Damaged)?;
    let info = decoder.info().ok_or(PictureError::Damaged)?;
    let (width, height) = sized(info.width.into(), info.height.into())?;
    let orientation = decoder.exif().map_or(Orientation::Upright, |exif| orientation::of(exif));
    let raw = decoder.decode().map_err(|_| PictureError::Damaged)?;
    Ok((Pixels::of(raw, width, height)?, orientation))
}

fn png(bytes: &[u8]) -> Result<Pixels, PictureError> {
    let bytes = bare(bytes).ok_or(PictureError::Damaged)?;
    let mut decoder = PngDecoder::new_with_options(ZCursor::new(&bytes[..]), limits());
    decoder.decode_headers().map_err(|_| PictureError::Damaged)?;
    let (width, height) = decoder.dimensions().ok_or(PictureError::Damaged)?;
    let (width, height) = sized(width, height)?;
    let raw = decoder.decode_raw().map_err(|_| PictureError::Damaged)?;
    Pixels::of(raw, width, height)
}

/// A PNG without what is no pixel: the decoder would unpack compressed texts and colour profiles
/// without a limit.
fn bare(png: &[u8]) -> Option<Vec<u8>> {
    let mut bare = png.get(..8)?.to_vec();
    let mut rest = &png[8..];
    while let Some((size, rest_of_it)) = rest.split_first_chunk::<4>() {
        let chunk = rest.get(..(u32::from_be_bytes(*size) as usize).checked_add(12)?)?;
        if matches!(rest_of_it.get(..4)?, b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" | b"IEND") {
            bare.extend_from_slice(chunk);
        }
        rest = &rest[chunk.len()..];
    }
    Some(bare)
}

fn webp(bytes: &[u8]) -> Result<(Pixels, Orientation), PictureError> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|_| PictureError::Damaged)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = sized(width as usize, height as usize)?;
    decoder.set_memory_limit(MAX_PIXELS * 4);
    let exif = decoder.exif_metadata().ok().flatten();
    let orientation = exif.map_or(Orientation::Upright, |exif| orientation::of(&exif));
    let mut raw = vec![0; decoder.output_buffer_size().ok_or(PictureError::TooLarge)?];
    decoder.read_image(&mut raw).map_err(|_| PictureError::Damaged)?;
    Ok((Pixels::of(raw, width, height)?, orientation))
}

fn limits() -> DecoderOptions {
    DecoderOptions::default()
        .set_max_width(MAX_SIDE)
        .set_max_height(MAX_SIDE)
        .png_set_strip_to_8bit(true)
        .inflate_set_limit(MAX_PIXELS * 8)
}

fn sized(width: usize, height: usize) -> Result<(usize, usize), PictureError> {
    let fits =
        (1..=MAX_SIDE).contains(&width) && (1..=MAX_SIDE).contains(&height) && width * height <= MAX_PIXELS;
    if fits { Ok((width, height)) } else { Err(PictureError::TooLarge) }
}

impl Pixels {
    /// Of one to four bytes a pixel: grey, grey and alpha, colours, colours and alpha. What shows
    /// through is white.
    fn of(raw: Vec<u8>, width: usize, height: usize) -> Result<Pixels, PictureError> {
        let over_white = |value: u8, alpha: u8| {
            let (value, alpha) = (u32::from(value), u32::from(alpha));
            ((value * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        let channels = raw.len() / (width * height);
        if raw.len() != width * height * channels {
            return Err(PictureError::Damaged);
        }
        let rgb = match channels {
            1 => raw.iter().flat_map(|&grey| [grey; 3]).collect(),
            2 => raw.chunks_exact(2).flat_map(|px| [over_white(px[0], px[1]); 3]).collect(),
            3 => raw,
            4 => {
                let pixel = |px: &[u8]| [px[0], px[1], px[2]].map(|value| over_white(value, px[3]));
                raw.chunks_exact(4).flat_map(pixel).collect()
            }
            _ => return Err(PictureError::Damaged),
        };
        Ok(Pixels { width, height, rgb })
    }

    /// At most [`SHOWN`] pixels wide and high: each is the mean of those that it stands for.
    fn shrunk(self) -> Pixels {
        let longest = self.width.max(self.height);
        if longest <= SHOWN {
            return self;
        }
        let scaled = |side: usize| (side * SHOWN / longest).max(1);
        let (width, height) = (scaled(self.width), scaled(self.height));
        let mut rgb = Vec::with_capacity(width * height * 3);
        for y in 0..height {
            let rows = y * self.height / height..((y + 1) * self.height / height);
            for x in 0..width {
                let columns = x * self.width / width..((x + 1) * self.width / width);
                let mut sums = [0_u32; 3];
                for row in rows.clone() {
                    let from = (row * self.width + columns.start) * 3;
                    for px in self.rgb[from..from + columns.len() * 3].chunks_exact(3) {
                        (0..3).for_each(|at| sums[at] += u32::from(px[at]));
                    }
                }
                let count = (rows.len() * columns.len()) as u32;
                rgb.extend(sums.map(|sum| (sum / count) as u8));
            }
        }
        Pixels { width, height, rgb }
    }

    /// As it was held when it was taken.
    fn turned(self, orientation: Orientation) -> Pixels {
        if orientation == Orientation::Upright {
            return self;
        }
        let (width, height) = orientation.size(self.width, self.height);
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..height {
            for x in 0..width {
                let (x, y) = orientation.source(x, y, self.width, self.height);
                let from = (y * self.width + x) * 3;
                rgb.extend_from_slice(&self.rgb[from..from + 3]);
            }
        }
        Pixels { width, height, rgb }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(width: u16, height: u16) -> Vec<u8> {
        let mut out = Vec::new();
        let rgb = vec![90; usize::from(width) * usize::from(height) * 3];
        Encoder::new(&mut out, 90).encode(&rgb, width, height, ColorType::Rgb).unwrap();
        out
    }

    fn size(picture: &Picture) -> (usize, usize) {
        let pixels = jpeg(&picture.0).unwrap().0;
        (pixels.width, pixels.height)
    }

    /// A PNG of one dark pixel.
    const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\
        \0\0\0\x0cIDATx\x9ccPSS\x03\0\x01@\0\x9f\0\0\0\0\0\0\0\0IEND\xaeB`\x82";

    #[test]
    fn what_is_behind_the_pixels_does_not_come_along() {
        let mut bytes = encoded(4, 3);
        bytes.extend_from_slice(b"<script>alert(1)</script>");
        let shown = redraw(&bytes).unwrap();
        assert!(!shown.0.windows(8).any(|window| window == b"<script>"));
        assert_eq!(size(&shown), (4, 3));
    }

    #[test]
    fn a_large_picture_is_shown_smaller_and_upright() {
        let shown = redraw(&encoded(4_000, 1_000)).unwrap();
        assert_eq!(size(&shown), (2_000, 500));
        let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, 90);
        encoder.add_app_segment(1, exif.to_vec()).unwrap();
        encoder.encode(&[90; 40 * 20 * 3], 40, 20, ColorType::Rgb).unwrap();
        let shown = redraw(&out).unwrap();
        assert_eq!(size(&shown), (20, 40));
        assert!(!shown.0.windows(4).any(|window| window == b"Exif"), "where it was taken stays unsaid");
    }

    #[test]
    fn compressed_texts_never_reach_the_decoder() {
        let mut bytes = DOT[..33].to_vec();
        bytes.extend_from_slice(b"\0\0\0\x04zTXtab\0\0crc!");
        bytes.extend_from_slice(&DOT[33..]);
        assert_eq!(bare(&bytes).as_deref(), Some(DOT));
        assert_eq!(bare(&DOT[..40]), None, "cut off");
    }

    #[test]
    fn a_bomb_is_refused_by_the_size_that_it_says() {
        // 50,000 by 50,000 pixels, in the header of a file of 70 bytes.
        let mut bytes = DOT.to_vec();
        bytes[16..20].copy_from_slice(&50_000_u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&50_000_u32.to_be_bytes());
        assert!(redraw(&bytes).is_err());
        assert_eq!(sized(10_000, 6_000), Err(PictureError::TooLarge));
        for bytes in [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP"] {
            assert_eq!(redraw(bytes), Err(PictureError::Damaged));
        }
        assert_eq!(redraw(b"no picture"), Err(PictureError::Kind));
    }

    #[test]
    fn what_shows_through_is_white() {
        let half = Pixels::of(vec![0, 0, 0, 128, 10, 20, 30, 255], 2, 1).unwrap();
        assert_eq!(half.rgb, [127, 127, 127, 10, 20, 30]);
        assert_eq!(Pixels::of(vec![7], 1, 1).unwrap().rgb, [7, 7, 7]);
        assert!(Pixels::of(vec![1, 2, 3, 4, 5], 1, 1).is_err());
    }
}
