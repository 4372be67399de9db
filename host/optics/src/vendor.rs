//! Vendors' tables: which OIDs say what of an ONU, as data.

use std::path::Path;

use balcao_network::Port;
use serde::Deserialize;

/// An object identifier, in numbers.
pub type Oid = Vec<u64>;

/// The tables that the desk comes with.
const BUILT_IN: &str = include_str!("vendors.toml");

/// Why tables are not taken.
#[derive(Debug, thiserror::Error)]
pub enum VendorError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not of the form of `vendors.toml`.
    #[error("{0}")]
    Form(#[from] toml::de::Error),
}

/// All vendors that are known.
#[derive(Debug, Clone)]
pub struct Vendors(Vec<Vendor>);

/// The tables of one vendor.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Vendor {
    /// As settings name it.
    pub key: String,
    /// As people name it.
    pub label: String,
    index: Vec<Part>,
    #[serde(default)]
    online: Vec<State>,
    #[serde(default)]
    received: Vec<Source>,
    #[serde(default)]
    sent: Vec<Source>,
    #[serde(default)]
    received_at_olt: Vec<Source>,
    #[serde(default)]
    distance: Vec<Source>,
}

/// One number of an index: the base, and numbers of the place shifted left by so many bits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    #[serde(default)]
    base: u64,
    frame: Option<u32>,
    slot: Option<u32>,
    pon: Option<u32>,
    onu: Option<u32>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    oid: Numbers,
    #[serde(default)]
    tail: Vec<u64>,
    values: Vec<i64>,
    sure: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    oid: Numbers,
    #[serde(default)]
    tail: Vec<u64>,
    scale: f64,
    #[serde(default)]
    offset: f64,
    #[serde(default)]
    invalid: Vec<i64>,
    least: Option<i64>,
    most: Option<i64>,
    sure: String,
}

/// `1.3.6.1`, read.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
struct Numbers(Oid);

impl TryFrom<String> for Numbers {
    type Error = String;

