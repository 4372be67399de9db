//! The lines of the demonstration's tags.

use balcao_desk::contracts::{ContractStatus, NewContract};
use balcao_desk::tags::NewTag;
use balcao_network::connections::{NewConnection, Onu};
use balcao_network::{Access, ConnectionId, Password};

use super::customers::{Batch, Customers};
use super::olt::{self, OLTS};
use super::random::Random;

/// Access servers, as a provider names them, each beside an OLT; the last one is the second company's.
const NAS: [&str; 4] = ["bng-canoas-1", "bng-canoas-2", "bng-caxias-1", "bng-serra-1"];

/// How the light of an ONU of the demonstration is: its serial number ends so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    Good,
    Weak,
    TooWeak,
    Off,
}

impl Light {
    /// Each with the last digit of its serial numbers.
    pub const ALL: [(Light, char); 4] =
        [(Light::Good, 'A'), (Light::Weak, 'B'), (Light::TooWeak, 'C'), (Light::Off, 'F')];

    /// By the last digit of a serial number.
    pub fn of(serial: &str) -> Light {
        let known = Light::ALL.iter().find(|(_, digit)| serial.ends_with(*digit));
        known.map_or(Light::Good, |(light, _)| *light)
    }

    fn digit(self) -> char {
        Light::ALL.iter().find(|(light, _)| *light == self).map_or('A', |(_, digit)| *digit)
    }
}

/// Gives a tag its line, if its service has one and its contract has not ended: then the access
/// server has forgotten it. `light` is given to those who are to be found by it.
pub fn of(
    customers: &mut Customers,
    contract: &NewContract,
    tag: &NewTag,
    light: Option<Light>,
    batch: &mut Batch,
) {
    if tag.login.is_none() || matches!(contract.status, ContractStatus::Cancelled | ContractStatus::Finished)
    {
        return;
    }
    // Chance of its own, so that no other data changes with it.
    let mut random = Random::new(tag.id.0.as_u128() as u64);
    let light = light.unwrap_or_else(|| {
        random.weighted(&[(850, Light::Good), (100, Light::Weak), (30, Light::TooWeak), (20, Light::Off)])
    });
    let radio = contract.plan.starts_with("Rádio");
    let is_second = contract.company == customers.provider.companies[1].0;
    let at = if is_second { NAS.len() - 1 } else { random.below(NAS.len() as u64 - 1) as usize };
    let onu = (!radio).then(|| {
        let port = olt::port(at, customers.onus[at], light);
        customers.onus[at] += 1;
        Onu {
            serial: format!("FHTT{:07X}{}", random.below(1 << 28), light.digit()),
            place: format!("{} · slot {} · porta {}", OLTS[at].name, port.slot, port.pon),
            port: Some(port),
        }
    });
    let stopped = matches!(
        contract.status,
        ContractStatus::FinancialBlock | ContractStatus::AdministrativeBlock | ContractStatus::Suspended
    );
    batch.connections.push(NewConnection {
        id: ConnectionId(customers.ids.next()),
        tag: tag.id,
        service: contract.plan.clone(),
        password: Some(Password::in_use(format!("v{:08x}", random.next() as u32))),
        nas: NAS[at].into(),
        onu,
        access: if stopped { Access::Blocked } else { Access::Normal },
    });
}
