//! That somebody looked at a customer is audited once for each session and request.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use balcao_access::SessionId;
use balcao_access::audit::{self, Act};
use balcao_desk::{Attendance, RequestId};
use balcao_store::Db;

use crate::fault::Fault;

/// How many are remembered; then it begins anew, and a few openings are audited twice.
const REMEMBERED: usize = 50_000;

/// Which attendances each session has opened since this process started. A cache and no more: it
/// keeps the audit trail from a line for every page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Opened(Arc<Mutex<HashSet<(SessionId, RequestId)>>>);

impl Opened {
    /// Writes the line, unless this session has one. It is remembered once it is written: whoever
    /// saw the customer after a write that failed is in the trail all the same.
    pub async fn record(&self, db: &Db, attendance: &Attendance) -> Result<(), Fault> {
        let opening = (attendance.actor().session, attendance.request());
        if self.lock().contains(&opening) {
            return Ok(());
        }
        let tx = db.write().await?;
        audit::commit(tx, vec![attendance.line(Act::AttendanceOpened)]).await?;
        let mut opened = self.lock();
        if opened.len() >= REMEMBERED {
            opened.clear();
        }
        opened.insert(opening);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<(SessionId, RequestId)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
