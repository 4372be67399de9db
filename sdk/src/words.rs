//! Values inside a sentence: a report, a refusal, a hint. Anywhere else a plugin draws the value
//! itself ([`Value`](crate::canvas::Value)) and the host formats it.

use crate::{Language, language};

/// Centavos in words' company: `R$ 1.234,56`, in English `R$1,234.56`.
pub fn money(centavos: i64) -> String {
    let (group, point, unit) = match language() {
        Language::En => (',', '.', "R$"),
        Language::Pt | Language::Es => ('.', ',', "R$\u{a0}"),
    };
    let sign = if centavos < 0 { "-" } else { "" };
    let reais = (centavos.unsigned_abs() / 100).to_string();
    let mut grouped = String::new();
    for (i, digit) in reais.chars().enumerate() {
        if i > 0 && (reais.len() - i).is_multiple_of(3) {
            grouped.push(group);
        }
        grouped.push(digit);
    }
    let rest = centavos.unsigned_abs() % 100;
    format!("{sign}{unit}{grouped}{point}{rest:02}")
}

/// An ISO day as it is read: `24/11/2026`, in English `24 Nov 2026`. What is no day stays as it is.
pub fn date(iso: &str) -> String {
    let Ok(day) = iso.parse::<crate::Day>() else {
        return iso.into();
    };
    match language() {
        Language::Pt | Language::Es => {
            format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
        }
        Language::En => {
            const MONTHS: [&str; 12] =
                ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
            let month = MONTHS[day.month() as usize - 1];
            format!("{} {month} {}", day.day(), day.year())
        }
    }
}

/// The month of a day: `novembro de 2026`, in English `November 2026`.
pub fn month(day: crate::Day) -> String {
    const PT: [&str; 12] = [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const ES: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    let (of, year) = (day.month() as usize - 1, day.year());
    match language() {
        Language::Pt => format!("{} de {year}", PT[of]),
        Language::En => format!("{} {year}", EN[of]),
        Language::Es => format!("{} de {year}", ES[of]),
    }
}

/// Several things in a row: `1001, 1002 e 1003`.
pub fn list<T: AsRef<str>>(things: &[T]) -> String {
    let and = match language() {
        Language::Pt => " e ",
        Language::En => " and ",
        Language::Es => " y ",
    };
    match things {
        [] => String::new(),
        [only] => only.as_ref().into(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            first.join(", ") + and + last.as_ref()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::Desk;

    #[test]
    fn values_in_a_sentence_are_spelt_in_the_language_of_the_call() {
        for (locale, amount, day, names) in [
            ("pt-BR", "R$\u{a0}1.234.567,08", "04/12/2026", "a, b e c"),
            ("en", "R$1,234,567.08", "4 Dec 2026", "a, b and c"),
            ("es", "R$\u{a0}1.234.567,08", "04/12/2026", "a, b y c"),
        ] {
            Desk::new().locale(locale).run(|| {
                assert_eq!(money(123_456_708), amount);
                assert_eq!(date("2026-12-04"), day);
                assert_eq!(list(&["a", "b", "c"]), names);
                let november = month("2026-11-24".parse().unwrap());
                assert!(november.to_lowercase().contains("no") && november.ends_with("2026"), "{november}");
            });
        }
    }

    #[test]
    fn small_and_negative_amounts_keep_their_centavos() {
        Desk::new().run(|| {
            assert_eq!(money(5), "R$\u{a0}0,05");
            assert_eq!(money(-99_900), "-R$\u{a0}999,00");
        });
    }
}
