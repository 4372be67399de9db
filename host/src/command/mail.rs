//! `balcao mail`.

use std::path::PathBuf;

use balcao_access::{Locale, audit, companies};
use balcao_messages::{
    Password, Places, Security, Server, Template, html, remove_server, server_of, set_server, set_template,
    template_of,
};
use balcao_store::Db;
use balcao_web::Part;
use clap::{ArgAction, Args, Subcommand};

use super::company::Of;
use super::secret;
use crate::config::Config;
use crate::trials::Trials;
use crate::{Outcome, app};

/// How a company sends mail to its customers.
#[derive(Subcommand)]
pub enum Mail {
    /// Sets the SMTP server. With --user its password is read from standard input.
    Set(Set),
    /// Sets what stands around every mail; what is not given stays as it is.
    Template(Around),
    /// Shows the server and the template.
    Show(Of),
    /// Shows a mail as customers get it, with made-up values.
    Preview(Preview),
    /// Sends a mail to try the server.
    Test(Test),
    /// Forgets the server: no mail is sent any more.
    Remove(Of),
}

/// The server.
#[derive(Args)]
pub struct Set {
    #[command(flatten)]
    of: Of,
    /// The server's name; its certificate has to be of this name.
    #[arg(long)]
    host: String,
    /// Its port: 587 is usual for starttls, 465 for tls.
    #[arg(long, default_value_t = 587)]
    port: u16,
    /// tls, starttls, or none (a server on this machine or without a password).
    #[arg(long, default_value = "starttls")]
    security: Security,
    /// The certificate (PEM) of an authority of your own that the server's is from.
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
    /// The user that signs in.
    #[arg(long)]
    user: Option<String>,
    /// The address that customers see.
    #[arg(long, value_name = "ADDRESS")]
    from: String,
    /// The name that customers see; the company's trade name unless given.
    #[arg(long, value_name = "NAME")]
    from_name: Option<String>,
    /// The address that answers go to.
    #[arg(long, value_name = "ADDRESS")]
    reply_to: Option<String>,
}

/// What stands around a mail. Texts may hold {nome}, {empresa} and {protocolo}.
#[derive(Args)]
pub struct Around {
    #[command(flatten)]
    of: Of,
    /// Stands before every subject.
    #[arg(long, value_name = "TEXT")]
    prefix: Option<String>,
    /// Stands above every text; the texts of the standard pack greet by themselves.
    #[arg(long, value_name = "TEXT")]
    greeting: Option<String>,
    /// Stands below every text.
    #[arg(long, value_name = "TEXT")]
    signature: Option<String>,
    /// Whether a customer is told the protocol, with date and hour, when a request opens.
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    announce: Option<bool>,
}

/// What is shown.
#[derive(Args)]
pub struct Preview {
    #[command(flatten)]
    of: Of,
    /// The HTML that stands beside the text.
    #[arg(long)]
    html: bool,
}

/// Where the trial goes.
#[derive(Args)]
pub struct Test {
    #[command(flatten)]
    of: Of,
    /// The address.
    #[arg(long, value_name = "ADDRESS")]
    to: String,
}

impl Mail {
    pub async fn run(self, config: &Config) -> Outcome {
        let db = app::database(config).await?;
        match self {
            Mail::Set(set) => set.run(&db).await,
            Mail::Template(around) => around.run(&db).await,
            Mail::Show(of) => show(&db, &of).await,
            Mail::Preview(preview) => preview.run(&db).await,
            Mail::Test(test) => test.run(config, &db).await,
            Mail::Remove(of) => remove(&db, &of).await,
        }
    }
}

