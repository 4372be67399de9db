//! `balcao:contracts/contracts`

use balcao_access::Locale;
use balcao_desk::contracts::{self, ContractStatus, Stage};

use crate::bindings::contracts::{Contract, Host, Status};
use crate::bindings::types::Tone;
use crate::contract::word;
use crate::gate::{Access, Function};
use crate::handle::{Ids, Real};
use crate::state::{Answered, Asked, Call, not_found};

const SERVED: Function = Function { name: "contracts.served", access: Access::Read };
const ALL: Function = Function { name: "contracts.all", access: Access::Read };

impl Host for Call {
    async fn served(&mut self) -> Answered<Contract> {
        let served = self
            .read(SERVED, 0, async |conn, scene| {
                let served = contracts::served(conn, &scene.attendance).await.map_err(Asked::host)?;
                served.ok_or_else(|| not_found(scene.locale).into())
            })
            .await?;
        let locale = self.locale();
        Ok(served.map(|served| contract(served, &mut self.ids, locale)))
    }

    async fn all(&mut self) -> Answered<Vec<Contract>> {
        let all = self
            .read(ALL, 0, async |conn, scene| {
                contracts::all(conn, &scene.attendance).await.map_err(Asked::host)
            })
            .await?;
        let locale = self.locale();
        Ok(all.map(|all| all.into_iter().map(|one| contract(one, &mut self.ids, locale)).collect()))
    }
}

fn contract(contract: contracts::Contract, ids: &mut Ids, locale: Locale) -> Contract {
    Contract {
        id: ids.token(Real::Contract(contract.id)),
        number: contract.number,
        status: status(contract.status, locale),
        stage: stage(contract.stage, locale).into(),
        included_on: contract.included_on.to_string(),
        plan: contract.plan,
        price: contract.price.centavos(),
        due_day: contract.due_day,
        tags: contract.tags.into_iter().map(|tag| format!("{} · {}", tag.code, tag.label)).collect(),
        more: Vec::new(),
    }
}

fn status(status: ContractStatus, locale: Locale) -> Status {
    let (tone, words) = match status {
        ContractStatus::Normal => (Tone::Success, ["Normal", "Normal", "Normal"]),
        ContractStatus::Demonstration => (Tone::Info, ["Demonstração", "Demonstration", "Demostración"]),
        ContractStatus::Courtesy => (Tone::Info, ["Cortesia", "Courtesy", "Cortesía"]),
        ContractStatus::Cancelled => (Tone::Danger, ["Cancelado", "Cancelled", "Cancelado"]),
        ContractStatus::Suspended => (Tone::Warning, ["Suspenso", "Suspended", "Suspendido"]),
        ContractStatus::FinancialBlock => {
            (Tone::Danger, ["Bloqueio financeiro", "Financial block", "Bloqueo financiero"])
        }
        ContractStatus::AdministrativeBlock => {
            (Tone::Danger, ["Bloqueio administrativo", "Administrative block", "Bloqueo administrativo"])
        }
        ContractStatus::Finished => (Tone::Neutral, ["Finalizado", "Finished", "Finalizado"]),
    };
    Status { code: status.to_string(), label: word(words, locale).into(), tone }
}

fn stage(stage: Stage, locale: Locale) -> &'static str {
    let words = match stage {
        Stage::PreContract => ["Pré-contrato", "Pre-contract", "Precontrato"],
        Stage::InApproval => ["Em aprovação", "In approval", "En aprobación"],
        Stage::Approved => ["Aprovado", "Approved", "Aprobado"],
        Stage::Rejected => ["Reprovado", "Rejected", "Rechazado"],
        Stage::Cancelled => ["Cancelado", "Cancelled", "Cancelado"],
    };
    word(words, locale)
}
