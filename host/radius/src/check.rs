//! Trying all of it for real, in words with what to change.

use balcao_access::finding::Finding;
use balcao_access::{AccessError, companies, labels};
use balcao_network::nas::{self, Nas};
use balcao_network::{Access, connections, replies};
use balcao_store::{Conn, StoreError};

use crate::Radius;
use crate::client::{Answer, Target};
use crate::packet::{Code, Packet, attribute};
use crate::source::{Source, on_source};

const PART: &str = "radius";
/// A session that no access server has.
const NO_SESSION: &str = "balcao-check-no-such-session";

impl Radius {
    /// Reads a row of every table, and asks every access server to end a session that nobody has:
    /// that it says no proves the secret.
    pub async fn check(&self) -> Result<Vec<Finding>, AccessError> {
        let mut findings = self.databases().await;
        let mut conn = self.db.read().await?;
        let mut known = Vec::new();
        for company in companies::list(&mut conn).await? {
            findings.extend(says_what_blocks(&mut conn, &company).await?);
            let here = nas::list(&mut conn, company.id).await?;
            let named = connections::access_servers(&mut conn, company.id).await?;
            let unknown = named.into_iter().filter(|name| !here.iter().any(|nas| nas.name == *name));
            findings.extend(unknown.map(|name| of_unknown(&company, name)));
            for nas in here {
                if let Some(secret) = nas::secret(&mut conn, self.db.keys(), company.id, nas.id).await? {
                    known.push((nas, secret));
                }
            }
        }
        drop(conn);
        if known.is_empty() {
            findings.push(Finding::warning(
                PART,
                "",
                labels!(pt: "nenhum concentrador cadastrado", en: "no access server is known", es: "ningún concentrador registrado"),
                labels!(pt: "balcao nas add NOME --company EMPRESA --address IP", en: "balcao nas add NAME --company COMPANY --address IP", es: "balcao nas add NOMBRE --company EMPRESA --address IP"),
            ));
        }
        for (nas, secret) in known {
            findings.push(self.access_server(&nas, secret.expose().as_bytes()).await);
        }
        Ok(findings)
    }

    /// Asks one to end a session that it does not have.
    pub async fn access_server(&self, nas: &Nas, secret: &[u8]) -> Finding {
        let target = Target { address: nas.socket(), secret: secret.into() };
        let make = |identifier| {
            let now = u32::try_from(balcao_store::now().timestamp()).unwrap_or(u32::MAX);
            Packet::new(Code::DisconnectRequest, identifier)
                .with(attribute::USER_NAME, NO_SESSION)
                .with(attribute::ACCT_SESSION_ID, NO_SESSION)
                .with(attribute::EVENT_TIMESTAMP, now.to_be_bytes())
        };
        let answer = self.client.ask(&target, make).await;
        of_answer(nas, &answer)
    }

    async fn databases(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        match &self.accounting {
            None => findings.push(Finding::warning(
                PART,
                "radacct",
                labels!(pt: "a contabilização não está configurada: sem sessão, sem consumo", en: "accounting is not set up: no session, no usage", es: "la contabilidad no está configurada: sin sesión, sin consumo"),
                labels!(pt: "radius-accounting-url: o banco do FreeRADIUS, só para leitura", en: "radius-accounting-url: FreeRADIUS's database, to be read", es: "radius-accounting-url: la base de FreeRADIUS, solo lectura"),
            )),
            Some(source) => {
                findings.push(of_table("radacct", read(source, ACCOUNTING).await));
                findings.extend(index_missing(source).await);
            }
        }
        match &self.tables {
            None => findings.push(Finding::warning(
                PART,
                "radcheck",
                labels!(pt: "as tabelas do RADIUS não estão configuradas: senha e bloqueio ficam na fila", en: "the RADIUS tables are not set up: passwords and blocks wait", es: "las tablas de RADIUS no están configuradas: contraseña y bloqueo esperan"),
                labels!(pt: "radius-url: o banco do FreeRADIUS, com direito de escrever radcheck, radreply e radusergroup", en: "radius-url: FreeRADIUS's database, with the right to write radcheck, radreply and radusergroup", es: "radius-url: la base de FreeRADIUS, con derecho de escribir radcheck, radreply y radusergroup"),
            )),
            Some(source) => {
                for (table, statements) in TABLES {
                    findings.push(of_table(table, write(source, statements).await));
                }
                findings.push(of_table("radgroupreply", read(source, GROUP_REPLIES).await));
            }
        }
        findings
    }
}

