//! The demonstration as a whole: its data, its password, and how its pages introduce it. What plays
//! a real part's role, such as the bank, is only ever here.

use std::fmt;
use std::sync::Arc;

use balcao_access::audit::{self, Act, Line};
use balcao_access::users::{self, PasswordHash};
use balcao_access::{Labels, companies};
use balcao_files::Files;
use balcao_messages::{Security, Server, set_server};
use balcao_network::Equipment;
use balcao_optics::Vendors;
use balcao_store::Db;
use balcao_web::{DemoCustomer, DemoUser};
use chrono::Utc;

use crate::app::{self, Opened};
use crate::command::demo::progress;
use crate::config::Config;
use crate::demo::mailbox::Mailbox;
use crate::demo::{self, Demo, Figure, Report, USERS};

/// Every user's password where nobody but this machine can reach the desk.
pub const PASSWORD: &str = "demonstracao";

/// A demonstration that is ready to be served.
pub struct Demonstration {
    password: String,
    local: bool,
    mailbox: Mailbox,
}

/// Fills an empty database.
pub async fn fill(
    db: &Db,
    files: &Files,
    people: u32,
    password: &str,
    progress: impl Fn(u32, u32),
) -> Result<Report, demo::DemoError> {
    let today = Utc::now().with_timezone(&chrono_tz::America::Sao_Paulo).date_naive();
    let what = Demo { people, today, password: password.to_owned() };
    demo::create(db, files, &what, |done| progress(done, people)).await
}

/// Fills the database when it is empty, and sees to the password. A database that holds anything but
/// the demonstration is refused: its users would be handed a password that is printed.
pub async fn ready(db: &Db, config: &Config) -> Opened<Demonstration> {
    let known = companies::list(&mut db.read().await?).await?;
    if known.iter().any(|company| !demo::COMPANIES.contains(&company.name.as_str())) {
        return Err("this database is not the demonstration's: serve it without --demo".into());
    }
    let local = config.is_local();
    let password = if local { PASSWORD.to_owned() } else { random()? };
    if known.is_empty() {
        fill(db, &app::files(config)?, demo::PEOPLE, &password, progress()).await?;
    } else if !local {
        let hash = PasswordHash::of(&password).await?;
        let mut tx = db.write().await?;
        let mut lines = Vec::new();
        for user in &USERS {
            let id = users::by_login(&mut tx, user.login).await?.id;
            users::set_password(&mut tx, id, &hash).await?;
            lines.push(Line::new(Act::PasswordSet).fields(serde_json::json!({ "user": id })));
        }
        audit::commit(tx, lines).await?;
    }
    let mailbox = Mailbox::default();
    post(db, mailbox.open().await?).await?;
    Ok(Demonstration { password, local, mailbox })
}

/// Has every company send its mail by the demonstration's server.
async fn post(db: &Db, port: u16) -> Opened<()> {
    let mut tx = db.write().await?;
    let mut lines = Vec::new();
    for company in companies::list(&mut tx).await? {
        let server = Server {
            host: "127.0.0.1".into(),
            port,
            security: Security::None,
            authority: None,
            login: None,
            from_address: "atendimento@demonstracao.example".into(),
            from_name: company.trade_name,
            reply_to: None,
        };
        lines.push(set_server(&mut tx, company.id, &server).await?);
    }
    audit::commit(tx, lines).await?;
    Ok(())
}

/// Refuses to serve the demonstration's database to others as if it were a provider's: its users'
/// password is published.
pub async fn refuse(db: &Db, config: &Config) -> Opened<()> {
    let known = companies::list(&mut db.read().await?).await?;
    if !config.is_local() && known.iter().any(|company| demo::COMPANIES.contains(&company.name.as_str())) {
        return Err(
            "this database is the demonstration's: serve it with --demo, or to this machine alone".into()
        );
    }
    Ok(())
}

