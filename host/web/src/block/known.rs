//! What blocks only point to: charges, personal values and files. A plugin never has them; the page reads
//! them when it draws, as the profile of whoever looks allows.

use std::collections::HashMap;

use balcao_billing::by_hand::{self, Today};
use balcao_billing::links::{self, Link};
use balcao_billing::{ChargeId, charges};
use balcao_desk::Attendance;
use balcao_desk::people::ShownTaxId;
use balcao_desk::personal::{self, Contact, ContactKey};
use balcao_files::{RecordId, Stored, Subject, records};
use balcao_plugins::canvas::{Block, Protected, Value};
use balcao_store::{Conn, now};

use crate::Desk;
use crate::fault::Fault;
use crate::fields::url;
use crate::shell::Frame;

/// What was read for some blocks. What is not this customer's is not among it.
#[derive(Default)]
pub(crate) struct Known {
    charges: HashMap<ChargeId, charges::Charge>,
    tax_id: Option<ShownTaxId>,
    contacts: Vec<Contact>,
    files: HashMap<RecordId, Stored>,
    /// The address of the attendance.
    attendance: String,
    /// For slips that are drawn: what can be paid today by a code that is booked by hand.
    by_hand: HashMap<ChargeId, Today>,
    /// For every message with charges: the link under which its customer opens them.
    links: HashMap<Vec<ChargeId>, String>,
}

impl Known {
    pub fn charge(&self, id: ChargeId) -> Option<&charges::Charge> {
        self.charges.get(&id)
    }

    /// A file that was not deleted, and the address that its own begins with.
    pub fn file(&self, record: RecordId) -> Option<(&Stored, String)> {
        Some((self.files.get(&record)?, format!("{}/file/{record}", self.attendance)))
    }

    /// The address at which the agent opens these charges as one PDF; none: one of them can't be paid.
    pub fn slips(&self, charges: &[ChargeId]) -> Option<String> {
        if charges.is_empty() || charges.iter().any(|id| !self.charges.contains_key(id)) {
            return None;
        }
        let ids: Vec<String> = charges.iter().map(ChargeId::to_string).collect();
        Some(url(&format!("{}/slip", self.attendance), ids.iter().map(|id| ("charge", id.as_str()))))
    }

    /// What can be paid today in place of this charge, to be booked by hand.
    pub fn by_hand(&self, id: ChargeId) -> Option<&Today> {
        self.by_hand.get(&id)
    }

    /// The address at which whoever has it opens these charges as one PDF, for some days.
    pub fn link(&self, charges: &[ChargeId]) -> Option<&str> {
        self.links.get(charges).map(String::as_str)
    }

    pub fn tax_id(&self) -> Option<&ShownTaxId> {
        self.tax_id.as_ref()
    }

    pub fn contact(&self, key: ContactKey) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.key == key)
    }
}

/// Whether these blocks point to anything: most do not, and need no connection.
pub(crate) fn points(blocks: &[Block]) -> bool {
    let points = |block: &Block| matches!(block, Block::Payment(_) | Block::Slips(_) | Block::Message { .. });
    blocks.iter().any(points) || values(blocks).any(is_pointer)
}

/// Every charge that they name.
fn charges_of(blocks: &[Block]) -> impl Iterator<Item = ChargeId> {
    blocks.iter().flat_map(|block| match block {
        Block::Payment(id) => vec![*id],
        Block::Slips(charges) | Block::Message { charges, .. } => charges.clone(),
        _ => Vec::new(),
    })
}

/// Reads what these blocks point to.
pub(crate) async fn known(
    conn: &mut Conn,
    (desk, frame): (&Desk, &Frame),
    attendance: &Attendance,
    blocks: &[Block],
) -> Result<Known, Fault> {
    let mut known = Known { attendance: format!("/attendance/{}", attendance.request()), ..Known::default() };
    for id in charges_of(blocks) {
        if let Some(charge) = charges::one(conn, attendance, id).await.map_err(Fault::internal)? {
            known.charges.insert(id, charge);
        }
    }
    let today = now().with_timezone(&frame.format.zone).date_naive();
    for block in blocks {
        if let Block::Payment(id) = block
            && let Some(code) = by_hand::today(conn, attendance, *id, today).await.map_err(Fault::internal)?
        {
            known.by_hand.insert(*id, code);
        }
        // What can't be paid gets no link: its message would promise what nobody can open.
        if let Block::Message { charges, .. } = block
            && known.slips(charges).is_some()
        {
            let token = Link::sign(desk.db.keys(), charges, now() + links::GOOD_FOR);
            known.links.insert(charges.clone(), format!("{}/slip/{token}", frame.origin));
        }
    }
    if values(blocks).any(|value| *value == Value::Protected(Protected::TaxId)) {
        known.tax_id = personal::tax_id(conn, attendance).await.map_err(Fault::internal)?;
    }
    let written_to = |block: &Block| matches!(block, Block::Message { to: Some(_), .. });
    if blocks.iter().any(written_to)
        || values(blocks).any(|value| matches!(value, Value::Protected(Protected::Contact(_))))
    {
        known.contacts = personal::contacts(conn, attendance).await.map_err(Fault::internal)?;
    }
    let files: Vec<RecordId> = values(blocks).filter_map(file).collect();
    if !files.is_empty() {
        known.files =
            records::stored(conn, attendance, &files).await?.into_iter().map(without_subject).collect();
    }
    Ok(known)
}

fn is_pointer(value: &Value) -> bool {
    matches!(value, Value::Protected(_) | Value::File(_))
}

fn file(value: &Value) -> Option<RecordId> {
    if let Value::File(record) = value { Some(*record) } else { None }
}

fn without_subject((record, (_, file)): (RecordId, (Subject, Stored))) -> (RecordId, Stored) {
    (record, file)
}

/// Every value that stands in them.
fn values(blocks: &[Block]) -> impl Iterator<Item = &Value> {
    blocks.iter().flat_map(|block| -> Box<dyn Iterator<Item = &Value>> {
        match block {
            Block::Facts(facts) => Box::new(facts.iter().map(|fact| &fact.value)),
            Block::Metrics(metrics) => Box::new(metrics.iter().map(|metric| &metric.value)),
            Block::Table { rows, .. } | Block::Rows { rows, .. } => {
                Box::new(rows.iter().flat_map(|row| &row.cells))
            }
            _ => Box::new(std::iter::empty()),
        }
    })
}