    fn try_from(text: String) -> Result<Numbers, String> {
        let read: Result<Oid, _> = text.split('.').map(str::parse).collect();
        read.ok().filter(|oid| oid.len() > 2).map(Numbers).ok_or(format!("{text} is no OID"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    vendor: Vec<Vendor>,
}

/// What an agent said of an OID: a number, or nothing.
pub type Said = (Oid, Option<i64>);

/// What is known of an ONU.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Light {
    /// Whether it is there.
    pub online: bool,
    /// dBm.
    pub received: Option<f64>,
    /// dBm.
    pub sent: Option<f64>,
    /// dBm.
    pub received_at_olt: Option<f64>,
    /// Metres.
    pub distance: Option<u32>,
}

impl Vendors {
    /// The built-in tables, and those of a file in place of the ones with the same keys.
    pub fn load(file: Option<&Path>) -> Result<Vendors, VendorError> {
        let mut vendors = toml::from_str::<File>(BUILT_IN)?.vendor;
        if let Some(path) = file {
            let text = std::fs::read_to_string(path)
                .map_err(|source| VendorError::File { path: path.display().to_string(), source })?;
            let own = toml::from_str::<File>(&text)?.vendor;
            vendors.retain(|known| own.iter().all(|vendor| vendor.key != known.key));
            vendors.extend(own);
        }
        Ok(Vendors(vendors))
    }

    /// The one of this key.
    pub fn get(&self, key: &str) -> Option<&Vendor> {
        self.0.iter().find(|vendor| vendor.key == key)
    }

    /// All keys with their labels.
    pub fn iter(&self) -> impl Iterator<Item = &Vendor> {
        self.0.iter()
    }
}

impl Vendor {
    /// What each OID is read for, by the name that the table gives it, and how sure it is.
    pub fn sure(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let states = self.online.iter().map(|state| ("online", state.sure.as_str()));
        let levels = [
            ("received", &self.received),
            ("sent", &self.sent),
            ("received-at-olt", &self.received_at_olt),
            ("distance", &self.distance),
        ];
        let sources = levels
            .into_iter()
            .flat_map(|(what, sources)| sources.iter().map(move |source| (what, source.sure.as_str())));
        states.chain(sources)
    }

    /// What an OLT is to be asked of the ONU at this place.
    pub fn questions(&self, port: &Port) -> Vec<Oid> {
        let index = self.index(port);
        let states = self.online.iter().map(|state| whole(&state.oid, &index, &state.tail));
        let levels = [&self.received, &self.sent, &self.received_at_olt, &self.distance];
        let sources = levels.into_iter().flatten().map(|source| whole(&source.oid, &index, &source.tail));
        states.chain(sources).collect()
    }

    /// What the answers come to; none: the OLT knows no ONU there.
    pub fn light(&self, port: &Port, said: &[Said]) -> Option<Light> {
        let index = self.index(port);
        let of = |oid: &Numbers, tail: &[u64]| {
            let whole = whole(oid, &index, tail);
            said.iter().find(|(known, _)| *known == whole).and_then(|(_, value)| *value)
        };
        if said.iter().all(|(_, value)| value.is_none()) {
            return None;
        }
        let level = |sources: &[Source]| {
            sources.iter().find_map(|source| of(&source.oid, &source.tail).and_then(|raw| source.value(raw)))
        };
        let received = level(&self.received);
        let state = self
            .online
            .iter()
            .find_map(|state| of(&state.oid, &state.tail).map(|value| state.values.contains(&value)));
        // Without a word of its state, an ONU that receives light is there.
        let online = state.unwrap_or(received.is_some());
        let there = |level: Option<f64>| level.filter(|_| online);
        Some(Light {
            online,
            received: there(received),
            sent: there(level(&self.sent)),
            received_at_olt: there(level(&self.received_at_olt)),
            distance: level(&self.distance).map(|metres| metres.max(0.0) as u32),
        })
    }

    fn index(&self, port: &Port) -> Oid {
        let part = |part: &Part| {
            let shifted = |number: i32, by: Option<u32>| {
                by.map_or(0, |by| u64::try_from(number).unwrap_or_default() << by.min(31))
            };
            part.base
                + shifted(port.frame, part.frame)
                + shifted(port.slot, part.slot)
                + shifted(port.pon, part.pon)
                + shifted(port.onu, part.onu)
        };
        self.index.iter().map(part).collect()
    }
}

fn whole(oid: &Numbers, index: &[u64], tail: &[u64]) -> Oid {
    [&oid.0, index, tail].concat()
}

impl Source {
    fn value(&self, raw: i64) -> Option<f64> {
        let within = self.least.is_none_or(|least| raw >= least) && self.most.is_none_or(|most| raw <= most);
        let valid = within && !self.invalid.contains(&raw);
        // To the hundredth: that is all that equipment knows.
        valid.then(|| ((raw as f64 * self.scale + self.offset) * 100.0).round() / 100.0)
    }
}

#[cfg(test)]
mod tests {
    use balcao_network::OltId;

    use super::*;

    fn port(slot: i32, pon: i32, onu: i32) -> Port {
        Port { olt: OltId::new(), frame: 0, slot, pon, onu }
    }

    fn said(vendor: &Vendor, port: &Port, values: &[Option<i64>]) -> Vec<Said> {
        let questions = vendor.questions(port);
        assert_eq!(questions.len(), values.len(), "{questions:?}");
        questions.into_iter().zip(values.iter().copied()).collect()
    }

    #[test]
    fn an_index_is_what_the_vendors_equipment_counts_by() {
        let vendors = Vendors::load(None).unwrap();
        let cases: [(&str, Port, &[u64]); 4] = [
            ("huawei", port(1, 0, 5), &[4_194_312_192, 5]),
            ("zte", port(1, 1, 7), &[268_501_248, 7]),
            ("zte", port(2, 1, 7), &[268_566_784, 7]),
            ("fiberhome", port(1, 2, 3), &[(1 << 25) + (2 << 19) + (3 << 8)]),
        ];
        for (key, port, index) in cases {
            assert_eq!(vendors.get(key).unwrap().index(&port), index, "{key}");
        }
    }

    #[test]
    fn every_oid_of_the_tables_says_how_sure_it_is() {
        let vendors = Vendors::load(None).unwrap();
        for vendor in vendors.iter() {
            let sure: Vec<_> = vendor.sure().collect();
            assert_eq!(sure.len(), vendor.questions(&port(1, 2, 3)).len(), "{}", vendor.key);
            assert!(sure.iter().all(|(_, words)| !words.is_empty()), "{}", vendor.key);
        }
    }

    #[test]
    fn raw_numbers_become_levels_and_invalid_ones_become_none() {
        let vendors = Vendors::load(None).unwrap();
        let at = port(1, 2, 5);
        let (none, gone) = (None, Some(2_147_483_647));
        let light = |key: &str, values: &[Option<i64>]| {
            let vendor = vendors.get(key).unwrap();
            vendor.light(&at, &said(vendor, &at, values))
        };
        let good = Light {
            online: true,
            received: Some(-20.87),
            sent: Some(2.31),
            received_at_olt: Some(-23.5),
            distance: Some(1_520),
        };
        let huawei = |values: &[Option<i64>]| light("huawei", values);
        assert_eq!(huawei(&[Some(1), Some(-2_087), Some(231), Some(7_650), Some(1_520)]), Some(good));
        let off = Light { distance: Some(1_520), ..Light::default() };
        assert_eq!(huawei(&[Some(2), gone, gone, gone, Some(1_520)]), Some(off));
        let counters_only = Light { online: true, ..Light::default() };
        assert_eq!(
            huawei(&[Some(1), gone, gone, gone, gone]),
            Some(counters_only),
            "it is there, unmeasured"
        );
        assert_eq!(huawei(&[none, none, none, none, none]), None, "the OLT knows no such ONU");

        let zte = |values: &[Option<i64>]| light("zte", values).unwrap();
        for values in [[Some(3), Some(4_565), none], [Some(3), none, Some(4_565)]] {
            assert_eq!(zte(&values).received, Some(-20.87), "with the last number and without");
        }
        for raw in [0, 65_535] {
            assert_eq!(zte(&[Some(3), Some(raw), none]).received, None, "{raw}");
        }
        let fiberhome = |values: &[Option<i64>]| light("fiberhome", values).unwrap();
        assert_eq!(fiberhome(&[Some(1), Some(-2_087), Some(231)]).received, Some(-20.87));
        assert!(!fiberhome(&[none, Some(0), Some(0)]).online, "0 is said of an ONU that is not there");
    }

    #[test]
    fn a_file_takes_the_place_of_a_vendor_and_adds_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vendors.toml");
        let own = "[[vendor]]\nkey = 'zte'\nlabel = 'ZTE C600'\nindex = [{ onu = 0 }]\n
                   [[vendor]]\nkey = 'vsol'\nlabel = 'V-SOL'\nindex = [{ pon = 0 }, { onu = 0 }]\n";
        std::fs::write(&path, own).unwrap();
        let vendors = Vendors::load(Some(&path)).unwrap();
        assert_eq!(vendors.get("zte").unwrap().label, "ZTE C600");
        let keys: Vec<_> = vendors.iter().map(|vendor| vendor.key.as_str()).collect();
        assert_eq!(keys, ["huawei", "fiberhome", "zte", "vsol"]);
        for wrong in [
            "[[vendor]]\nkey = 'x'",
            "[[vendor]]\nkey='x'\nlabel='x'\nindex=[]\n[[vendor.online]]\noid='1.x'\nvalues=[1]\nsure=''",
        ] {
            std::fs::write(&path, wrong).unwrap();
            assert!(Vendors::load(Some(&path)).is_err(), "{wrong}");
        }
        assert!(Vendors::load(Some(Path::new("nowhere.toml"))).is_err());
    }
}
