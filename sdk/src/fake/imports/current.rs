//! The request being served now.

use super::{missing, on, page};
use crate::Failure;
pub use crate::bindings::everything::balcao::requests::current::{Report, ReportPage, Request, Status};

/// The request.
pub fn get() -> Result<Request, Failure> {
    on(|s| {
        s.desk.granted("requests/current")?;
        s.desk.request.clone().ok_or_else(|| missing("request"))
    })
}

/// Newest first, 20 a page; `cursor` is the one of the page before.
pub fn reports(cursor: Option<&str>) -> Result<ReportPage, Failure> {
    on(|s| {
        s.desk.granted("requests/current")?;
        let mut all = s.desk.reports.clone();
        all.sort_by_key(|report| std::cmp::Reverse(report.at));
        let (reports, cursor) = page(&all, cursor, 20);
        Ok(ReportPage { reports, cursor })
    })
}
