//! Every function of the contract that has to be granted.

use balcao_plugin::billing::{invoice_changes, invoices};
use balcao_plugin::connection::{line, line_changes, probe, signal, usage};
use balcao_plugin::files::{Details, attachment_changes, attachments, document_changes, documents};
use balcao_plugin::messages::email::{self, Mail, Recipient};
use balcao_plugin::people::{address, contacts, name, tax_id};
use balcao_plugin::prelude::*;
use balcao_plugin::requests::current;
use balcao_plugin::stock::{consumption, loans, orders};
use balcao_plugin::timeline::events;
use balcao_plugin::{unlock_changes, unlocks};

use crate::evil;

/// Says what each of these answered.
macro_rules! told {
    ($($name:literal => $call:expr;)+) => {$(
        match $call {
            Ok(_) => canvas::text(concat!($name, ": answered")),
            Err(failure) => canvas::text(format!(concat!($name, ": {:?}"), failure.reason)),
        }
    )+};
}

evil! {
    /// Calls every function that has to be granted, and says what each answered.
    Everything, "everything" => |_| {
        let details = Details {
            title: "t".into(),
            description: String::new(),
            kind: "other".into(),
            valid_until: None,
            visible: false,
        };
        let mail = Mail { subject: "s".into(), text: "t".into(), charges: vec![] };
        let stranger = Recipient::Other("stranger@example.com".into());
        told! {
            "invoices.all" => invoices::all(false, None);
            "invoices.totals" => invoices::totals();
            "invoices.one" => invoices::one("x");
            "invoice-changes.quote" => invoice_changes::quote("x", "2026-12-01");
            "invoice-changes.reschedule" => invoice_changes::reschedule("x", "2026-12-01", true, "because");
            "invoice-changes.register-again" => invoice_changes::register_again("x");
            "contracts.served" => contracts::served();
            "contracts.all" => contracts::all();
            "unlocks.quote" => unlocks::quote(3);
            "unlock-changes.unlock" => unlock_changes::unlock(3, "because");
            "requests.get" => current::get();
            "requests.reports" => current::reports(None);
            "name.get" => name::get();
            "tax-id.get" => tax_id::get();
            "address.get" => address::get();
            "contacts.all" => contacts::all();
            "email.send" => email::send(&stranger, &mail);
            "events.kinds" => events::kinds();
            "events.all" => events::all(&[], None);
            "line.served" => line::served();
            "line-changes.disconnect" => line_changes::disconnect();
            "line-changes.set-password" => line_changes::set_password(None);
            "line-changes.check-password" => line_changes::check_password("x");
            "signal.read" => signal::read(true);
            "signal.past" => signal::past();
            "probe.begin" => probe::begin();
            "probe.ping" => probe::ping(1);
            "usage.days" => usage::days("2026-11-01", "2026-11-24");
            "attachments.kinds" => attachments::kinds();
            "attachments.all" => attachments::all(false, None);
            "attachments.one" => attachments::one("x");
            "attachments.history" => attachments::history("x");
            "attachment-changes.attach" => attachment_changes::attach("x", &details);
            "attachment-changes.edit" => attachment_changes::edit("x", &details);
            "attachment-changes.delete" => attachment_changes::delete("x", "because");
            "documents.kinds" => documents::kinds();
            "documents.all" => documents::all(false, None);
            "documents.one" => documents::one("x");
            "documents.history" => documents::history("x");
            "document-changes.link-to-person" => document_changes::link_to_person("x", &details);
            "document-changes.link-to-tag" => document_changes::link_to_tag("x", &details);
            "document-changes.edit" => document_changes::edit("x", &details);
            "document-changes.delete" => document_changes::delete("x", "because");
            "loans.all" => loans::all(None);
            "consumption.all" => consumption::all(None);
            "orders.all" => orders::all(None);
        }
        Ok(())
    };
}
