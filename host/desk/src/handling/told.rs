//! What the request's reports say of it, for colleagues, in the language of whoever did it.

use balcao_access::Locale;
use balcao_store::{StoreError, Tx};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::Attendance;
use crate::reports::{self, Audience, ReportError};

/// What was done.
pub(crate) enum Told<'a> {
    Forwarded { team: &'a str, reason: &'a str },
    Scheduled { at: DateTime<Utc>, zone: Tz },
    Cancelled { reason: &'a str },
    Reopened { reason: &'a str },
    Reassigned { to: &'a str },
}

impl Told<'_> {
    /// The sentence.
    fn text(&self, locale: Locale) -> String {
        use Locale::{En, Es, Pt};
        use Told::{Cancelled, Forwarded, Reassigned, Reopened, Scheduled};
        match (self, locale) {
            (Forwarded { team, reason }, Pt) => format!("Encaminhada para {team}. Motivo: {reason}."),
            (Forwarded { team, reason }, En) => format!("Forwarded to {team}. Reason: {reason}."),
            (Forwarded { team, reason }, Es) => format!("Derivada a {team}. Motivo: {reason}."),
            (Scheduled { at, zone }, Pt) => format!("Agendada para {}.", moment(*at, *zone, locale)),
            (Scheduled { at, zone }, En) => format!("Scheduled for {}.", moment(*at, *zone, locale)),
            (Scheduled { at, zone }, Es) => format!("Programada para {}.", moment(*at, *zone, locale)),
            (Cancelled { reason }, Pt) => format!("Cancelada. Motivo: {reason}."),
            (Cancelled { reason }, En) => format!("Cancelled. Reason: {reason}."),
            (Cancelled { reason }, Es) => format!("Cancelada. Motivo: {reason}."),
            (Reopened { reason }, Pt) => format!("Reaberta. Motivo: {reason}."),
            (Reopened { reason }, En) => format!("Reopened. Reason: {reason}."),
            (Reopened { reason }, Es) => format!("Reabierta. Motivo: {reason}."),
            (Reassigned { to }, Pt) => format!("Reatribuída a {to}."),
            (Reassigned { to }, En) => format!("Reassigned to {to}."),
            (Reassigned { to }, Es) => format!("Reasignada a {to}."),
        }
    }

    /// Writes it, with what whoever did it adds. The request's row is locked, whatever its status.
    pub async fn write(
        self,
        tx: &mut Tx,
        attendance: &Attendance,
        note: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let told = self.text(attendance.actor().user.locale);
        let Some(note) = note else { return report(tx, attendance, &told, now).await };
        let whole = format!("{told}\n{note}");
        if whole.chars().count() <= reports::MAX_TEXT {
            return report(tx, attendance, &whole, now).await;
        }
        // A note that fills a report by itself is one by itself.
        report(tx, attendance, &told, now).await?;
        report(tx, attendance, note, now).await
    }
}

async fn report(
    tx: &mut Tx,
    attendance: &Attendance,
    text: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    match reports::write(tx, attendance, Audience::Internal, text, None, now).await {
        Ok(_) => Ok(()),
        Err(ReportError::Store(error)) => Err(error),
        // Neither empty nor too long, and by hand, so that an end is no obstacle.
        Err(ReportError::Empty | ReportError::TooLong | ReportError::Ended) => Ok(()),
    }
}

fn moment(at: DateTime<Utc>, zone: Tz, locale: Locale) -> String {
    let format = match locale {
        Locale::Pt | Locale::Es => "%d/%m/%Y %H:%M",
        Locale::En => "%-d %b %Y %H:%M",
    };
    at.with_timezone(&zone).format(format).to_string()
}
