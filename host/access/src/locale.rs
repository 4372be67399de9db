//! The three languages of the desk.

balcao_store::text_enum! {
    /// A language that the desk speaks. Portuguese comes first.
    pub enum Locale {
        /// Brazilian Portuguese.
        Pt = "pt-BR",
        /// English.
        En = "en",
        /// Spanish.
        Es = "es",
    }
}

impl Locale {
    /// Its BCP 47 tag, as in `<html lang>` and in [`crate::Labels`].
    pub const fn tag(self) -> &'static str {
        self.as_str()
    }
}
