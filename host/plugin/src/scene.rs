//! Who is served, by whom, and when.

use balcao_access::{Actor, Locale};
use balcao_desk::Attendance;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// All that a call knows of the world. It stands still while the call runs.
#[derive(Clone)]
pub struct Scene {
    /// The proof that this user may see this customer; every read takes it.
    pub attendance: Attendance,
    /// The language to write in.
    pub locale: Locale,
    /// Where the provider is.
    pub zone: Tz,
    /// When the page asked.
    pub now: DateTime<Utc>,
    /// That day, where the provider is.
    pub today: NaiveDate,
}

impl Scene {
    /// A scene at a moment. The language is the user's.
    pub fn new(attendance: Attendance, zone: Tz, now: DateTime<Utc>) -> Scene {
        let locale = attendance.actor().user.locale;
        Scene { locale, zone, now, today: now.with_timezone(&zone).date_naive(), attendance }
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        self.attendance.actor()
    }
}
