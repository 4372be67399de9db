//! `balcao demo`.

use std::cell::Cell;
use std::io::{IsTerminal, Write};

use clap::Args;

use crate::config::Config;
use crate::demonstration::{self, PASSWORD};
use crate::{Outcome, app, demo};

/// A demonstration provider: two companies, their users, customers, invoices and requests.
#[derive(Args)]
pub struct Demo {
    /// How many customers.
    #[arg(long, default_value_t = demo::PEOPLE, value_name = "N")]
    people: u32,
}

impl Demo {
    pub async fn run(self, config: &Config) -> Outcome {
        let db = app::database(config).await?;
        let report =
            demonstration::fill(&db, &app::files(config)?, self.people, PASSWORD, progress()).await?;
        println!(
            "{} people, {} contracts, {} invoices, {} requests in {:.1} s; sign in with {PASSWORD}",
            report.people,
            report.contracts,
            report.invoices,
            report.requests,
            report.took.as_secs_f64()
        );
        Ok(())
    }
}

/// Says how far it is: in one line on a terminal, and every tenth elsewhere.
pub fn progress() -> impl Fn(u32, u32) {
    let terminal = std::io::stderr().is_terminal();
    let tenth = Cell::new(0);
    move |done, of| {
        let mut err = std::io::stderr().lock();
        // Nothing depends on the operator seeing it.
        let _ = if terminal {
            let end = if done == of { "\n" } else { "" };
            write!(err, "\rmaking the demonstration: {done} of {of} people{end}").and_then(|()| err.flush())
        } else if done * 10 / of.max(1) > tenth.replace(done * 10 / of.max(1)) {
            writeln!(err, "making the demonstration: {done} of {of} people")
        } else {
            Ok(())
        };
    }
}