const ACCOUNTING: &str =
    "SELECT radacctid, acctsessionid, username, nasipaddress, acctstarttime, acctupdatetime,
    acctstoptime, acctinterval, acctsessiontime, acctinputoctets, acctoutputoctets, framedipaddress
    FROM radacct LIMIT 0";
const GROUP_REPLIES: &str = "SELECT id, groupname, attribute, value FROM radgroupreply LIMIT 0";
/// What the desk writes, tried on a login that nobody has, and rolled back.
const TABLES: [(&str, &str); 3] = [
    (
        "radcheck",
        "INSERT INTO radcheck (username, attribute, op, value) VALUES ('balcao-check', 'Cleartext-Password', ':=', 'x'); UPDATE radcheck SET op = ':=' WHERE username = 'balcao-check'; DELETE FROM radcheck WHERE username = 'balcao-check'",
    ),
    (
        "radreply",
        "INSERT INTO radreply (username, attribute, op, value) VALUES ('balcao-check', 'Reply-Message', ':=', 'x'); DELETE FROM radreply WHERE username = 'balcao-check'",
    ),
    (
        "radusergroup",
        "INSERT INTO radusergroup (username, groupname, priority) VALUES ('balcao-check', 'balcao-check', 0); DELETE FROM radusergroup WHERE username = 'balcao-check'",
    ),
];

async fn read(source: &Source, sql: &'static str) -> Result<(), sqlx::Error> {
    on_source!(source, pool => sqlx::query(sql).execute(pool).await.map(drop))
}

/// Does it, and undoes it.
async fn write(source: &Source, statements: &'static str) -> Result<(), sqlx::Error> {
    on_source!(source, pool => {
        let mut tx = pool.begin_with(source.begin()).await?;
        sqlx::raw_sql(statements).execute(&mut *tx).await?;
        tx.rollback().await
    })
}

fn of_table(table: &'static str, tried: Result<(), sqlx::Error>) -> Finding {
    let Err(error) = tried else {
        return Finding::works(
            PART,
            table,
            labels!(pt: "o banco responde e a tabela está lá", en: "the database answers and the table is there", es: "la base responde y la tabla está allí"),
        );
    };
    // What a database says of a statement of ours holds no secret and no customer.
    let said = match &error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::PoolTimedOut => "timeout".into(),
        sqlx::Error::Io(error) => error.kind().to_string(),
        _ => "?".into(),
    };
    let remedy = if matches!(error, sqlx::Error::Database(_)) {
        labels!(pt: "conferir o esquema do FreeRADIUS 3.2 e os direitos do usuário do banco", en: "check the schema of FreeRADIUS 3.2 and the rights of the database's user", es: "revisar el esquema de FreeRADIUS 3.2 y los derechos del usuario de la base")
    } else {
        labels!(pt: "conferir o endereço em radius-url e radius-accounting-url, o firewall e o servidor", en: "check the address in radius-url and radius-accounting-url, the firewall and the server", es: "revisar la dirección en radius-url y radius-accounting-url, el firewall y el servidor")
    };
    let says = labels!(pt: "não funciona: {said}", en: "does not work: {said}", es: "no funciona: {said}");
    Finding::failed(PART, table, says, remedy)
}

/// Whether a subscriber's sessions are found without reading all of `radacct`.
async fn index_missing(source: &Source) -> Option<Finding> {
    let sql = match source {
        Source::Sqlite(_) => {
            "SELECT count(*) FROM pragma_index_list('radacct') l, pragma_index_info(l.name) i
             WHERE i.seqno = 0 AND i.name = 'username'"
        }
        Source::Postgres(_) => {
            "SELECT count(*) FROM pg_indexes WHERE tablename = 'radacct' AND indexdef LIKE '%(username%'"
        }
    };
    let known: i64 = on_source!(source, pool => sqlx::query_scalar(sql).fetch_one(pool).await).ok()?;
    (known == 0).then(|| {
        Finding::warning(
            PART,
            "radacct",
            labels!(pt: "nenhum índice começa por username: o consumo fica lento com o tempo", en: "no index begins with username: usage becomes slow in time", es: "ningún índice empieza por username: el consumo se vuelve lento con el tiempo"),
            labels!(pt: "CREATE INDEX CONCURRENTLY radacct_username ON radacct (username, acctstarttime)", en: "CREATE INDEX CONCURRENTLY radacct_username ON radacct (username, acctstarttime)", es: "CREATE INDEX CONCURRENTLY radacct_username ON radacct (username, acctstarttime)"),
        )
    })
}

