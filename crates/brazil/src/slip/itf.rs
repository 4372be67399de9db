//! The bars: interleaved 2 of 5, FEBRABAN's proportions (wide to narrow 3 to 1).

use super::Barcode;

const NARROW: u8 = 1;
const WIDE: u8 = 3;

/// Of each digit's five elements, the two that are wide.
const WIDE_AT: [[usize; 2]; 10] =
    [[2, 3], [0, 4], [1, 4], [0, 1], [2, 4], [0, 2], [1, 2], [3, 4], [0, 3], [1, 3]];

/// The widths, in modules, of bars and spaces in turn, a bar first and last: 405 modules in all.
///
/// Printed 103 mm wide and 13 mm high; the quiet zones at both ends are the drawer's.
pub fn itf(code: &Barcode) -> Vec<u8> {
    let mut widths = vec![NARROW; 4];
    for pair in code.as_str().as_bytes().chunks_exact(2) {
        let [bar, space] = [pair[0], pair[1]].map(|digit| WIDE_AT[usize::from(digit - b'0')]);
        let width = |wide: [usize; 2], i| if wide.contains(&i) { WIDE } else { NARROW };
        widths.extend((0..5).flat_map(|i| [width(bar, i), width(space, i)]));
    }
    widths.extend([WIDE, NARROW, NARROW]);
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the bars back as a scanner would, knowing only the published patterns.
    fn scan(widths: &[u8]) -> String {
        let patterns =
            ["nnwwn", "wnnnw", "nwnnw", "wwnnn", "nnwnw", "wnwnn", "nwwnn", "nnnww", "wnnwn", "nwnwn"];
        let digit = |elements: Vec<u8>| {
            let seen: String = elements.iter().map(|w| if *w == WIDE { 'w' } else { 'n' }).collect();
            patterns.iter().position(|p| **p == seen).unwrap()
        };
        widths[4..widths.len() - 3]
            .chunks_exact(10)
            .flat_map(|ten| [0, 1].map(|first| digit(ten.iter().skip(first).step_by(2).copied().collect())))
            .map(|digit| digit.to_string())
            .collect()
    }

    #[test]
    fn bars_are_405_modules_between_the_right_start_and_stop() {
        let digits = "00192164000000099900000001234567890123456789";
        let widths = itf(&Barcode::parse(digits).unwrap());
        assert_eq!(widths.iter().map(|w| u32::from(*w)).sum::<u32>(), 405);
        assert_eq!(widths[..4], [1, 1, 1, 1]);
        assert_eq!(widths[widths.len() - 3..], [3, 1, 1]);
        assert_eq!(widths.len() % 2, 1);
        assert_eq!(scan(&widths), digits);
    }
}
