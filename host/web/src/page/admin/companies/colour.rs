//! Whether a colour can be read, by WCAG 2.2 (1.4.3: 4.5 to 1), on every ground on which the pages put it.

/// A colour of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour([u8; 3]);

/// The grounds of a theme as `app.css` has them, and how much of the accent is in its soft ground.
pub(crate) struct Theme {
    surface: Colour,
    others: [Colour; 2],
    share: f64,
}

pub(crate) const LIGHT: Theme = Theme {
    surface: Colour([0xff, 0xff, 0xff]),
    others: [Colour([0xf3, 0xf5, 0xf7]), Colour([0xf8, 0xfa, 0xfb])],
    share: 0.1,
};
pub(crate) const DARK: Theme = Theme {
    surface: Colour([0x1b, 0x21, 0x27]),
    others: [Colour([0x12, 0x16, 0x1a]), Colour([0x22, 0x29, 0x30])],
    share: 0.2,
};
/// What stands on the accent itself: one of the two.
const ON_ACCENT: [Colour; 2] = [Colour([0xff, 0xff, 0xff]), Colour([0x0b, 0x1a, 0x22])];
/// The least contrast of text.
pub(crate) const ENOUGH: f64 = 4.5;

impl Colour {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.trim().strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let mut colour = [0; 3];
        for (part, pair) in colour.iter_mut().zip([0..2, 2..4, 4..6]) {
            *part = u8::from_str_radix(&digits[pair], 16).ok()?;
        }
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(Colour(colour))
    }

    /// The relative luminance.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn mixed(self, ground: Colour, share: f64) -> Colour {
        let mix = |part: u8, of: u8| (f64::from(part) * share + f64::from(of) * (1.0 - share)).round() as u8;
        let ([r, g, b], [gr, gg, gb]) = (self.0, ground.0);
        Colour([mix(r, gr), mix(g, gg), mix(b, gb)])
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Theme {
    fn soft(&self, accent: Colour) -> Colour {
        accent.mixed(self.surface, self.share)
    }

    /// The least contrast that the accent has on any ground, as far as tenths, rounded down.
    pub fn least(&self, accent: Colour) -> f64 {
        let grounds = self.others.into_iter().chain([self.surface, self.soft(accent)]);
        let least = grounds.map(|ground| accent.contrast(ground)).fold(f64::INFINITY, f64::min);
        (least * 10.0).floor() / 10.0
    }
}

/// The style sheet of a company, after the desk's own.
pub(crate) fn style(light: Colour, dark: Colour) -> String {
    let on = |accent: Colour| {
        let [white, black] = ON_ACCENT;
        if accent.contrast(white) >= accent.contrast(black) { white } else { black }
    };
    format!(
        ":root {{ --accent: light-dark({light}, {dark}); --on-accent: light-dark({}, {}); --accent-soft: light-dark({}, {}); }}\n",
        on(light),
        on(dark),
        LIGHT.soft(light),
        DARK.soft(dark)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn contrast_is_as_published() {
        for (one, other, expected) in [
            ("#000000", "#ffffff", 21.0),
            ("#ffffff", "#ffffff", 1.0),
            ("#777777", "#ffffff", 4.48),
            ("#0000ff", "#ffffff", 8.59),
        ] {
            let contrast = colour(one).contrast(colour(other));
            assert!((contrast - expected).abs() < 0.01, "{one} on {other}: {contrast}");
        }
    }

    #[test]
    fn a_colour_is_six_digits() {
        assert_eq!(colour(" #0B5c7D ").to_string(), "#0b5c7d");
        for bad in ["", "#fff", "0b5c7d", "#0b5c7g", "#+b5c7d", "#0b5c7d8", "red", "#é5c7d"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_grounds_and_the_accent_are_those_of_the_style_sheet() {
        let css = include_str!("../../../../../ui/app.css");
        for (name, light, dark) in
            [("page", LIGHT.others[0], DARK.others[0]), ("raised", LIGHT.others[1], DARK.others[1])]
        {
            assert!(css.contains(&format!("--{name}: light-dark({light}, {dark})")), "{name}");
        }
        assert!(css.contains("--surface: light-dark(#fff, #1b2127)"));
        assert!(css.contains("--accent: light-dark(#0b5c7d, #7cc4e4)"));
        assert!(LIGHT.least(colour("#0b5c7d")) >= ENOUGH && DARK.least(colour("#7cc4e4")) >= ENOUGH);
    }

    #[test]
    fn what_stands_on_an_accent_that_is_taken_can_be_read() {
        for code in (0..=0xff_ffff_u32).step_by(4_099) {
            let accent = Colour([(code >> 16) as u8, (code >> 8) as u8, code as u8]);
            let best = ON_ACCENT.iter().map(|on| accent.contrast(*on)).fold(0.0, f64::max);
            if LIGHT.least(accent) >= ENOUGH || DARK.least(accent) >= ENOUGH {
                assert!(best >= ENOUGH, "{accent}: {best}");
            }
        }
    }

    #[test]
    fn no_colour_is_read_in_both_themes_so_each_has_its_own() {
        assert!(LIGHT.least(colour("#0b5c7d")) >= ENOUGH && DARK.least(colour("#0b5c7d")) < ENOUGH);
        assert!(LIGHT.least(colour("#ffd400")) < ENOUGH && DARK.least(colour("#ffd400")) >= ENOUGH);
    }
}
