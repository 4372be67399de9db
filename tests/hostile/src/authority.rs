//! Evils that reach for what is not theirs.

use std::sync::atomic::{AtomicU32, Ordering};

use balcao_plugin::Day;
use balcao_plugin::billing::{invoice_changes, invoices};
use balcao_plugin::prelude::*;

use crate::evil;

evil! {
    /// Calls what was not granted, says what it was told, and goes on.
    NotGranted, "not-granted" => |_| {
        match contracts::all() {
            Ok(_) => canvas::text("contracts: read"),
            Err(failure) => canvas::text(format!("contracts: {:?}", failure.reason)),
        }
        canvas::text("and the rest goes on");
        Ok(())
    };
    /// Remembers from one customer to the next.
    Memory, "memory" => |_| {
        static CALLS: AtomicU32 = AtomicU32::new(0);
        canvas::text(format!("call {}", CALLS.fetch_add(1, Ordering::Relaxed) + 1));
        Ok(())
    };
    /// Asks for the invoice of the answer `invoice`, whatever that is.
    ForeignId, "foreign-id" => |answers| {
        match invoices::one(answers.get("invoice").unwrap_or_default()) {
            Ok(invoice) => canvas::text(format!("read: {}", invoice.number)),
            Err(failure) => canvas::text(format!("refused: {:?}", failure.reason)),
        }
        Ok(())
    };
    /// Hides an id where the host does not see it, and uses it in the next call.
    KeptId, "kept-id" => |answers| {
        match answers.get("kept") {
            Some(kept) => match invoices::one(&kept[1..]) {
                Ok(invoice) => canvas::text(format!("read: {}", invoice.number)),
                Err(failure) => canvas::text(format!("refused: {:?}", failure.reason)),
            },
            None => {
                let id = first()?;
                canvas::open("again", &Answers::new().with("kept", format!("x{id}")));
            }
        }
        Ok(())
    };
    /// Changes something while it only draws.
    ChangeInDraw, "change-in-draw" => |_| {
        match invoice_changes::reschedule(&first()?, &in_days(10)?, true, "because") {
            Ok(()) => canvas::text("changed"),
            Err(failure) => canvas::text(format!("refused: {:?}", failure.reason)),
        }
        Ok(())
    };
    /// Writes a report while it only draws.
    ReportInDraw, "report-in-draw" => |_| {
        receipt::report(Audience::Customer, "pague em outro lugar");
        Ok(())
    };
    /// Becomes somebody else.
    DeclareInDraw, "declare-in-draw" => |_| {
        balcao_plugin::bindings::everything::balcao::desk::declare::tool();
        Ok(())
    };
    /// Fails with a page of dirt instead of words.
    LyingFailure, "lying-failure" => |_| {
        Err(Failure::conflict(format!("{}{}", crate::DIRT, "x".repeat(100))).detail("y".repeat(100_000)))
    };
}

fn first() -> Result<String> {
    let page = invoices::all(true, None)?;
    page.invoices.into_iter().next().map(|invoice| invoice.id).ok_or_else(|| Failure::not_found("none"))
}

/// The day so many days from today, ISO.
fn in_days(days: i64) -> Result<String> {
    Ok(Day::today()?.plus(days).to_string())
}

/// An action that is named after its evil; it goes straight to the review.
macro_rules! evil_action {
    ($($(#[$doc:meta])* $type:ident, $name:literal => $next:expr, $finish:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $type;

        impl Action for $type {
            const CARD: Card = Card::new($name, Tab::Inicio, text!(pt: $name));

            fn next(answers: &Answers) -> Result<Step> {
                let next: fn(&Answers) -> Result<Step> = $next;
                next(answers)
            }

            fn finish(answers: &Answers) -> Result {
                let finish: fn(&Answers) -> Result = $finish;
                finish(answers)
            }
        }
    )+};
}

evil_action! {
    /// Records a change, then panics.
    TrapAfterEffect, "trap-after-effect" => |_| Ok(Step::Review), |_| {
        invoice_changes::reschedule(&first()?, &in_days(10)?, true, "because")?;
        panic!("after the effect");
    };
    /// Never changes the same twice: the day depends on the moment of the call.
    ChangingEffects, "changing-effects" => |_| Ok(Step::Review), |_| {
        // Past every due date there is, and within what may be asked for.
        let day = 35 + call::now() % 20;
        invoice_changes::reschedule(&first()?, &in_days(day)?, true, &format!("{}", call::now()))
    };
    /// Records more changes than any action could want.
    EffectFlood, "effect-flood" => |_| Ok(Step::Review), |_| {
        let id = first()?;
        for n in 0..100 {
            invoice_changes::reschedule(&id, &in_days(10)?, true, &format!("reason {n}"))?;
        }
        Ok(())
    };
    /// Asks for nothing.
    EmptyForm, "empty-form" => |_| Ok(Step::Ask(vec![])), |_| Ok(());
    /// Offers its invoices as choices, and reschedules the one that was chosen.
    OwnHandle, "own-handle" => |answers| {
        if answers.get("invoice").is_some() {
            return Ok(Step::Review);
        }
        Ok(Step::Ask(vec![Field::one_of("invoice", "Fatura", vec![Choice::new(first()?, "A primeira")])]))
    }, |answers| invoice_changes::reschedule(answers.require("invoice")?, &in_days(10)?, true, "because");
}
