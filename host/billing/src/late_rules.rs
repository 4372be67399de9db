//! Fine and interest by company.

use balcao_access::CompanyId;
use balcao_brazil::late::{LateRule, MAX_FINE_BPS, MAX_INTEREST_BPS_PER_MONTH};
use balcao_store::{Conn, StoreError, Tx, on};

/// The rule of a company: what it set, or else what the law allows at most.
pub async fn of(conn: &mut Conn, company: CompanyId) -> Result<LateRule, StoreError> {
    let row: Option<(i64, i64)> = on!(conn, c => sqlx::query_as(
        "SELECT fine, monthly_interest FROM late_rule WHERE company = $1",
    ).bind(company).fetch_optional(c).await)?;
    let (fine, interest) = row.unwrap_or((MAX_FINE_BPS.into(), MAX_INTEREST_BPS_PER_MONTH.into()));
    // The table keeps both within the law; if it ever did not, nothing is claimed.
    let rule = u16::try_from(fine).ok().zip(u16::try_from(interest).ok());
    Ok(rule.and_then(|(fine, interest)| LateRule::new(fine, interest).ok()).unwrap_or(LateRule::NONE))
}

/// Sets the rule of a company.
pub async fn set(tx: &mut Tx, company: CompanyId, rule: LateRule) -> Result<(), StoreError> {
    on!(tx, c => sqlx::query(
        "INSERT INTO late_rule (company, fine, monthly_interest) VALUES ($1, $2, $3)
         ON CONFLICT (company) DO UPDATE SET fine = $2, monthly_interest = $3",
    )
    .bind(company).bind(i64::from(rule.fine_bps())).bind(i64::from(rule.interest_bps_per_month()))
    .execute(c).await.map(drop))?;
    Ok(())
}
