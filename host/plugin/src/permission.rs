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
        /// `balcao:contracts/unlocks`
        Unlocks = "balcao:contracts/unlocks",
        /// `balcao:contracts/unlock-changes`
        UnlockChanges = "balcao:contracts/unlock-changes",
        /// `balcao:requests/current`
        Request = "balcao:requests/current",
        /// `balcao:people/name`
        PersonName = "balcao:people/name",
        /// `balcao:people/tax-id`
        TaxId = "balcao:people/tax-id",
        /// `balcao:people/address`
        Address = "balcao:people/address",
        /// `balcao:people/contacts`
        Contacts = "balcao:people/contacts",
        /// `balcao:timeline/events`
        Timeline = "balcao:timeline/events",
        /// `balcao:messages/email`
        Email = "balcao:messages/email",
        /// `balcao:stock/loans`
        Loans = "balcao:stock/loans",
        /// `balcao:stock/consumption`
        Consumption = "balcao:stock/consumption",
        /// `balcao:stock/orders`
        Orders = "balcao:stock/orders",
        /// `balcao:connection/line`
        Line = "balcao:connection/line",
        /// `balcao:connection/line-changes`
        LineChanges = "balcao:connection/line-changes",
        /// `balcao:connection/signal`
        Signal = "balcao:connection/signal",
        /// `balcao:connection/probe`
        Probe = "balcao:connection/probe",
        /// `balcao:connection/usage`
        Usage = "balcao:connection/usage",
        /// `balcao:files/attachments`
        Attachments = "balcao:files/attachments",
        /// `balcao:files/attachment-changes`
        AttachmentChanges = "balcao:files/attachment-changes",
        /// `balcao:files/documents`
        Documents = "balcao:files/documents",
        /// `balcao:files/document-changes`
        DocumentChanges = "balcao:files/document-changes",
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
        use Permission::{
            AttachmentChanges, DocumentChanges, Email, InvoiceChanges, LineChanges, UnlockChanges,
        };
        matches!(
            self,
            InvoiceChanges | UnlockChanges | LineChanges | Email | AttachmentChanges | DocumentChanges
        )
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
            Permission::Unlocks => (
                "Ler os desbloqueios em confiança do contrato em atendimento",
                "Read the trust unlocks of the contract being served",
                "Leer los desbloqueos en confianza del contrato en atención",
            ),
            Permission::UnlockChanges => (
                "Desbloquear em confiança o contrato em atendimento",
                "Unlock the contract being served on trust",
                "Desbloquear en confianza el contrato en atención",
            ),
            Permission::Line => (
                "Ler os dados da conexão da etiqueta em atendimento, sem ver a senha",
                "Read the connection of the tag being served, without seeing its password",
                "Leer los datos de la conexión de la etiqueta en atención, sin ver la contraseña",
            ),
            Permission::LineChanges => (
                "Desconectar a conexão da etiqueta em atendimento e trocar a senha dela",
                "Disconnect the connection of the tag being served and change its password",
                "Desconectar la conexión de la etiqueta en atención y cambiar su contraseña",
            ),
            Permission::Signal => (
                "Ler na OLT o sinal da conexão em atendimento",
                "Read the signal of the connection being served from the OLT",
                "Leer en la OLT la señal de la conexión en atención",
            ),
            Permission::Probe => (
                "Testar com pings o endereço da conexão em atendimento",
                "Ping the address of the connection being served",
                "Probar con pings la dirección de la conexión en atención",
            ),
            Permission::Usage => (
                "Ler o consumo da conexão em atendimento",
                "Read the traffic of the connection being served",
                "Leer el consumo de la conexión en atención",
            ),
            Permission::Request => (
                "Ler a solicitação em atendimento e seus relatos",
                "Read the request being served and its reports",
                "Leer la solicitud en atención y sus reportes",
            ),
            Permission::PersonName => (
                "Ler o nome do cliente em atendimento",
                "Read the name of the customer being served",
                "Leer el nombre del cliente en atención",
            ),
            Permission::TaxId => (
                "Mostrar o CPF ou CNPJ do cliente em atendimento, sem lê-lo",
                "Show the taxpayer number of the customer being served, without reading it",
                "Mostrar el CPF o CNPJ del cliente en atención, sin leerlo",
            ),
            Permission::Address => (
                "Ler o endereço do cliente em atendimento",
                "Read the address of the customer being served",
                "Leer la dirección del cliente en atención",
            ),
            Permission::Contacts => (
                "Mostrar e usar telefones e e-mails do cliente em atendimento, sem lê-los",
                "Show and use phones and e-mail addresses of the customer being served, without reading them",
                "Mostrar y usar teléfonos y correos del cliente en atención, sin leerlos",
            ),
            Permission::Timeline => (
                "Ler o que aconteceu com o cliente em atendimento desde a venda",
                "Read what happened with the customer being served since the sale",
                "Leer lo que ocurrió con el cliente en atención desde la venta",
            ),
            Permission::Email => (
                "Enviar e-mails ao cliente em atendimento",
                "Send mail to the customer being served",
                "Enviar correos al cliente en atención",
            ),
            Permission::Loans => (
                "Ler os equipamentos em comodato com o cliente em atendimento",
                "Read the equipment on loan to the customer being served",
                "Leer los equipos en comodato del cliente en atención",
            ),
            Permission::Consumption => (
                "Ler os produtos usados no atendimento do cliente",
                "Read the products that were used up in serving the customer",
                "Leer los productos usados en la atención del cliente",
            ),
            Permission::Orders => (
                "Ler os pedidos de venda do cliente em atendimento",
                "Read the sales orders of the customer being served",
                "Leer los pedidos de venta del cliente en atención",
            ),
            Permission::Attachments => (
                "Ver os anexos do cliente em atendimento, sem ler os arquivos",
                "See the attachments of the customer being served, without reading the files",
                "Ver los adjuntos del cliente en atención, sin leer los archivos",
            ),
            Permission::AttachmentChanges => (
                "Anexar arquivos à solicitação em atendimento, e alterar e excluir anexos do cliente",
                "Attach files to the request being served, and change and delete the customer's attachments",
                "Adjuntar archivos a la solicitud en atención, y modificar y eliminar adjuntos del cliente",
            ),
            Permission::Documents => (
                "Ver os documentos do cliente em atendimento, sem ler os arquivos",
                "See the documents of the customer being served, without reading the files",
                "Ver los documentos del cliente en atención, sin leer los archivos",
            ),
            Permission::DocumentChanges => (
                "Vincular documentos ao cliente e à etiqueta em atendimento, e alterar e excluir documentos",
                "Link documents to the customer and the tag being served, and change and delete documents",
                "Vincular documentos al cliente y a la etiqueta en atención, y modificar y eliminar documentos",
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
