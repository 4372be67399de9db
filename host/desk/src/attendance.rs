//! The proof that a user may see a customer.

use balcao_access::audit::{Act, Line};
use balcao_access::{Actor, CompanyId, Right};
use balcao_store::{Conn, StoreError, on};

use crate::{ContractId, PersonId, Protocol, RequestId, TagId};

/// A user serving one request now.
///
/// It is the proof that this user may see this customer: every read and change of a customer takes
/// it and is confined to its person and company. Only [`Attendance::open`] makes one, and what it
/// says is as of that moment: open it again after a contract was chosen.
#[derive(Debug, Clone)]
pub struct Attendance {
    actor: Actor,
    company: CompanyId,
    request: RequestId,
    protocol: Protocol,
    person: PersonId,
    contract: Option<ContractId>,
    tag: Option<TagId>,
    ended: bool,
}

/// Why no attendance was opened.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// There is no such request, or it belongs to a company that the user does not have: the two
    /// are not told apart, so that nobody learns what others have.
    #[error("no such request")]
    NotFound,
    /// The user's profile serves nobody.
    #[error("the profile may not serve customers")]
    Denied,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(sqlx::FromRow)]
struct Row {
    company: CompanyId,
    protocol: Protocol,
    person: PersonId,
    contract: Option<ContractId>,
    tag: Option<TagId>,
    ended: bool,
}

impl Attendance {
    /// Opens the request for this user, who need not be the one who opened it first.
    pub async fn open(conn: &mut Conn, actor: &Actor, request: RequestId) -> Result<Self, Refused> {
        if !actor.may(Right::Serve) {
            return Err(Refused::Denied);
        }
        let row: Option<Row> = on!(conn, c => sqlx::query_as(
            "SELECT company, protocol, person, contract, tag, ended_at IS NOT NULL AS ended
             FROM request WHERE id = $1",
        ).bind(request).fetch_optional(c).await)
        .map_err(StoreError::from)?;
        let row = row.filter(|row| actor.user.companies.contains(&row.company)).ok_or(Refused::NotFound)?;
        Ok(Self {
            actor: actor.clone(),
            company: row.company,
            request,
            protocol: row.protocol,
            person: row.person,
            contract: row.contract,
            tag: row.tag,
            ended: row.ended,
        })
    }

    /// The beginning of an audit line: this user, on this person, in this request.
    pub fn line(&self, act: Act) -> Line {
        Line::new(act).by(&self.actor).person(self.person.0).request(self.request.0)
    }

    /// Who serves.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The company of the request: one of the actor's, not always the one they work in just now.
    pub fn company(&self) -> CompanyId {
        self.company
    }

    /// What is being served.
    pub fn request(&self) -> RequestId {
        self.request
    }

    /// The number that the customer was told.
    pub fn protocol(&self) -> &Protocol {
        &self.protocol
    }

    /// Who is being served.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// The contract being served; none until chosen.
    pub fn contract(&self) -> Option<ContractId> {
        self.contract
    }

    /// The tag being served; none until chosen, or when the contract has none.
    pub fn tag(&self) -> Option<TagId> {
        self.tag
    }

    /// Whether the request was closed or cancelled: it can be read, and no longer changed.
    pub fn ended(&self) -> bool {
        self.ended
    }
}
