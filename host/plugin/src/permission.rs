//! What a plugin may ask for: one permission for each interface of the contract that has to be
//! granted, with the sentence that an administrator reads.

use std::collections::BTreeSet;

use balcao_access::Locale;
use balcao_store::text_enum;

text_enum! {
    /// A permission: an interface of the contract that a component imports.
    pub enum Permission {
        /// `balcao:billing/invoices`
        Invoices = "balcao:billing/invoices",
        /// `balcao:billing/invoice-changes`
        InvoiceChanges = "balcao:billing/invoice-changes",
        /// `balcao:contracts/contracts`
        Contracts = "balcao:contracts/contracts",
        /// `balcao:requests/current`
        Request = "balcao:requests/current",
    }
}

/// What a call may reach.
pub type Grants = BTreeSet<Permission>;

impl Permission {
    /// The permission that an import asks for; none where it is there for every plugin, or unknown.
    pub(crate) fn of_import(import: &str) -> Option<Permission> {
        interface(import).parse().ok()
    }

    /// Whether it changes anything; the others only read.
    pub fn changes(self) -> bool {
        self == Permission::InvoiceChanges
    }

    /// What it allows, as a sentence without a full stop.
    pub fn sentence(self, locale: Locale) -> &'static str {
        let (pt, en, es) = match self {
            Permission::Invoices => (
                "Ler as faturas do cliente em atendimento",
                "Read the invoices of the customer being served",
                "Leer las facturas del cliente en atención",
            ),
            Permission::InvoiceChanges => (
                "Reagendar o vencimento de faturas do cliente em atendimento",
                "Move the due date of invoices of the customer being served",
                "Reprogramar el vencimiento de facturas del cliente en atención",
            ),
            Permission::Contracts => (
                "Ler os contratos do cliente em atendimento",
                "Read the contracts of the customer being served",
                "Leer los contratos del cliente en atención",
            ),
            Permission::Request => (
                "Ler a solicitação em atendimento e seus relatos",
                "Read the request being served and its reports",
                "Leer la solicitud en atención y sus reportes",
            ),
        };
        match locale {
            Locale::Pt => pt,
            Locale::En => en,
            Locale::Es => es,
        }
    }
}

/// What every plugin may import without asking.
const FREE: [&str; 8] = [
    "balcao:desk/types",
    "balcao:desk/call",
    "balcao:desk/settings",
    "balcao:desk/log",
    "balcao:desk/canvas",
    "balcao:desk/declare",
    "balcao:desk/receipt",
    "balcao:files/types",
];

/// Whether this host offers an interface, asked for or free.
pub(crate) fn is_offered(import: &str) -> bool {
    FREE.contains(&interface(import)) || Permission::of_import(import).is_some()
}

/// An import's name without its version.
fn interface(import: &str) -> &str {
    import.split_once('@').map_or(import, |(interface, _)| interface)
}
