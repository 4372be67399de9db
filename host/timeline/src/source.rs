//! Where events come from.

use balcao_billing::events as billing;
use balcao_desk::Attendance;
use balcao_desk::events::{self as desk, Event as Happened};
use balcao_store::{Conn, StoreError, text_enum};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::cursor::{Cursor, Key, before, before_day, beginning};
use crate::{Event, Kind, What};

text_enum! {
    /// A kind of event of a room, in the order in which those of one moment stand.
    pub enum Source {
        /// Reports to the customer.
        Told = "told",
        /// Requests that ended.
        Ended = "ended",
        /// New due dates.
        Rescheduled = "rescheduled",
        /// Requests that were opened.
        Opened = "opened",
        /// Changes of contracts.
        Changed = "changed",
        /// Contracts that were entered.
        Included = "included",
        /// Invoices that were issued.
        Issued = "issued",
        /// Invoices that were paid.
        Paid = "paid",
    }
}

impl Source {
    /// What its events are about.
    pub fn kind(self) -> Kind {
        match self {
            Source::Included | Source::Changed => Kind::Contract,
            Source::Opened | Source::Ended => Kind::Request,
            Source::Told => Kind::Report,
            Source::Issued => Kind::Invoice,
            Source::Paid => Kind::Payment,
            Source::Rescheduled => Kind::Reschedule,
        }
    }

    /// One page of it.
    pub(crate) async fn read(
        self,
        conn: &mut Conn,
        attendance: &Attendance,
        zone: Tz,
        after: Option<Cursor>,
        limit: i64,
    ) -> Result<Vec<(Key, Event)>, StoreError> {
        let (at, day) = (before(after, self), before_day(after, self, zone));
        let here = Here { source: self, zone };
        Ok(match self {
            Source::Told => here.moments(desk::told(conn, attendance, at, limit).await?, What::Told),
            Source::Ended => here.moments(desk::ended(conn, attendance, at, limit).await?, What::Ended),
            Source::Opened => here.moments(desk::opened(conn, attendance, at, limit).await?, What::Opened),
            Source::Changed => here.moments(desk::changed(conn, attendance, at, limit).await?, What::Changed),
            Source::Rescheduled => {
                here.moments(billing::rescheduled(conn, attendance, at, limit).await?, What::Rescheduled)
            }
            Source::Included => {
                here.days(desk::included(conn, attendance, day, limit).await?, What::Included)
            }
            Source::Issued => here.days(billing::issued(conn, attendance, day, limit).await?, What::Issued),
            Source::Paid => here.days(billing::paid(conn, attendance, day, limit).await?, What::Paid),
        })
    }
}

/// Which source is read, and where the provider is.
#[derive(Clone, Copy)]
struct Here {
    source: Source,
    zone: Tz,
}

impl Here {
    fn moments<W>(self, read: Vec<Happened<DateTime<Utc>, W>>, what: fn(W) -> What) -> Vec<(Key, Event)> {
        let event = |one: Happened<DateTime<Utc>, W>| {
            let on = one.at.with_timezone(&self.zone).date_naive();
            self.event(one.at, on, one, what)
        };
        read.into_iter().map(event).collect()
    }

    fn days<W>(self, read: Vec<Happened<NaiveDate, W>>, what: fn(W) -> What) -> Vec<(Key, Event)> {
        let event = |one: Happened<NaiveDate, W>| self.event(beginning(one.at, self.zone), one.at, one, what);
        read.into_iter().map(event).collect()
    }

    fn event<T, W>(
        self,
        at: DateTime<Utc>,
        on: NaiveDate,
        one: Happened<T, W>,
        what: fn(W) -> What,
    ) -> (Key, Event) {
        let key = Key::new(at, self.source, one.id);
        let kind = self.source.kind();
        (key, Event { at, on, kind, contract: one.contract, tag: one.tag, what: what(one.what) })
    }
}
