//! The contract's types are generated twice, once for guests and once for the host: from one to the
//! other by moving. A component copies them through its memory instead.

/// To the same value on the other side.
pub(crate) trait Carry<T> {
    fn carry(self) -> T;
}

macro_rules! as_it_is {
    ($($type:ty),*) => { $(impl Carry<$type> for $type {
        fn carry(self) -> $type {
            self
        }
    })* };
}

as_it_is!((), bool, u32, u64, i32, i64, f64, String);

impl<A: Carry<B>, B> Carry<Option<B>> for Option<A> {
    fn carry(self) -> Option<B> {
        self.map(Carry::carry)
    }
}

impl<A: Carry<B>, B> Carry<Vec<B>> for Vec<A> {
    fn carry(self) -> Vec<B> {
        self.into_iter().map(Carry::carry).collect()
    }
}

impl<A: Carry<B>, B, E: Carry<F>, F> Carry<Result<B, F>> for Result<A, E> {
    fn carry(self) -> Result<B, F> {
        match self {
            Ok(value) => Ok(value.carry()),
            Err(error) => Err(error.carry()),
        }
    }
}

/// What is given by reference is for the other side to keep.
impl Carry<String> for &str {
    fn carry(self) -> String {
        self.to_owned()
    }
}

impl<A: Carry<B> + Clone, B> Carry<Vec<B>> for &[A] {
    fn carry(self) -> Vec<B> {
        self.iter().cloned().map(Carry::carry).collect()
    }
}

impl<A: Carry<B> + Clone, B> Carry<B> for &A {
    fn carry(self) -> B {
        self.clone().carry()
    }
}

macro_rules! both_ways {
    ($($kind:ident $package:ident::$interface:ident::$name:ident { $($inner:tt)* })*) => { $(
        both_ways!(@ $kind (crate::bindings::everything) (balcao_plugins::native::everything) $package $interface $name $($inner)*);
        both_ways!(@ $kind (balcao_plugins::native::everything) (crate::bindings::everything) $package $interface $name $($inner)*);
    )* };
    (@ struct ($($from:tt)*) ($($to:tt)*) $package:ident $interface:ident $name:ident $($field:ident),*) => {
        impl Carry<$($to)*::balcao::$package::$interface::$name> for $($from)*::balcao::$package::$interface::$name {
            fn carry(self) -> $($to)*::balcao::$package::$interface::$name {
                $($to)*::balcao::$package::$interface::$name { $($field: self.$field.carry()),* }
            }
        }
    };
    (@ enum ($($from:tt)*) ($($to:tt)*) $package:ident $interface:ident $name:ident $($case:ident $(($value:ident))?),*) => {
        impl Carry<$($to)*::balcao::$package::$interface::$name> for $($from)*::balcao::$package::$interface::$name {
            fn carry(self) -> $($to)*::balcao::$package::$interface::$name {
                use $($from)*::balcao::$package::$interface::$name as From;
                use $($to)*::balcao::$package::$interface::$name as To;
                match self {
                    $(From::$case $(($value))? => To::$case $(($value.carry()))?,)*
                }
            }
        }
    };
}

