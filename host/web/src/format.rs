//! Numbers, money, dates, moments, documents and phones as people read them: here and nowhere else.

use balcao_access::Locale;
use balcao_brazil::{Money, Phone};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

use crate::message::Lang;

/// How a page writes values: its language, and the zone of the provider.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Format {
    pub lang: Lang,
    pub zone: Tz,
}

impl Format {
    /// `R$ 1.234,50`; an English reader gets `R$ 1,234.50`.
    pub fn money(self, money: Money) -> String {
        self.marks(money.to_string())
    }

    /// `1234,50`: what a money field holds while it is edited.
    pub fn money_field(self, money: Money) -> String {
        let sign = if money.0 < 0 { "-" } else { "" };
        let centavos = money.0.unsigned_abs();
        format!("{sign}{}{}{:02}", centavos / 100, self.point(), centavos % 100)
    }

    /// The amount that somebody typed in their language's way. None if it is no amount.
    pub fn parse_money(self, typed: &str) -> Option<Money> {
        Money::parse(&self.marks(typed.to_owned())).ok()
    }

    /// Brazilian marks to those of this language, and back: the same exchange.
    fn marks(self, text: String) -> String {
        match self.lang.0 {
            Locale::Pt | Locale::Es => text,
            Locale::En => text
                .chars()
                .map(|c| match c {
                    ',' => '.',
                    '.' => ',',
                    c => c,
                })
                .collect(),
        }
    }

    /// `1.234`.
    pub fn integer(self, number: i64) -> String {
        let sign = if number < 0 { "-" } else { "" };
        format!("{sign}{}", self.grouped(number.unsigned_abs()))
    }

    /// `1.234,5`: at most `decimals` places, none that are zero at the end.
    pub fn number(self, number: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", number.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let rest = rest.trim_end_matches('0');
        let zero = rest.is_empty() && whole.bytes().all(|b| b == b'0');
        let sign = if number < 0.0 && !zero { "-" } else { "" };
        let whole = self.group(whole);
        if rest.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}{}{rest}", self.point())
        }
    }

    /// `12/11/2026`; English readers get `12 Nov 2026`, which cannot be read the other way round.
    pub fn date(self, date: NaiveDate) -> String {
        date.format(self.lang.pick("%d/%m/%Y", "%-d %b %Y", "%d/%m/%Y")).to_string()
    }

    /// `12/11/2026 14:03`, in the provider's zone.
    pub fn instant(self, at: DateTime<Utc>) -> String {
        let at = self.local(at);
        format!("{} {}", self.date(at.date()), at.format("%H:%M"))
    }

    /// The same of something that happened: whose day alone is known stands at the beginning of it.
    pub fn event(self, at: DateTime<Utc>) -> String {
        let local = self.local(at);
        if local.time() == NaiveTime::MIN { self.date(local.date()) } else { self.instant(at) }
    }

    /// The calendar day of a moment, where the provider is.
    pub fn day(self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date()
    }

    /// `14:03`, in the provider's zone.
    pub fn time(self, at: DateTime<Utc>) -> String {
        self.local(at).format("%H:%M").to_string()
    }

    /// What clocks show where the provider is. At the two ends of the calendar, where that would be
    /// beyond it, what they show in Greenwich: chrono would panic.
    fn local(self, at: DateTime<Utc>) -> NaiveDateTime {
        let utc = at.naive_utc();
        utc.checked_add_offset(self.zone.offset_from_utc_datetime(&utc).fix()).unwrap_or(utc)
    }

    /// `12,4 ms`, `3,2 s`, `4 min 05 s`, `2 h 10 min`.
    pub fn duration(self, millis: f64) -> String {
        let seconds = millis / 1000.0;
        if seconds.abs() < 1.0 {
            format!("{} ms", self.number(millis, 1))
        } else if seconds.abs() < 60.0 {
            format!("{} s", self.number(seconds, 1))
        } else {
            let sign = if seconds < 0.0 { "-" } else { "" };
            let total = seconds.abs().round() as u64;
            let (days, hours, minutes) = (total / 86_400, total / 3600 % 24, total / 60 % 60);
            match (days, hours) {
                (0, 0) => format!("{sign}{minutes} min {:02} s", total % 60),
                (0, _) => format!("{sign}{hours} h {minutes:02} min"),
                _ => format!("{sign}{days} d {hours} h"),
            }
        }
    }

    /// How far a moment is: `há 2 d`, `em 3 h`.
    pub fn apart(self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let minutes = (at - now).num_minutes();
        let amount = match minutes.abs() {
            minutes @ 0..60 => format!("{minutes}\u{a0}min"),
            minutes @ 60..2880 => format!("{}\u{a0}h", minutes / 60),
            minutes => format!("{}\u{a0}d", minutes / 1440),
        };
        match minutes < 0 {
            true => self.lang.pick(
                format!("há\u{a0}{amount}"),
                format!("{amount}\u{a0}ago"),
                format!("hace\u{a0}{amount}"),
            ),
            false => self.lang.pick(
                format!("em\u{a0}{amount}"),
                format!("in\u{a0}{amount}"),
                format!("en\u{a0}{amount}"),
            ),
        }
    }

    /// `1,5 GB`, in powers of a thousand, as a plan is sold.
    pub fn bytes(self, bytes: u64) -> String {
        self.scaled(bytes, ["B", "kB", "MB", "GB", "TB"])
    }

    /// `600 Mbit/s`.
    pub fn rate(self, bits: u64) -> String {
        self.scaled(bits, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"])
    }

    fn scaled(self, amount: u64, units: [&str; 5]) -> String {
        let mut value = amount as f64;
        let mut unit = 0;
        while value >= 999.95 && unit < 4 {
            value /= 1000.0;
            unit += 1;
        }
        format!("{} {}", self.number(value, 1), units[unit])
    }

    fn point(self) -> &'static str {
        self.lang.pick(",", ".", ",")
    }

    fn grouped(self, number: u64) -> String {
        self.group(&number.to_string())
    }

    fn group(self, digits: &str) -> String {
        let mark = self.lang.pick('.', ',', '.');
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(mark);
            }
            out.push(digit);
        }
        out
    }
}

