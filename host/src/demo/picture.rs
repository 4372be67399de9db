//! A small PNG, drawn by hand: a router with its lights.

const WIDTH: usize = 240;
const HEIGHT: usize = 160;

/// Wall, box, shadow, green, amber.
const COLOURS: [[u8; 3]; 5] =
    [[232, 228, 220], [250, 250, 250], [190, 190, 186], [38, 166, 91], [230, 160, 40]];

/// The photo of a customer's ONU.
pub fn onu() -> Vec<u8> {
    let mut lines = Vec::with_capacity((WIDTH + 1) * HEIGHT);
    for y in 0..HEIGHT {
        // No filter.
        lines.push(0);
        lines.extend((0..WIDTH).map(|x| colour(x, y)));
    }
    let size = [(WIDTH as u32).to_be_bytes(), (HEIGHT as u32).to_be_bytes()].concat();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    // Eight bits a pixel, from a palette.
    chunk(&mut out, b"IHDR", &[&size[..], &[8, 3, 0, 0, 0]].concat());
    chunk(&mut out, b"PLTE", &COLOURS.concat());
    chunk(&mut out, b"IDAT", &stored(&lines));
    chunk(&mut out, b"IEND", &[]);
    out
}

fn colour(x: usize, y: usize) -> u8 {
    let light = (60..68).contains(&y) && (50..190).contains(&x) && x % 28 < 8;
    match (x, y) {
        _ if light && x > 160 => 4,
        _ if light => 3,
        (30..=209, 40..=99) => 1,
        (36..=215, 100..=106) => 2,
        _ => 0,
    }
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    out.extend((data.len() as u32).to_be_bytes());
    let checked = [&kind[..], data].concat();
    out.extend(&checked);
    out.extend(crc32(&checked).to_be_bytes());
}

/// zlib without compression, in blocks of at most 65,535 bytes.
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(65_535).peekable();
    while let Some(block) = blocks.next() {
        out.push(u8::from(blocks.peek().is_none()));
        let length = block.len() as u16;
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    out.extend(adler32(data).to_be_bytes());
    out
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

fn adler32(data: &[u8]) -> u32 {
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (a + b) % 65_521)
    });
    b << 16 | a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        assert_eq!(crc32(b"IEND"), 0xae42_6082);
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
    }
}
