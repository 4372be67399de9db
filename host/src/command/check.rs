//! `balcao check`: every part outside is tried as it is set, and what does not work is told with what
//! to change.

use balcao_access::Locale;
use balcao_access::finding::{Finding, Verdict};
use balcao_access::labels;
use balcao_store::Db;
use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::app::Opened;
use crate::config::Config;
use crate::{Outcome, app};

/// The parts, in the order in which they are tried; those in one group are tried together.
const GROUPS: [&[&str]; 6] =
    [&["database"], &[balcao_files::PART], &[balcao_post::PART], &["bank"], &["radius"], &["olt", "ping"]];

/// Which parts are tried.
#[derive(Args)]
pub struct Check {
    /// Only this part; may be repeated.
    #[arg(long, value_name = "PART", value_parser = PossibleValuesParser::new(GROUPS.concat()))]
    only: Vec<String>,
}

impl Check {
    pub async fn run(self, config: &Config) -> Outcome {
        let wanted = |part: &str| self.only.is_empty() || self.only.iter().any(|only| only == part);
        // What everything else stands on. Its failure is told by what opened it.
        let db = app::database(config).await?;
        let mut failed = 0;
        for group in GROUPS.into_iter().filter(|group| group.iter().any(|part| wanted(part))) {
            let found = tried(group[0], config, &db).await?;
            for finding in found.iter().filter(|finding| wanted(finding.part)) {
                failed += usize::from(finding.verdict == Verdict::Failed);
                print(finding);
            }
        }
        match failed {
            0 => Ok(()),
            1 => Err("one part does not work".into()),
            _ => Err(format!("{failed} parts do not work").into()),
        }
    }
}

/// Tries a group by the name of its first part.
async fn tried(group: &str, config: &Config, db: &Db) -> Opened<Vec<Finding>> {
    Ok(match group {
        balcao_files::PART => vec![app::files(config)?.check().await],
        balcao_post::PART => balcao_post::check(db).await?,
        "bank" => balcao_bank::check(db).await?,
        "olt" => balcao_optics::check(db, &app::vendors(config)?).await?,
        "radius" => app::radius(config, db)?.check().await?,
        _ => vec![database(config, db).await],
    })
}

/// It was opened, migrated and its keys fit; here something is written and rolled back.
async fn database(config: &Config, db: &Db) -> Finding {
    // The address may hold a password.
    let kind = if db.is_sqlite() { "SQLite" } else { "PostgreSQL" };
    let written = async {
        let tx = db.write().await?;
        drop(tx);
        db.ready().await
    };
    match written.await {
        Ok(()) => Finding::works(
            "database",
            kind,
            labels!(
                pt: "Banco de dados e chaves abertos.",
                en: "The database and the keys are open.",
                es: "Base de datos y claves abiertas.",
            ),
        ),
        Err(error) => {
            let why = error.to_string();
            let key = config.key_file.display();
            Finding::failed(
                "database",
                kind,
                labels!(pt: "O banco não respondeu: {why}", en: "The database did not answer: {why}", es: "La base no respondió: {why}"),
                labels!(
                    pt: "Confira --database, o espaço em disco e o arquivo de chaves {key}.",
                    en: "Check --database, the space on the disk and the key file {key}.",
                    es: "Revise --database, el espacio en disco y el archivo de claves {key}.",
                ),
            )
        }
    }
}

/// What was found, for the operator.
pub fn print(finding: &Finding) {
    let word = match finding.verdict {
        Verdict::Works => "ok",
        Verdict::Warning => "warning",
        Verdict::Failed => "FAILED",
    };
    let which = if finding.which.is_empty() { String::new() } else { format!(" ({})", finding.which) };
    println!("{word:7} {}{which}: {}", finding.part, finding.says.text(Locale::En));
    if let Some(remedy) = &finding.remedy {
        println!("        {}", remedy.text(Locale::En));
    }
}
