//! `balcao:people/name`, `tax-id`, `address`, `contacts`: each is granted alone, and what only the
//! host may read leaves as a handle.

use balcao_desk::people::PersonKind;
use balcao_desk::personal::{self, Medium as OurMedium};

use crate::bindings::contacts::{Contact, Medium};
use crate::bindings::{address, contacts, name, tax_id};
use crate::gate::{Access, Function};
use crate::handle::Real;
use crate::state::{Answered, Asked, Call};

const fn reads(name: &'static str) -> Function {
    Function { name, access: Access::Read }
}

impl name::Host for Call {
    async fn get(&mut self) -> Answered<name::PersonName> {
        self.read(reads("people-name.get"), 0, async |conn, scene| {
            let name = personal::name(conn, &scene.attendance).await.map_err(Asked::host)?;
            let legal = name.kind == PersonKind::Legal;
            Ok(name::PersonName { name: name.name, trade_name: name.trade_name, legal })
        })
        .await
    }
}

impl tax_id::Host for Call {
    async fn get(&mut self) -> Answered<Option<String>> {
        let known = self
            .read(reads("tax-id.get"), 0, async |conn, scene| {
                Ok(personal::tax_id(conn, &scene.attendance).await.map_err(Asked::host)?.is_some())
            })
            .await?;
        Ok(known.map(|known| known.then(|| self.ids.token(Real::TaxId))))
    }
}

impl address::Host for Call {
    async fn get(&mut self) -> Answered<address::PostalAddress> {
        self.read(reads("address.get"), 0, async |conn, scene| {
            let address = personal::address(conn, &scene.attendance).await.map_err(Asked::host)?;
            Ok(address::PostalAddress { street: address.street, city: address.city, state: address.state })
        })
        .await
    }
}

impl contacts::Host for Call {
    async fn all(&mut self) -> Answered<Vec<Contact>> {
        let found = self
            .read(reads("contacts.all"), 0, async |conn, scene| {
                personal::contacts(conn, &scene.attendance).await.map_err(Asked::host)
            })
            .await?;
        let mut contact = |contact: personal::Contact| Contact {
            id: self.ids.token(Real::Contact(contact.key)),
            medium: match contact.key.medium {
                OurMedium::Phone => Medium::Phone,
                OurMedium::Email => Medium::Email,
            },
            hint: contact.hint(),
            mobile: contact.is_mobile(),
        };
        Ok(found.map(|found| found.into_iter().map(&mut contact).collect()))
    }
}
