//! A financial block is lifted for some days, because the customer promised to pay.

use balcao_plugin::canvas::Field;
use balcao_plugin::prelude::*;
use balcao_plugin::unlocks::Outlook;

/// Desbloqueio em confiança.
#[derive(Debug)]
pub struct TrustUnlock;

const DAYS: &str = "days";
const REASON: &str = "reason";

const MAX_DAYS: &str = "max-days";
const TIMES_PER_MONTH: &str = "times-per-month";

impl Action for TrustUnlock {
    const CARD: Card = Card::new(
        "trust-unlock",
        Tab::Financeiro,
        text!(pt: "Desbloqueio em confiança", en: "Trust unlock", es: "Desbloqueo en confianza"),
    )
    .summary(text!(
        pt: "Suspende o bloqueio financeiro por alguns dias; sem pagamento, ele volta sozinho.",
        en: "Lifts the financial block for some days; unpaid, it comes back by itself.",
        es: "Suspende el bloqueo financiero por algunos días; sin pago, vuelve solo.",
    ))
    .settings(&[
        Setting::new(
            MAX_DAYS,
            SettingKind::Integer,
            text!(pt: "Dias, no máximo", en: "Days, at most", es: "Días, como máximo"),
            "3",
        ),
        Setting::new(
            TIMES_PER_MONTH,
            SettingKind::Integer,
            text!(pt: "Vezes por mês", en: "Times a month", es: "Veces por mes"),
            "1",
        ),
    ]);

    fn offer() -> Result<Availability> {
        if call::contract().is_none() {
            return Ok(Availability::Hidden);
        }
        let outlook = unlocks::quote(1)?;
        Ok(refusal(&outlook)?.map_or(Availability::Yes, Availability::No))
    }

    fn next(answers: &Answers) -> Result<Step> {
        let most = settings::integer(MAX_DAYS)?;
        let Some(days) = answers.integer(DAYS)? else {
            allowed(1)?;
            return Ok(Step::Ask(vec![days_field(most), reason_field()]));
        };
        let outlook = allowed(days)?;
        draw(&outlook);
        Ok(Step::Review)
    }

    fn finish(answers: &Answers) -> Result {
        let days = answers.integer(DAYS)?.unwrap_or_default();
        let most = settings::integer(MAX_DAYS)?;
        if days > most {
            return Err(Failure::conflict(say!(
                pt: "O desbloqueio vale por no máximo {most} dias.",
                en: "An unlock is for {most} days at most.",
                es: "El desbloqueo vale por {most} días como máximo.",
            )));
        }
        let outlook = allowed(days)?;
        draw(&outlook);
        unlock_changes::unlock(number(days)?, answers.require(REASON)?)?;
        let until = words::date(&outlook.until);
        receipt::report(
            Audience::Customer,
            &say!(
                pt: "Desbloqueio em confiança até {until}. Sem pagamento até lá, o bloqueio volta automaticamente.",
                en: "Trust unlock until {until}. Without a payment by then, the block comes back by itself.",
                es: "Desbloqueo en confianza hasta el {until}. Sin pago hasta entonces, el bloqueo vuelve solo.",
            ),
        );
        Ok(())
    }
}

fn days_field(most: i64) -> Field {
    Field::integer(DAYS, text!(pt: "Dias", en: "Days", es: "Días")).between(1, most).initial(most.to_string())
}

fn reason_field() -> Field {
    Field::paragraph(REASON, text!(pt: "Motivo", en: "Reason", es: "Motivo"), 500).hint(text!(
        pt: "O que o cliente prometeu.",
        en: "What the customer promised.",
        es: "Lo que prometió el cliente.",
    ))
}

/// The prospects of an unlock, where the policy allows one.
fn allowed(days: i64) -> Result<Outlook> {
    let outlook = unlocks::quote(number(days)?)?;
    match refusal(&outlook)? {
        Some(why) => Err(Failure::conflict(why)),
        None => Ok(outlook),
    }
}

fn number(days: i64) -> Result<u32> {
    u32::try_from(days).map_err(|_| {
        Failure::invalid(text!(
            pt: "Informe quantos dias.",
            en: "Say how many days.",
            es: "Indique cuántos días.",
        ))
    })
}

/// Why not, in words that an agent can read aloud.
fn refusal(outlook: &Outlook) -> Result<Option<String>> {
    let times = settings::integer(TIMES_PER_MONTH)?;
    Ok(if let Some(until) = &outlook.running_until {
        let until = words::date(until);
        Some(say!(
            pt: "O contrato já está desbloqueado em confiança até {until}.",
            en: "The contract is unlocked on trust already, until {until}.",
            es: "El contrato ya está desbloqueado en confianza hasta el {until}.",
        ))
    } else if !outlook.blocked {
        Some(say!(
            pt: "O contrato não está com bloqueio financeiro.",
            en: "The contract has no financial block.",
            es: "El contrato no tiene bloqueo financiero.",
        ))
    } else if outlook.promise_broken {
        Some(say!(
            pt: "O último desbloqueio em confiança terminou sem pagamento. Para desbloquear agora, é preciso pagar as faturas vencidas.",
            en: "The last trust unlock ended without a payment. To unlock now, the overdue invoices have to be paid.",
            es: "El último desbloqueo en confianza terminó sin pago. Para desbloquear ahora, hay que pagar las facturas vencidas.",
        ))
    } else if i64::from(outlook.times_this_month) >= times {
        Some(say!(
            pt: "O contrato já usou os desbloqueios em confiança deste mês ({times}).",
            en: "The contract already used this month's trust unlocks ({times}).",
            es: "El contrato ya usó los desbloqueos en confianza de este mes ({times}).",
        ))
    } else {
        None
    })
}

fn draw(outlook: &Outlook) {
    let until = words::date(&outlook.until);
    canvas::notice(
        Tone::Warning,
        say!(
            pt: "Desbloqueado até {until}",
            en: "Unlocked until {until}",
            es: "Desbloqueado hasta el {until}",
        ),
        text!(
            pt: "O prazo inclui o dia útil em que um pagamento do último dia é compensado. Sem pagamento, a conexão é bloqueada de novo, e um novo desbloqueio em confiança será recusado.",
            en: "The time includes the business day in which a payment of the last day clears. Unpaid, the connection is blocked again, and another trust unlock will be refused.",
            es: "El plazo incluye el día hábil en que se acredita un pago del último día. Sin pago, la conexión se bloquea de nuevo, y otro desbloqueo en confianza será rechazado.",
        ),
    );
}