async fn says_what_blocks(
    conn: &mut Conn,
    company: &companies::Company,
) -> Result<Option<Finding>, StoreError> {
    let replies = replies::of(conn, company.id).await?;
    let silent = replies.of(Access::Blocked) == replies::Reply::default();
    Ok(silent.then(|| {
        Finding::warning(
            PART,
            &company.trade_name,
            labels!(pt: "não se sabe como o RADIUS bloqueia uma linha: bloqueios ficam na fila", en: "it is not known how RADIUS blocks a line: blocks wait", es: "no se sabe cómo RADIUS bloquea una línea: los bloqueos esperan"),
            labels!(pt: "balcao nas reply blocked --company EMPRESA --group GRUPO", en: "balcao nas reply blocked --company COMPANY --group GROUP", es: "balcao nas reply blocked --company EMPRESA --group GRUPO"),
        )
    }))
}

fn of_unknown(company: &companies::Company, name: String) -> Finding {
    let company = &company.trade_name;
    Finding::warning(
        PART,
        name.clone(),
        labels!(pt: "linhas de {company} estão neste concentrador, que não está cadastrado", en: "lines of {company} are at this access server, which is not known", es: "líneas de {company} están en este concentrador, que no está registrado"),
        labels!(pt: "balcao nas add {name} --company \"{company}\" --address IP", en: "balcao nas add {name} --company \"{company}\" --address IP", es: "balcao nas add {name} --company \"{company}\" --address IP"),
    )
}

fn of_answer(nas: &Nas, answer: &Answer) -> Finding {
    let at = nas.socket();
    let check = || labels!(pt: "conferir endereço, porta, firewall e se o concentrador aceita Disconnect deste servidor; muitos calam quando o segredo é outro", en: "check address, port, firewall, and that it takes Disconnect from this host; many are silent when the secret is another", es: "revisar dirección, puerto, firewall y que acepte Disconnect de este servidor; muchos callan cuando el secreto es otro");
    match answer {
        Answer::Nak(_) => Finding::works(
            PART,
            &nas.name,
            labels!(pt: "responde em {at} e o segredo confere", en: "answers at {at}, and the secret is right", es: "responde en {at} y el secreto es correcto"),
        ),
        Answer::Ack => Finding::warning(
            PART,
            &nas.name,
            labels!(pt: "responde em {at}, mas diz sim a uma sessão que não existe", en: "answers at {at}, but says yes to a session that does not exist", es: "responde en {at}, pero dice sí a una sesión que no existe"),
            labels!(pt: "conferir que ele encerra por Acct-Session-Id", en: "check that it ends sessions by Acct-Session-Id", es: "revisar que termine por Acct-Session-Id"),
        ),
        Answer::Silence { unsigned: true } => Finding::failed(
            PART,
            &nas.name,
            labels!(pt: "algo respondeu em {at} sem a assinatura certa", en: "something at {at} answered without the right signature", es: "algo respondió en {at} sin la firma correcta"),
            labels!(pt: "o segredo é outro: balcao nas change", en: "the secret is another: balcao nas change", es: "el secreto es otro: balcao nas change"),
        ),
        Answer::Nobody => Finding::failed(
            PART,
            &nas.name,
            labels!(pt: "ninguém escuta em {at}", en: "nobody listens at {at}", es: "nadie escucha en {at}"),
            check(),
        ),
        Answer::Silence { unsigned: false } | Answer::Resting => Finding::failed(
            PART,
            &nas.name,
            labels!(pt: "não respondeu em {at}", en: "did not answer at {at}", es: "no respondió en {at}"),
            check(),
        ),
    }
}
