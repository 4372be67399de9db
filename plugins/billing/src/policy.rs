//! What the provider allows when an invoice gets a new due date.

use balcao_plugin::billing::invoice_changes::Outlook;
use balcao_plugin::billing::invoices::Invoice;
use balcao_plugin::prelude::*;

/// The settings that an administrator sees.
pub const SETTINGS: &[Setting] = &[
    Setting::new(
        "max-days",
        SettingKind::Integer,
        text!(
            pt: "Dias, no máximo, depois de hoje ou do vencimento",
            en: "Days, at most, after today or the due date",
            es: "Días, como máximo, después de hoy o del vencimiento",
        ),
        "10",
    )
    .between(1, 90),
    Setting::new(
        "times-per-invoice",
        SettingKind::Integer,
        text!(pt: "Vezes por fatura", en: "Times per invoice", es: "Veces por factura"),
        "1",
    )
    .between(0, 12),
    Setting::new(
        "times-per-year",
        SettingKind::Integer,
        text!(
            pt: "Vezes por cliente no ano",
            en: "Times per customer in a year",
            es: "Veces por cliente en el año",
        ),
        "3",
    )
    .between(0, 60),
    Setting::new(
        "may-waive",
        SettingKind::Toggle,
        text!(
            pt: "Multa e juros podem ser dispensados",
            en: "Fine and interest may be waived",
            es: "Se pueden dispensar multa e intereses",
        ),
        "false",
    ),
    Setting::new(
        "lifts-block",
        SettingKind::Toggle,
        text!(
            pt: "Reagendar também desbloqueia o contrato até o novo vencimento",
            en: "Rescheduling also lifts the financial block until the new due date",
            es: "Reprogramar también desbloquea el contrato hasta el nuevo vencimiento",
        ),
        "false",
    ),
];

/// The settings, as they are now.
pub struct Policy {
    max_days: i64,
    times_per_invoice: i64,
    times_per_year: i64,
    /// Whether fine and interest may be waived.
    pub may_waive: bool,
    /// Whether a financial block is lifted with it, as by a trust unlock.
    pub lifts_block: bool,
}

impl Policy {
    /// Reads the settings.
    pub fn read() -> Result<Self> {
        Ok(Self {
            max_days: settings::integer("max-days")?,
            times_per_invoice: settings::integer("times-per-invoice")?,
            times_per_year: settings::integer("times-per-year")?,
            may_waive: settings::toggle("may-waive")?,
            lifts_block: settings::toggle("lifts-block")?,
        })
    }

    /// The first and the last day that this invoice may be moved to: after today, and after its
    /// due date if that is still to come.
    pub fn days(&self, invoice: &Invoice) -> Result<(Day, Day)> {
        let from = Day::today()?.max(invoice.due.parse()?);
        Ok((from.plus(1), from.plus(self.max_days)))
    }

    /// Whether it may be moved once more.
    pub fn check_times(&self, invoice: &Invoice, outlook: &Outlook) -> Result {
        let message = if i64::from(outlook.times) >= self.times_per_invoice {
            let (number, limit) = (&invoice.number, self.times_per_invoice);
            say!(
                pt: "A fatura {number} já foi reagendada o máximo de vezes permitido ({limit}).",
                en: "Invoice {number} was already rescheduled as often as allowed ({limit}).",
                es: "La factura {number} ya fue reprogramada el máximo de veces permitido ({limit}).",
            )
        } else if i64::from(outlook.times_of_person) >= self.times_per_year {
            let limit = self.times_per_year;
            say!(
                pt: "O cliente já usou todos os reagendamentos permitidos neste ano ({limit}).",
                en: "The customer already used every rescheduling allowed this year ({limit}).",
                es: "El cliente ya usó todas las reprogramaciones permitidas este año ({limit}).",
            )
        } else {
            return Ok(());
        };
        Err(Failure::conflict(message))
    }
}
