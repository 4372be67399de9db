//! What a plugin finds outside itself: the host, called as it is. The signatures are those of the
//! generated imports; the compiler holds them equal, for the SDK's facade and the plugins use them.

use crate::native::carry::Carry;
use crate::native::fiber::{ask, wait};

macro_rules! interfaces {
    ($($how:ident $package:ident::$interface:ident {
        $($name:ident($($given:ident: $type:ty),*) $(-> $answer:ty)?;)*
    })*) => { $(
        pub mod $interface {
            use super::Carry;
            #[allow(unused_imports, reason = "an interface without types of its own")]
            pub use crate::bindings::everything::balcao::$package::$interface::*;
            use balcao_plugins::native::everything::balcao::$package::$interface::Host;

            $(pub fn $name($($given: $type),*) $(-> $answer)? {
                $(let $given = $given.carry();)*
                interfaces!(@$how call, Host::$name(call, $($given),*)).carry()
            })*
        }
    )* };
    (@ask $call:ident, $asked:expr) => { super::ask(move |$call| $asked) };
    (@wait $call:ident, $asked:expr) => { super::wait(move |$call| Box::pin($asked)) };
}

// `ask` what answers at once, `wait` for what takes time.
#[rustfmt::skip]
interfaces! {
    wait billing::invoice_changes {
        quote(invoice: &str, due: &str) -> Result<Outlook, Failure>;
        reschedule(invoice: &str, due: &str, keep_charges: bool, reason: &str) -> Result<(), Failure>;
        register_again(invoice: &str) -> Result<(), Failure>;
    }
    wait billing::invoices {
        all(open_only: bool, cursor: Option<&str>) -> Result<Page, Failure>;
        totals() -> Result<Sum, Failure>;
        one(invoice: &str) -> Result<Invoice, Failure>;
    }
    wait connection::line {
        served() -> Result<Option<Connection>, Failure>;
    }
    wait connection::line_changes {
        disconnect() -> Result<(), Failure>;
        set_password(password: Option<&str>) -> Result<(), Failure>;
        check_password(password: &str) -> Result<(), Failure>;
    }
    wait connection::probe {
        begin() -> Result<Target, Failure>;
        ping(sequence: u32) -> Result<Reply, Failure>;
    }
    wait connection::signal {
        read(fresh: bool) -> Result<Reading, Failure>;
        past() -> Result<Vec<PastReading>, Failure>;
    }
    wait connection::usage {
        days(first: &str, last: &str) -> Result<Period, Failure>;
    }
    wait contracts::contracts {
        served() -> Result<Contract, Failure>;
        all() -> Result<Vec<Contract>, Failure>;
    }
    wait contracts::unlock_changes {
        unlock(days: u32, reason: &str) -> Result<(), Failure>;
    }
    wait contracts::unlocks {
        quote(days: u32) -> Result<Outlook, Failure>;
    }
    ask desk::call {
        protocol() -> Option<String>;
        person() -> Option<Id>;
        contract() -> Option<Id>;
        tag() -> Option<Id>;
        agent() -> Option<User>;
        locale() -> String;
        today() -> Date;
        now() -> Instant;
    }
    ask desk::canvas {
        section(title: &str);
        text(text: &str);
        notice(tone: Tone, title: &str, text: &str);
        facts(facts: &[Fact]);
        metrics(metrics: &[Metric]);
        table(caption: &str, columns: &[Column], rows: &[Row], when_empty: &str, row_actions: &[RowAction]) -> u32;
        rows(table: u32, rows: &[Row]);
        timeline(events: &[Event]);
        chart(caption: &str, plot: Plot, unit: &str, labels: &[String], series: &[Series]);
        payment(charge: &str);
        slips(charges: &[Id]);
        message(text: &str, charges: &[Id], to: Option<&str>);
        query(fields: &[Field], submit: &str);
        open(label: &str, answers: &[Answer]);
        launch(label: &str, tone: Tone, action: &str, answers: &[Answer]);
    }
    ask desk::declare {
        plugin(name: &str, version: &str, vendor: &str, titles: &[Label]);
        widget(name: &str, titles: &[Label], summaries: &[Label], tab: &str);
        action(name: &str, titles: &[Label], summaries: &[Label], tab: &str);
        tool();
        live();
        setting(key: &str, kind: &str, labels: &[Label], choices: &[String], initial: &str);
    }
    ask desk::log {
        write(level: Level, message: &str);
    }
    ask desk::receipt {
        report(audience: Audience, text: &str);
    }
    ask desk::settings {
        get(key: &str) -> Option<String>;
    }
    wait files::attachment_changes {
        attach(file: &str, details: &Details) -> Result<(), Failure>;
        edit(attachment: &str, details: &Details) -> Result<(), Failure>;
        delete(attachment: &str, reason: &str) -> Result<(), Failure>;
    }
    wait files::attachments {
        kinds() -> Result<Vec<Kind>, Failure>;
        all(deleted: bool, cursor: Option<&str>) -> Result<Page, Failure>;
        one(attachment: &str) -> Result<Attachment, Failure>;
        history(attachment: &str) -> Result<Vec<Change>, Failure>;
    }
    wait files::document_changes {
        link_to_person(file: &str, details: &Details) -> Result<(), Failure>;
        link_to_tag(file: &str, details: &Details) -> Result<(), Failure>;
        edit(document: &str, details: &Details) -> Result<(), Failure>;
        delete(document: &str, reason: &str) -> Result<(), Failure>;
    }
    wait files::documents {
        kinds() -> Result<Vec<Kind>, Failure>;
        all(deleted: bool, cursor: Option<&str>) -> Result<Page, Failure>;
        one(document: &str) -> Result<Document, Failure>;
        history(document: &str) -> Result<Vec<Change>, Failure>;
    }
    wait messages::email {
        send(to: &Recipient, mail: &Mail) -> Result<(), Failure>;
    }
    wait people::address {
        get() -> Result<PostalAddress, Failure>;
    }
    wait people::contacts {
        all() -> Result<Vec<Contact>, Failure>;
    }
    wait people::name {
        get() -> Result<PersonName, Failure>;
    }
    wait people::tax_id {
        get() -> Result<Option<Id>, Failure>;
    }
    wait requests::current {
        get() -> Result<Request, Failure>;
        reports(cursor: Option<&str>) -> Result<ReportPage, Failure>;
    }
    wait stock::consumption {
        all(cursor: Option<&str>) -> Result<Page, Failure>;
    }
    wait stock::loans {
        all(cursor: Option<&str>) -> Result<Page, Failure>;
    }
    wait stock::orders {
        all(cursor: Option<&str>) -> Result<Page, Failure>;
    }
    wait timeline::events {
        kinds() -> Result<Vec<Kind>, Failure>;
        all(kinds: &[String], cursor: Option<&str>) -> Result<Page, Failure>;
    }
}
