//! What an open session can be given by CoA, by the make of its access server: data, each line with
//! how sure it is.

use std::collections::BTreeMap;

use balcao_network::nas::Vendor;

use crate::packet::{Packet, attribute};

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
}

/// An attribute that an open session takes.
struct Changeable {
    make: Vendor,
    /// As the tables of FreeRADIUS name it.
    name: &'static str,
    /// The vendor's number; 0: it is nobody's own.
    vendor: u32,
    number: u8,
    kind: Kind,
}

/// Numbers by FreeRADIUS's dictionaries. That a session takes them by CoA: MikroTik by its manual
/// (RouterOS, "RADIUS", CoA of rate limit and address list); accel-ppp by its manual (module shaper,
/// `attr=Filter-Id`); Huawei by the manuals of the ME60, not tried by us. Of Cisco and Juniper, which
/// change services and not values, none is known: their sessions end and come back.
const CHANGEABLE: [Changeable; 6] = [
    Changeable {
        make: Vendor::MikroTik,
        name: "Mikrotik-Rate-Limit",
        vendor: 14988,
        number: 8,
        kind: Kind::Text,
    },
    Changeable {
        make: Vendor::MikroTik,
        name: "Mikrotik-Address-List",
        vendor: 14988,
        number: 19,
        kind: Kind::Text,
    },
    Changeable {
        make: Vendor::AccelPpp,
        name: "Filter-Id",
        vendor: 0,
        number: attribute::FILTER_ID,
        kind: Kind::Text,
    },
    Changeable {
        make: Vendor::Huawei,
        name: "Huawei-Input-Average-Rate",
        vendor: 2011,
        number: 2,
        kind: Kind::Number,
    },
    Changeable {
        make: Vendor::Huawei,
        name: "Huawei-Output-Average-Rate",
        vendor: 2011,
        number: 5,
        kind: Kind::Number,
    },
    Changeable {
        make: Vendor::Huawei,
        name: "Huawei-Qos-Profile-Name",
        vendor: 2011,
        number: 31,
        kind: Kind::Text,
    },
];

/// What is changed of an open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changes(Vec<(u32, u8, Vec<u8>)>);

type Replies = BTreeMap<String, Vec<String>>;

/// What turns a session that was answered `before` into one that is answered `after`. None: it can't
/// be turned, because something is to be taken away or added, which CoA can't, because this make does
/// not take something, or because nothing of it can be seen in the tables.
pub(crate) fn changes(make: Vendor, before: &Replies, after: &Replies) -> Option<Changes> {
    if !before.keys().eq(after.keys()) {
        return None;
    }
    let differing = after.iter().filter(|(name, values)| before.get(*name) != Some(values));
    let changes: Option<Vec<_>> = differing
        .map(|(name, values)| {
            let known = CHANGEABLE.iter().find(|known| known.make == make && known.name == name)?;
            let [value] = values.as_slice() else { return None };
            let bytes = match known.kind {
                Kind::Text => value.clone().into_bytes(),
                Kind::Number => value.parse::<u32>().ok()?.to_be_bytes().to_vec(),
            };
            Some((known.vendor, known.number, bytes))
        })
        .collect();
    changes.filter(|changes| !changes.is_empty()).map(Changes)
}

impl Changes {
    /// The packet with them.
    pub(crate) fn put(&self, packet: Packet) -> Packet {
        self.0.iter().fold(packet, |packet, (vendor, number, value)| match vendor {
            0 => packet.with(*number, value),
            _ => packet.with_vendor(*vendor, *number, value),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replies(of: &[(&str, &str)]) -> Replies {
        let mut replies = Replies::new();
        for (name, value) in of {
            replies.entry((*name).into()).or_default().push((*value).into());
        }
        replies
    }

    #[test]
    fn only_what_this_make_takes_is_changed_and_only_values() {
        let rate = |value| ("Mikrotik-Rate-Limit", value);
        let pool = |value| ("Framed-Pool", value);
        let both = replies(&[rate("500M/500M"), pool("plan")]);
        let slow = replies(&[rate("1M/1M"), pool("plan")]);
        let changed = changes(Vendor::MikroTik, &both, &slow);
        assert_eq!(changed, Some(Changes(vec![(14988, 8, b"1M/1M".to_vec())])));
        let cases = [
            (Vendor::Other, &both, slow.clone(), "another make"),
            (Vendor::MikroTik, &both, both.clone(), "nothing differs"),
            (Vendor::MikroTik, &both, replies(&[rate("1M/1M")]), "something goes away"),
            (
                Vendor::MikroTik,
                &both,
                replies(&[rate("1M/1M"), pool("walled")]),
                "a pool is for the next session",
            ),
            (Vendor::MikroTik, &both, replies(&[rate("1M/1M"), rate("2M/2M"), pool("plan")]), "two values"),
        ];
        for (make, before, after, why) in cases {
            assert_eq!(changes(make, before, &after), None, "{why}");
        }
        let huawei = |rate| replies(&[("Huawei-Output-Average-Rate", rate)]);
        let changed = changes(Vendor::Huawei, &huawei("500000000"), &huawei("1000000"));
        assert_eq!(changed, Some(Changes(vec![(2011, 5, 1_000_000_u32.to_be_bytes().to_vec())])));
        assert_eq!(changes(Vendor::Huawei, &huawei("1"), &huawei("fast")), None);
    }
}
