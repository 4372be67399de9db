//! Made-up people. Their numbers are valid by the rules; their e-mails lead nowhere (RFC 2606).

use balcao_brazil::{Cnpj, Cpf, Phone, TaxId};
use balcao_desk::people::{NewPerson, PersonKind};
use balcao_desk::{Address, Origin, PersonId, sort_name};
use chrono::{Days, NaiveDate};

use super::random::Random;
use super::words::{FAMILIES, MEN, PARTICLES, SECOND, SHOPS, STREETS, TOWNS, TRADES, WOMEN};

/// A person. `name` is given to those who are to be found by it.
pub fn person(
    id: PersonId,
    kind: PersonKind,
    name: Option<&str>,
    today: NaiveDate,
    random: &mut Random,
    origin: &Origin,
) -> NewPerson {
    let (town, state, area) = random.favour(TOWNS);
    let legal = kind == PersonKind::Legal;
    let name = name.map_or_else(|| if legal { firm(random) } else { full_name(random) }, Into::into);
    NewPerson {
        id,
        kind,
        trade_name: legal.then(|| format!("{} {}", random.pick(SHOPS), random.favour(FAMILIES))),
        tax_id: if legal { cnpj(random) } else { cpf(random) },
        born_on: if legal {
            None
        } else {
            today.checked_sub_days(Days::new(18 * 366 + random.below(60 * 365)))
        },
        address: address(town, state, random),
        phones: phones(area, legal, random),
        emails: email(&name, random).into_iter().collect(),
        name,
        origin: origin.clone(),
    }
}

/// An address in a town.
pub fn address(town: &str, state: &str, random: &mut Random) -> Address {
    Address {
        street: format!("{}, {}", random.favour(STREETS), 10 + random.below(2_400)),
        city: town.into(),
        state: state.into(),
    }
}

fn full_name(random: &mut Random) -> String {
    let first_names = if random.of_1000(520) { WOMEN } else { MEN };
    let mut name = random.favour(first_names).to_string();
    let mut add = |part: &str| {
        if !part.is_empty() {
            name.push(' ');
            name.push_str(part);
        }
    };
    if random.of_1000(250) {
        add(random.pick(SECOND));
    }
    if random.of_1000(700) {
        add(random.favour(FAMILIES));
    }
    add(random.pick(PARTICLES));
    add(random.favour(FAMILIES));
    name
}

fn firm(random: &mut Random) -> String {
    let owner = random.favour(FAMILIES);
    if random.of_1000(300) {
        format!("{owner} & {} {} Ltda", random.favour(FAMILIES), random.pick(TRADES))
    } else {
        format!("{owner} {} {}", random.pick(TRADES), random.pick(&["Ltda", "ME", "S.A.", "Eireli"]))
    }
}

fn cpf(random: &mut Random) -> Option<TaxId> {
    let base = std::array::from_fn(|_| random.below(10) as u8);
    Cpf::from_base(base).ok().map(TaxId::Cpf)
}

/// One in five has letters, as numbers given since July 2026 may.
fn cnpj(random: &mut Random) -> Option<TaxId> {
    let end = if random.of_1000(200) { 36 } else { 10 };
    let mut base: String = (0..8).filter_map(|_| char::from_digit(random.below(end) as u32, 36)).collect();
    base.make_ascii_uppercase();
    Cnpj::from_base(&format!("{base}0001")).ok().map(TaxId::Cnpj)
}

fn phones(area: &str, legal: bool, random: &mut Random) -> Vec<Phone> {
    let mut typed = Vec::new();
    if legal || random.of_1000(150) {
        typed.push(format!("{area}3{:07}", random.below(10_000_000)));
    }
    for _ in 0..=u64::from(random.of_1000(300)) {
        typed.push(format!("{area}9{}{:07}", 6 + random.below(4), random.below(10_000_000)));
    }
    typed.iter().flat_map(|number| Phone::parse(number)).collect()
}

fn email(name: &str, random: &mut Random) -> Option<String> {
    let plain = sort_name(name);
    let mut words = plain.split(' ');
    let (first, last) = (words.next()?, words.next_back()?);
    let host = random.pick(&["example.com", "example.net", "example.org"]);
    random.of_1000(800).then(|| format!("{first}.{last}{}@{host}", random.below(1_000)))
}
