//! What a plugin writes to its own log in one call.

use crate::canvas::clean;

/// How important a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// For its author.
    Debug,
    /// Good to know.
    Info,
    /// Odd.
    Warn,
    /// Wrong.
    Error,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its level.
    pub level: Level,
    /// Its text, cleaned; one line.
    pub text: String,
}

impl Line {
    /// What the host adds about a call that failed; cut, for a plugin may have chosen its length.
    pub(crate) fn error(text: &str) -> Line {
        let text: String = text.chars().take(2_000).collect();
        Line { level: Level::Error, text: clean(&text, false) }
    }
}

/// The lines of one call: 50 and 8 KiB are kept, the rest is counted.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    kept: Vec<Line>,
    bytes: usize,
    dropped: u64,
}

const LINES: usize = 50;
const BYTES: usize = 8 * 1024;

impl Lines {
    pub(crate) fn write(&mut self, level: Level, raw: &str) {
        if self.kept.len() == LINES || self.bytes + raw.len() > BYTES {
            self.dropped += 1;
            return;
        }
        self.bytes += raw.len();
        // One line stays one line: a break in it would let a plugin write lines of others.
        self.kept.push(Line { level, text: clean(raw, false) });
    }

    /// The lines, with one more that says how many were dropped.
    pub(crate) fn into_lines(mut self) -> Vec<Line> {
        if self.dropped > 0 {
            self.kept.push(Line {
                level: Level::Warn,
                text: format!("{} more lines were not kept", self.dropped),
            });
        }
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_lines_are_kept_and_the_rest_is_counted() {
        let mut lines = Lines::default();
        (0..120).for_each(|_| lines.write(Level::Info, "x"));
        let lines = lines.into_lines();
        assert_eq!(lines.len(), LINES + 1);
        assert_eq!(lines[LINES].text, "70 more lines were not kept");
    }

    #[test]
    fn a_line_can_not_fake_another_one() {
        let mut lines = Lines::default();
        lines.write(Level::Info, "a\nERROR b\u{1b}[0m");
        assert_eq!(lines.into_lines()[0].text, "a ERROR b[0m");
    }

    #[test]
    fn a_line_over_the_bytes_is_dropped() {
        let mut lines = Lines::default();
        lines.write(Level::Info, &"x".repeat(BYTES));
        lines.write(Level::Info, "x");
        assert_eq!(lines.into_lines().len(), 2);
    }
}
