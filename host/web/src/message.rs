//! What the page says, in three languages. A message is a method of [`Lang`]; one that lacks a
//! language does not compile. Portuguese comes first: it is what the desk speaks by default.

mod account;
mod admin;
mod admin_actions;
mod admin_audit;
mod admin_erasure;
mod admin_mail;
mod admin_operation;
mod admin_outages;
mod admin_people;
mod admin_plugins;
mod admin_profiles;
mod admin_provider;
mod admin_tables;
mod attendance;
mod billing;
mod connection;
mod files;
mod handling;
mod people;
mod run;
mod shell;
mod sign_in;
mod supervision;
mod tasks;
pub(crate) mod words;

use balcao_access::Locale;

/// The language of one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lang(pub Locale);

impl Lang {
    /// The BCP 47 tag, for `<html lang>`.
    pub fn tag(self) -> &'static str {
        self.0.tag()
    }

    /// Picks one of three texts.
    pub fn pick<T>(self, pt: T, en: T, es: T) -> T {
        match self.0 {
            Locale::Pt => pt,
            Locale::En => en,
            Locale::Es => es,
        }
    }
}

/// Declares messages: `name = "pt", "en", "es";` for a fixed text,
/// `name(arg: Type) = "… {arg}", "…", "…";` for one with values in it.
macro_rules! messages {
    ($( $name:ident $( ( $($arg:ident : $ty:ty),+ ) )? = $pt:literal, $en:literal, $es:literal; )+) => {
        impl $crate::message::Lang {
            $( $crate::message::messages!(@one $name $( ( $($arg : $ty),+ ) )? = $pt, $en, $es); )+
        }
    };
    (@one $name:ident = $pt:literal, $en:literal, $es:literal) => {
        pub fn $name(self) -> &'static str {
            self.pick($pt, $en, $es)
        }
    };
    (@one $name:ident ( $($arg:ident : $ty:ty),+ ) = $pt:literal, $en:literal, $es:literal) => {
        pub fn $name(self, $($arg: $ty),+) -> String {
            match self.0 {
                balcao_access::Locale::Pt => format!($pt),
                balcao_access::Locale::En => format!($en),
                balcao_access::Locale::Es => format!($es),
            }
        }
    };
}
use messages;