/// `+55 (51) 99999-0000` from a stored number; what is none is shown as it is.
pub(crate) fn phone(stored: &str) -> String {
    Phone::parse(stored).map_or_else(|_| stored.to_owned(), |phone| phone.formatted())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(locale: Locale) -> Format {
        Format { lang: Lang(locale), zone: chrono_tz::America::Sao_Paulo }
    }

    #[test]
    fn money_is_written_and_read_as_each_language_does() {
        let (pt, en) = (format(Locale::Pt), format(Locale::En));
        assert_eq!(pt.money(Money(123_450)), "R$ 1.234,50");
        assert_eq!(en.money(Money(123_456_789)), "R$ 1,234,567.89");
        assert_eq!(pt.parse_money("1.234,5"), Some(Money(123_450)));
        assert_eq!(en.parse_money("1,234.5"), Some(Money(123_450)));
        // A point as decimal mark is refused in Portuguese, not guessed at.
        assert_eq!(pt.parse_money("99.90"), None);
    }

    #[test]
    fn every_amount_survives_its_own_field() {
        for locale in [Locale::Pt, Locale::En, Locale::Es] {
            let format = format(locale);
            for amount in [0, 1, 99, 100, 123_456, -7, 100_000_000].map(Money) {
                assert_eq!(format.parse_money(&format.money_field(amount)), Some(amount));
            }
        }
    }

    #[test]
    fn a_moment_is_shown_where_the_provider_is() {
        let at = DateTime::parse_from_rfc3339("2026-01-01T01:30:00Z").unwrap().to_utc();
        assert_eq!(format(Locale::Pt).instant(at), "31/12/2025 22:30");
        assert_eq!(format(Locale::En).instant(at), "31 Dec 2025 22:30");
    }

    #[test]
    fn an_event_of_which_the_day_is_known_has_no_time() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        assert_eq!(format(Locale::Pt).event(at("2026-01-01T03:00:00Z")), "01/01/2026");
        assert_eq!(format(Locale::Pt).event(at("2026-01-01T03:01:00Z")), "01/01/2026 00:01");
    }

    #[test]
    fn the_ends_of_the_calendar_can_be_written() {
        for zone in [chrono_tz::America::Sao_Paulo, chrono_tz::Pacific::Kiritimati] {
            let format = Format { zone, ..format(Locale::Pt) };
            for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
                assert!(!format.instant(at).is_empty() && !format.time(at).is_empty());
                assert_eq!(format.day(at), at.naive_utc().date());
            }
        }
    }

    #[test]
    fn numbers_lose_their_empty_places() {
        let pt = format(Locale::Pt);
        assert_eq!(pt.number(1234.5, 2), "1.234,5");
        assert_eq!(pt.number(-0.001, 2), "0");
        assert_eq!(pt.number(12.0, 1), "12");
        assert_eq!(pt.bytes(1_500_000_000), "1,5 GB");
        assert_eq!(pt.rate(600_000_000), "600 Mbit/s");
        assert_eq!(pt.bytes(999_999), "1 MB");
        assert_eq!(pt.duration(12.4), "12,4 ms");
        assert_eq!(pt.duration(245_000.0), "4 min 05 s");
    }
}
