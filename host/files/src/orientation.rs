//! How a camera was held: the one thing that is read of what a photo says of itself (Exif tag 0x0112).

/// How the pixels of a photo lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// As they are to be seen.
    Upright,
    /// Seen in a mirror.
    Mirrored,
    /// Upside down.
    HalfTurn,
    /// Upside down, in a mirror.
    Flipped,
    /// Rows are columns.
    Transposed,
    /// To be turned right.
    QuarterRight,
    /// Rows are columns, from the end.
    Transversed,
    /// To be turned left.
    QuarterLeft,
}

/// What Exif data says; upright where it says nothing that makes sense.
pub fn of(exif: &[u8]) -> Orientation {
    match tag(exif.strip_prefix(b"Exif\0\0").unwrap_or(exif)) {
        Some(2) => Orientation::Mirrored,
        Some(3) => Orientation::HalfTurn,
        Some(4) => Orientation::Flipped,
        Some(5) => Orientation::Transposed,
        Some(6) => Orientation::QuarterRight,
        Some(7) => Orientation::Transversed,
        Some(8) => Orientation::QuarterLeft,
        _ => Orientation::Upright,
    }
}

/// The value of the tag in the first directory of a TIFF.
fn tag(tiff: &[u8]) -> Option<u16> {
    let little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = usize::from(short(directory)?);
    let entry = |at: usize| directory.checked_add(2 + at * 12);
    let found = (0..entries).filter_map(entry).find(|&at| short(at) == Some(0x0112))?;
    short(found.checked_add(8)?)
}

impl Orientation {
    /// Width and height as they are to be seen.
    pub fn size(self, width: usize, height: usize) -> (usize, usize) {
        match self {
            Self::Upright | Self::Mirrored | Self::HalfTurn | Self::Flipped => (width, height),
            _ => (height, width),
        }
    }

    /// Where the pixel lies that is to be seen at a place; `width` and `height` are those of the pixels.
    pub fn source(self, x: usize, y: usize, width: usize, height: usize) -> (usize, usize) {
        match self {
            Self::Upright => (x, y),
            Self::Mirrored => (width - 1 - x, y),
            Self::HalfTurn => (width - 1 - x, height - 1 - y),
            Self::Flipped => (x, height - 1 - y),
            Self::Transposed => (y, x),
            Self::QuarterRight => (y, height - 1 - x),
            Self::Transversed => (width - 1 - y, height - 1 - x),
            Self::QuarterLeft => (width - 1 - y, x),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_is_read_in_either_order_of_bytes_and_nothing_breaks_it() {
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0";
        assert_eq!((of(big), of(little)), (Orientation::QuarterRight, Orientation::QuarterLeft));
        for length in 0..big.len() {
            // Whatever is missing, it is no panic.
            of(&big[..length]);
        }
        assert_eq!(of(b"MM\0*\xff\xff\xff\xff"), Orientation::Upright);
    }

    #[test]
    fn a_photo_is_turned_as_it_was_held() {
        // Two pixels side by side, the left one first.
        for (orientation, size, first) in [
            (Orientation::Upright, (2, 1), (0, 0)),
            (Orientation::Mirrored, (2, 1), (1, 0)),
            (Orientation::HalfTurn, (2, 1), (1, 0)),
            (Orientation::Flipped, (2, 1), (0, 0)),
            (Orientation::Transposed, (1, 2), (0, 0)),
            (Orientation::QuarterRight, (1, 2), (0, 0)),
            (Orientation::Transversed, (1, 2), (1, 0)),
            (Orientation::QuarterLeft, (1, 2), (1, 0)),
        ] {
            assert_eq!(orientation.size(2, 1), size, "{orientation:?}");
            assert_eq!(orientation.source(0, 0, 2, 1), first, "{orientation:?}");
        }
    }
}