/// Starts the bank of the demonstration, which stops when it is dropped.
pub async fn bank(db: &Db) -> Opened<balcao_bank::peer::Peer> {
    demo::bank::open(db).await
}

/// The access servers, OLTs and lines of the demonstration; they answer from here on.
pub async fn equipment(db: &Db, config: &Config, vendors: Vendors) -> Opened<Equipment> {
    demo::olt::start(db).await?;
    let fibre = demo::equipment::fibre(balcao_optics::olt(db.clone(), vendors));
    let zone = balcao_web::WebConfig::default().zone;
    demo::nas::start(db, &config.files, zone, fibre).await
}

/// Sixteen characters that nobody guesses.
pub fn random() -> Opened<String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes)?;
    // 32 letters and digits that are not mistaken for one another: five bits of each byte.
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    Ok(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
}

/// The users that the sign-in page lists, and what each can do.
fn can(login: &str) -> Option<Labels> {
    let labels = match login {
        "ana" => Labels::new(
            "suporte, primeiro nível: atende, emite 2ª via, reagenda",
            "support, first level: serves, second copies, reschedules",
            "soporte, primer nivel: atiende, emite 2ª vía, reprograma",
        ),
        "bruno" => Labels::new(
            "suporte, segundo nível: nas duas empresas, vê CPF e CNPJ",
            "support, second level: in both companies, sees taxpayer numbers",
            "soporte, segundo nivel: en las dos empresas, ve CPF y CNPJ",
        ),
        "carla" => Labels::new(
            "financeiro: pode dispensar encargos ao reagendar",
            "finance: may waive charges when rescheduling",
            "finanzas: puede eximir de cargos al reprogramar",
        ),
        "davi" => {
            Labels::new("administrador: vê tudo", "administrator: sees everything", "administrador: ve todo")
        }
        "eva" => Labels::new(
            "retenção: sem histórico financeiro nem reagendamento",
            "retention: without billing history and rescheduling",
            "retención: sin historial financiero ni reprogramación",
        ),
        _ => return None,
    };
    Some(labels)
}

/// What is special about the customers of the card.
fn hint(figure: Figure) -> Labels {
    match figure {
        Figure::TwoTags => Labels::new(
            "tem duas etiquetas, uma delas sem conexão",
            "has two tags, one of them without a connection",
            "tiene dos etiquetas, una de ellas sin conexión",
        ),
        Figure::Blocked => Labels::new("está bloqueado", "is blocked", "está bloqueado"),
        Figure::NoContract => Labels::new("não tem contrato", "has no contract", "no tiene contrato"),
        Figure::Promise => Labels::new(
            "está bloqueada e não cumpriu uma promessa",
            "is blocked and broke a promise",
            "está bloqueada y no cumplió una promesa",
        ),
        Figure::Homonym => {
            Labels::new("são dois com o mesmo nome", "are two of one name", "son dos con el mismo nombre")
        }
    }
}

impl Demonstration {
    /// What the pages say of it. Where others can reach the desk the password stands on the console alone.
    pub fn into_web(self) -> balcao_web::Demo {
        let users = USERS.iter().filter_map(|user| {
            Some(DemoUser { login: user.login.into(), name: user.name.into(), can: can(user.login)? })
        });
        let customers =
            Figure::ALL.map(|figure| DemoCustomer { search: figure.name().into(), hint: hint(figure) });
        let mailbox = self.mailbox;
        balcao_web::Demo {
            password: self.local.then_some(self.password),
            users: users.collect(),
            customers: customers.into(),
            mailbox: Arc::new(move || mailbox.mails()),
        }
    }
}

impl fmt::Display for Demonstration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "This is a demonstration. Sign in with the password {} as", self.password)?;
        for user in USERS {
            if let Some(can) = can(user.login) {
                writeln!(f, "  {:6} {}", user.login, can.text(balcao_access::Locale::En))?;
            }
        }
        Ok(())
    }
}
