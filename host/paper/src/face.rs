//! The font: DejaVu Sans Condensed, the letters of the languages of Europe (see `fonts/README.md`).

use std::sync::LazyLock;

use krilla::text::Font;

static REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSansCondensed.ttf");
static BOLD: &[u8] = include_bytes!("../fonts/DejaVuSansCondensed-Bold.ttf");

/// Drawn in place of a letter that the font does not have.
const UNKNOWN: char = '?';

/// One weight of it.
pub(crate) struct Face {
    pub font: Font,
    metrics: ttf_parser::Face<'static>,
}

/// Both weights.
pub(crate) struct Faces {
    pub regular: Face,
    pub bold: Face,
}

/// The faces, read once; none only if what is built in is damaged.
pub(crate) fn faces() -> Option<&'static Faces> {
    static FACES: LazyLock<Option<Faces>> =
        LazyLock::new(|| Some(Faces { regular: Face::read(REGULAR)?, bold: Face::read(BOLD)? }));
    FACES.as_ref()
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Face> {
        let font = Font::new(bytes.to_vec().into(), 0)?;
        Some(Face { font, metrics: ttf_parser::Face::parse(bytes, 0).ok()? })
    }

    /// How wide a text is at this size, in the unit of the size.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let glyph = |letter| self.metrics.glyph_index(letter);
        let advance = |letter| glyph(letter).and_then(|glyph| self.metrics.glyph_hor_advance(glyph));
        let units: f32 = text.chars().filter_map(advance).map(f32::from).sum();
        units * size / f32::from(self.metrics.units_per_em())
    }

    /// The text with what the font can't draw put as a question mark: one line, no control characters.
    pub fn drawable(&self, text: &str) -> String {
        let known = |letter: char| !letter.is_control() && self.metrics.glyph_index(letter).is_some();
        text.chars()
            .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
            .map(|letter| if known(letter) { letter } else { UNKNOWN })
            .collect()
    }

    /// The text in lines that are no wider than that. A word that is wider is cut.
    pub fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in self.drawable(text).split(' ').filter(|word| !word.is_empty()) {
            for piece in self.pieces(word, size, width) {
                let line = lines
                    .last_mut()
                    .filter(|line| line.is_empty() || self.width(&format!("{line} {piece}"), size) <= width);
                match line {
                    Some(line) if line.is_empty() => *line = piece,
                    Some(line) => *line = format!("{line} {piece}"),
                    None => lines.push(piece),
                }
            }
        }
        lines
    }

    /// A word, cut where it gets too wide.
    pub fn pieces(&self, word: &str, size: f32, width: f32) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            match pieces.last_mut().filter(|piece| self.width(&format!("{piece}{letter}"), size) <= width) {
                Some(piece) => piece.push(letter),
                None => pieces.push(letter.to_string()),
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_font_does_not_have_is_a_question_mark() {
        let face = &faces().unwrap().regular;
        assert_eq!(face.drawable("Conexão\tSão João — nº 1"), "Conexão São João — nº 1");
        assert_eq!(face.drawable("日本\u{0}"), "???");
    }

    #[test]
    fn lines_are_no_wider_than_asked_and_lose_nothing() {
        let face = &faces().unwrap().regular;
        let text = "Após o vencimento cobrar multa e juros, umapalavraquenãocabeemlinhanenhuma";
        let lines = face.lines(text, 10.0, 90.0);
        assert!(lines.len() > 3 && lines.iter().all(|line| face.width(line, 10.0) <= 90.0), "{lines:?}");
        let letters = |text: &str| text.replace(' ', "");
        assert_eq!(letters(&lines.concat()), letters(text));
    }
}