#[rustfmt::skip]
both_ways! {
    struct billing::invoices::State { code, label, tone, open, overdue }
    struct billing::invoices::Invoice { id, number, contract, contract_label, amount, today, due, first_due, paid_on, state, charge, unheard, more }
    struct billing::invoices::Page { invoices, cursor }
    struct billing::invoices::Sum { open, overdue, amount, today }
    struct billing::invoice_changes::Outlook { due, moved, amount_with_charges, times, times_of_person, may_waive }
    struct connection::line::State { code, label, tone }
    struct connection::line::Session { since, address, nas }
    struct connection::line::Connection { user, password, service, tag, state, session, more }
    struct connection::signal::Level { dbm, tone, verdict }
    struct connection::signal::Reading { at, age_s, onu, place, online, received, sent, received_at_olt, more }
    struct connection::signal::PastReading { label, online, received, received_at_olt }
    struct connection::probe::Target { address, more }
    struct connection::probe::Reply { sequence, round_trip_ms }
    struct connection::usage::Day { date, download, upload }
    struct connection::usage::Period { days, more }
    struct contracts::contracts::Status { code, label, tone }
    struct contracts::contracts::Contract { id, number, status, stage, included_on, plan, price, due_day, tags, more }
    struct contracts::unlocks::Outlook { blocked, running_until, until, times_this_month, promise_broken }
    enum desk::types::Reason { Denied, NotFound, Invalid, Conflict, Unavailable, Cancelled, Other }
    struct desk::types::Failure { reason, message, detail }
    struct desk::types::Answer { field, values }
    enum desk::types::Tone { Neutral, Info, Success, Warning, Danger }
    struct desk::call::User { id, name, team, profile }
    enum desk::log::Level { Debug, Info, Warn, Error }
    struct desk::canvas::Badge { label, tone }
    struct desk::canvas::Other { kind, text }
    enum desk::canvas::Value { Absent, Text(x), Integer(x), Number(x), Percent(x), Money(x), Date(x), Instant(x), DurationMs(x), Bytes(x), BitsPerSecond(x), Dbm(x), Badge(x), Address(x), Protected(x), Secret(x), File(x), Copyable(x), Other(x) }
    struct desk::canvas::Fact { label, value }
    struct desk::canvas::Metric { label, value, tone }
    struct desk::canvas::Column { label, numeric }
    struct desk::canvas::Row { key, cells, tone }
    struct desk::canvas::Event { at, title, detail, tone }
    struct desk::canvas::Series { name, points }
    enum desk::canvas::Plot { Line, Bar, Area }
    struct desk::canvas::Choice { value, label, hint }
    struct desk::canvas::Span { min, max }
    struct desk::canvas::Upload { media_types, max_bytes }
    enum desk::canvas::Input { Text(x), Paragraph(x), Integer(x), Money(x), Date(x), Toggle, OneOf(x), SomeOf(x), Upload(x), Secret, Other(x) }
    struct desk::canvas::Field { name, label, hint, input, required, initial }
    struct desk::canvas::RowAction { label, action, field }
    struct desk::declare::Label { locale, text }
    enum desk::receipt::Audience { Internal, Customer }
    struct files::types::Kind { code, label }
    struct files::types::Stored { id, name, media_type, bytes }
    struct files::types::Details { title, description, kind, valid_until, visible }
    struct files::types::Deletion { at, by, reason }
    struct files::types::Change { at, by, what, differences }
    struct files::attachments::Attachment { id, file, details, kind_label, about, by, at, deleted }
    struct files::attachments::Page { attachments, cursor }
    enum files::documents::Link { Person, Tag }
    struct files::documents::Document { id, file, details, link, kind_label, linked_to, by, at, deleted }
    struct files::documents::Page { documents, cursor }
    enum messages::email::Recipient { Contact(x), Other(x) }
    struct messages::email::Mail { subject, text, charges }
    struct people::name::PersonName { name, trade_name, legal }
    struct people::address::PostalAddress { street, city, state }
    enum people::contacts::Medium { Phone, Email }
    struct people::contacts::Contact { id, medium, hint, mobile }
    struct requests::current::Status { code, label, tone }
    struct requests::current::Request { protocol, kind, status, opened_at, opened_by, requester, channel, tag, contract, deadline, overdue, more }
    struct requests::current::Report { at, author, public, text }
    struct requests::current::ReportPage { reports, cursor }
    struct stock::loans::Loan { product, serial, quantity, value, about, lent_on, returned_on, must_return, state, tone, more }
    struct stock::loans::Page { loans, cursor }
    struct stock::consumption::Item { on, product, quantity, measure, about, technician }
    struct stock::consumption::Page { items, cursor }
    struct stock::orders::Order { number, on, items, total, state, tone, about }
    struct stock::orders::Page { orders, cursor }
    struct timeline::events::Kind { code, label }
    struct timeline::events::Event { at, on, kind, title, detail, about, tone }
    struct timeline::events::Page { events, cursor }
}