impl Set {
    async fn run(self, db: &Db) -> Outcome {
        let authority = match self.authority {
            None => None,
            Some(file) => Some(
                std::fs::read_to_string(&file).map_err(|e| format!("cannot read {}: {e}", file.display()))?,
            ),
        };
        let login = match self.user {
            None => None,
            Some(user) => Some((user, Password::new(secret::read("the server's password")?))),
        };
        let mut tx = db.write().await?;
        let company = self.of.id(&mut tx).await?;
        let company = companies::one(&mut tx, company).await?;
        let server = Server {
            host: self.host,
            port: self.port,
            security: self.security,
            authority,
            login,
            from_address: self.from,
            from_name: self.from_name.unwrap_or_else(|| company.trade_name.clone()),
            reply_to: self.reply_to,
        };
        let line = set_server(&mut tx, company.id, &server).await?;
        audit::commit(tx, vec![line]).await?;
        println!("{} sends its mail by {}:{}", company.trade_name, server.host, server.port);
        println!("try it: balcao check --only smtp; balcao mail test --to ADDRESS");
        Ok(())
    }
}

impl Around {
    async fn run(self, db: &Db) -> Outcome {
        let mut tx = db.write().await?;
        let company = self.of.id(&mut tx).await?;
        let before = template_of(&mut tx, company).await?;
        let template = Template {
            subject_prefix: self.prefix.unwrap_or(before.subject_prefix),
            greeting: self.greeting.unwrap_or(before.greeting),
            signature: self.signature.unwrap_or(before.signature),
            announce: self.announce.unwrap_or(before.announce),
        };
        let line = set_template(&mut tx, company, &template).await?;
        audit::commit(tx, vec![line]).await?;
        println!("the template is set; see it: balcao mail preview");
        Ok(())
    }
}

async fn show(db: &Db, of: &Of) -> Outcome {
    let mut conn = db.read().await?;
    let company = of.id(&mut conn).await?;
    match server_of(&mut conn, db.keys(), company).await? {
        None => println!("server: none; mails to customers are refused"),
        Some(server) => {
            println!("server: {}:{} ({})", server.host, server.port, server.security);
            match &server.login {
                Some((user, _)) => println!("user: {user}, with a password"),
                None => println!("user: none"),
            }
            println!("from: {} <{}>", server.from_name, server.from_address);
            if let Some(address) = &server.reply_to {
                println!("answers go to: {address}");
            }
            if server.authority.is_some() {
                println!("authority: one of the provider's own beside the system's");
            }
        }
    }
    let template = template_of(&mut conn, company).await?;
    println!("prefix of subjects: {}", template.subject_prefix);
    println!("greeting: {}", template.greeting);
    println!("signature: {}", template.signature);
    println!("a request that opens is announced: {}", if template.announce { "yes" } else { "no" });
    Ok(())
}

impl Preview {
    async fn run(self, db: &Db) -> Outcome {
        let mut conn = db.read().await?;
        let company = self.of.id(&mut conn).await?;
        let company = companies::one(&mut conn, company).await?;
        let template = template_of(&mut conn, company.id).await?;
        let places = Places {
            name: "Maria da Silva".into(),
            company: company.trade_name,
            protocol: "10261124000001".into(),
        };
        let text = "Este é o texto da mensagem.\n\nFatura 1: R$ 99,90, vencimento 10/12/2026";
        let letter = template.around("Assunto da mensagem", text, &places);
        println!("Subject: {}\n", letter.subject);
        println!("{}", if self.html { html(&letter.text) } else { letter.text });
        Ok(())
    }
}

impl Test {
    async fn run(self, config: &Config, db: &Db) -> Outcome {
        let mut conn = db.read().await?;
        let company = self.of.id(&mut conn).await?;
        drop(conn);
        let found = Trials::new(config, db)?.of(Part::Mail { company, to: Some(self.to) }).await?;
        let says = found.says.text(Locale::En);
        match found.remedy {
            None => {
                println!("{says}");
                Ok(())
            }
            Some(remedy) => Err(format!("{says} {}", remedy.text(Locale::En)).into()),
        }
    }
}

async fn remove(db: &Db, of: &Of) -> Outcome {
    let mut tx = db.write().await?;
    let company = of.id(&mut tx).await?;
    let line = remove_server(&mut tx, company).await?.ok_or("the company has no mail server")?;
    audit::commit(tx, vec![line]).await?;
    println!("no mail is sent any more");
    Ok(())
}
