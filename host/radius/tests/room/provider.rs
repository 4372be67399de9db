//! A provider's RADIUS databases with FreeRADIUS's stock schema, and a desk that reaches them.

use std::path::PathBuf;

use balcao_access::{CompanyId, Right, testing};
use balcao_desk::{ContractId, TagId};
use balcao_network::equipment::{Heard, Order, Session, What};
use balcao_network::nas::{self, Nas, Secret, Vendor};
use balcao_network::replies::{self, Reply};
use balcao_network::{Access, Connection, ConnectionId, NasId};
use balcao_radius::client::Client;
use balcao_radius::{Radius, Source};
use balcao_store::testing as store;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use crate::client::quick;
use crate::freeradius::{Accounts, LOGIN, SESSION};

/// Where the provider is.
pub const ZONE: chrono_tz::Tz = chrono_tz::America::Sao_Paulo;

/// One provider, on one kind of database.
pub struct Provider {
    pub radius: Radius,
    pub company: CompanyId,
    url: String,
    file: Option<PathBuf>,
    _folder: tempfile::TempDir,
}

impl Provider {
    /// One on each kind of database.
    pub async fn both() -> Vec<Provider> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("radius.db");
        let sqlite = format!("sqlite:{}", file.display());
        vec![
            Provider::new(sqlite, Some(file), folder).await,
            Provider::new(store::postgres_address().await, None, tempfile::tempdir().unwrap()).await,
        ]
    }

    async fn new(url: String, file: Option<PathBuf>, folder: tempfile::TempDir) -> Provider {
        let dialect = if file.is_some() { "sqlite" } else { "postgresql" };
        let schema = format!("/etc/freeradius/3.0/mods-config/sql/main/{dialect}/schema.sql");
        let schema = std::fs::read_to_string(&schema)
            .expect("FreeRADIUS's schema is not there: apt-get install freeradius freeradius-postgresql");
        if let Some(file) = &file {
            std::fs::File::create(file).expect("a file");
        }
        run(&url, &schema).await;
        let db = store::sqlite().await;
        let company = testing::actor(&db, &[Right::Serve]).await.company;
        let radius = Radius {
            db,
            client: Client::with_timing(quick()),
            accounting: Some(Source::reading(&url).expect("an address")),
            tables: Some(Source::writing(&url).expect("an address")),
            zone: ZONE,
        };
        Provider { radius, company, url, file, _folder: folder }
    }

    /// Whether its database is a file.
    pub fn is_sqlite(&self) -> bool {
        self.file.is_some()
    }

    /// What FreeRADIUS is told of the database.
    pub fn accounts(&self) -> String {
        let options: sqlx::postgres::PgConnectOptions = self.url.parse().expect("an address");
        let socket =
            options.get_socket().map_or(options.get_host().to_owned(), |at| at.display().to_string());
        let password = self.url.split_once("://").and_then(|(_, rest)| rest.split_once('@'));
        let password = password.and_then(|(user, _)| user.split_once(':')).map_or("", |(_, word)| word);
        let (user, name) = (options.get_username(), options.get_database().expect("a database"));
        let port = options.get_port();
        format!("host='{socket}' port='{port}' user='{user}' password='{password}' dbname='{name}'")
    }

    /// Gives what FreeRADIUS is told of the database to `start`.
    pub fn writes_here<T>(&self, start: impl FnOnce(&Accounts) -> T) -> T {
        match &self.file {
            Some(file) => start(&Accounts::Sqlite(file)),
            None => start(&Accounts::Postgres(&self.accounts())),
        }
    }

    /// Runs SQL in the provider's database.
    pub async fn run(&self, sql: &str) {
        run(&self.url, sql).await;
    }

    /// The texts of one column, in their order.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        if self.file.is_some() {
            let mut conn = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(sql).fetch_all(&mut conn).await.unwrap()
        } else {
            let mut conn = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(sql).fetch_all(&mut conn).await.unwrap()
        }
    }

    /// Makes an access server known.
    pub async fn knows(&self, name: &str, target: std::net::SocketAddr, vendor: Vendor, secret: &str) {
        let nas = Nas {
            id: NasId::new(),
            company: self.company,
            name: name.into(),
            address: target.ip(),
            port: target.port(),
            vendor,
        };
        let mut tx = self.radius.db.write().await.unwrap();
        nas::add(&mut tx, &nas, &Secret::parse(secret).unwrap()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Says what is answered for lines of that access.
    pub async fn answers(&self, access: Access, group: Option<&str>, attribute: Option<(&str, &str)>) {
        let attribute = attribute.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let reply = Reply { group: group.map(Into::into), attribute };
        let mut tx = self.radius.db.write().await.unwrap();
        replies::set(&mut tx, self.company, access, &reply).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Orders something of the line.
    pub async fn orders(&self, what: What) -> Heard {
        let order = Order {
            key: "line/1".into(),
            company: self.company,
            login: LOGIN.into(),
            nas: "bng-1".into(),
            what,
        };
        self.radius.carry_out(order).await
    }

    /// The line.
    pub fn line(&self) -> Connection {
        Connection {
            id: ConnectionId::new(),
            tag: TagId::new(),
            contract: ContractId::new(),
            company: self.company,
            tag_code: "1".into(),
            tag_label: "Residência".into(),
            login: LOGIN.into(),
            service: "Fibra 500 Mega".into(),
            nas: "bng-1".into(),
            onu: None,
            access: Access::Normal,
            wanted: Access::Normal,
            before_unlock: None,
            has_password: true,
            awaits_password: false,
            ended_at: None,
            version: 1,
        }
    }
}

/// The session that FreeRADIUS knows.
pub fn session() -> Session {
    Session {
        id: SESSION.into(),
        since: balcao_store::now(),
        address: None,
        nas: "bng-1".into(),
        nas_address: Some([127, 0, 0, 1].into()),
    }
}

async fn run(url: &str, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    if url.starts_with("sqlite:") {
        let mut conn = SqliteConnection::connect(url).await.expect("the file");
        sqlx::raw_sql(sql).execute(&mut conn).await.expect("ran");
    } else {
        let mut conn = PgConnection::connect(url).await.expect("the server");
        sqlx::raw_sql(sql).execute(&mut conn).await.expect("ran");
    }
}
