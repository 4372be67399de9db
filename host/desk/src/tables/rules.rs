//! What has to stay offered, so that every form can be filled in. Asked after each change, in its transaction.

use balcao_access::Labels;
use balcao_store::Conn;

use super::{Table, TableError, list, types};
use crate::closing::Use;
use crate::handling::Purpose;
use crate::requests::StatusKind;

/// What would be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needed {
    /// A type of request.
    Type,
    /// One that may be chosen while the contract is stopped.
    TypeForStopped,
    /// A status of this kind.
    Status(StatusKind),
    /// A reason for this.
    Reason(Purpose),
    /// The situation that this type brings along.
    SituationOf(Labels),
    /// A catalog for this type, which asks for one.
    CatalogOf(Labels),
    /// An item for this type, which asks for one.
    ItemOf(Labels),
}

/// Whether everything that a form asks for is there.
pub(super) async fn check(conn: &mut Conn) -> Result<(), TableError> {
    let types = types(conn).await?;
    let visible = |row: &&super::Row| !row.hidden;
    let codes = async |conn: &mut Conn, table: Table| -> Result<Vec<(String, String)>, TableError> {
        let rows = list(conn, table).await?;
        Ok(rows.iter().filter(visible).map(|row| (row.key.group.clone(), row.key.code.clone())).collect())
    };
    let statuses = codes(conn, Table::STATUSES).await?;
    let reasons = codes(conn, Table::REASONS).await?;
    let situations = codes(conn, Table::SITUATIONS).await?;
    let catalogs = codes(conn, Table::CATALOGS).await?;
    let items = codes(conn, Table::ITEMS).await?;

    let types: Vec<_> = types.iter().filter(|kind| !kind.row.hidden).collect();
    let needed = |needed: Needed| Err(TableError::Needed(needed));
    if types.is_empty() {
        return needed(Needed::Type);
    }
    if !types.iter().any(|kind| kind.asks.allows_blocked) {
        return needed(Needed::TypeForStopped);
    }
    for kind in [StatusKind::Open, StatusKind::Scheduled, StatusKind::Closed, StatusKind::Cancelled] {
        if !statuses.iter().any(|(of, _)| of == kind.as_str()) {
            return needed(Needed::Status(kind));
        }
    }
    for purpose in Purpose::ALL {
        if !reasons.iter().any(|(of, _)| of == purpose.as_str()) {
            return needed(Needed::Reason(*purpose));
        }
    }
    for kind in types {
        let (asks, names) = (&kind.asks, || kind.row.names.clone());
        if asks.situation.as_ref().is_some_and(|code| !situations.iter().any(|(_, known)| known == code)) {
            return needed(Needed::SituationOf(names()));
        }
        let own = |code: &str| asks.catalogs.is_empty() || asks.catalogs.iter().any(|own| own == code);
        let offered: Vec<&str> =
            catalogs.iter().map(|(_, code)| code.as_str()).filter(|code| own(code)).collect();
        if asks.catalog == Use::Required && offered.is_empty() {
            return needed(Needed::CatalogOf(names()));
        }
        let has_item = items.iter().any(|(catalog, _)| offered.contains(&catalog.as_str()));
        if asks.catalog == Use::Required && asks.item == Use::Required && !has_item {
            return needed(Needed::ItemOf(names()));
        }
    }
    Ok(())
}
