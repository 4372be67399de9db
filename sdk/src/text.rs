//! Text in the three languages that the desk speaks.

/// A language of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Portuguese of Brazil: the one that is always there.
    Pt,
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// The language of a BCP 47 tag; Portuguese when it is none of the three.
    pub fn of(tag: &str) -> Self {
        match tag.split('-').next() {
            Some("en") => Self::En,
            Some("es") => Self::Es,
            _ => Self::Pt,
        }
    }
}

/// The language of this call.
#[cfg(target_arch = "wasm32")]
pub fn language() -> Language {
    // Asked for with every text, so the host is asked once; an instance serves one call.
    use std::cell::OnceCell;
    thread_local!(static LANGUAGE: OnceCell<Language> = const { OnceCell::new() });
    LANGUAGE.with(|cell| *cell.get_or_init(|| Language::of(&crate::imports::call::locale())))
}

/// The language of this call.
#[cfg(not(target_arch = "wasm32"))]
pub fn language() -> Language {
    Language::of(&crate::imports::call::locale())
}

/// A fixed text: made by [`text!`](crate::text!), spoken in the language of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Portuguese, required.
    pub pt: &'static str,
    /// English, when there is one.
    pub en: Option<&'static str>,
    /// Spanish, when there is one.
    pub es: Option<&'static str>,
}

impl Text {
    /// The text in the language of the call, or in Portuguese.
    pub fn spoken(self) -> &'static str {
        match language() {
            Language::Pt => None,
            Language::En => self.en,
            Language::Es => self.es,
        }
        .unwrap_or(self.pt)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.spoken().into()
    }
}

/// A [`Text`]: `text!(pt: "Faturas", en: "Invoices", es: "Facturas")`; Portuguese alone will do.
#[macro_export]
macro_rules! text {
    (pt: $pt:literal $(,)?) => {
        $crate::Text { pt: $pt, en: None, es: None }
    };
    (pt: $pt:literal, en: $en:literal, es: $es:literal $(,)?) => {
        $crate::Text { pt: $pt, en: Some($en), es: Some($es) }
    };
}

/// A sentence with values in it, as a `String`, spelt as for `format!`:
/// `say!(pt: "Fatura {number}", en: "Invoice {number}", es: "Factura {number}")`.
#[macro_export]
macro_rules! say {
    (pt: $pt:literal, en: $en:literal, es: $es:literal $(,)?) => {
        match $crate::language() {
            $crate::Language::Pt => ::std::format!($pt),
            $crate::Language::En => ::std::format!($en),
            $crate::Language::Es => ::std::format!($es),
        }
    };
}
