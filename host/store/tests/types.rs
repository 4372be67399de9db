//! Every type that a room may use comes back from both databases as it went in.

use balcao_store::{DateTime, Json, NaiveDate, Utc, Uuid, id, now, on, testing, text_enum};
use chrono::TimeDelta;

id!(ThingId, "A thing.");

text_enum! {
    /// A state.
    pub enum State {
        /// Open.
        Open = "open",
        /// Closed.
        Closed = "closed",
    }
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
struct Thing {
    id: ThingId,
    other: Option<ThingId>,
    state: State,
    at: DateTime<Utc>,
    day: NaiveDate,
    yes: bool,
    number: i64,
    json: Json<serde_json::Value>,
    bytes: Vec<u8>,
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_in_comes_back() {
    for db in testing::databases().await {
        let table = match db.is_sqlite() {
            true => {
                "CREATE TABLE thing (id BLOB PRIMARY KEY, other BLOB, state TEXT, at TEXT,
                day TEXT, yes INTEGER, number INTEGER, json TEXT, bytes BLOB) STRICT"
            }
            false => {
                "CREATE TABLE thing (id UUID PRIMARY KEY, other UUID, state TEXT,
                at TIMESTAMPTZ, day DATE, yes BOOLEAN, number BIGINT, json JSONB, bytes BYTEA)"
            }
        };
        let thing = Thing {
            id: ThingId::new(),
            other: None,
            state: State::Closed,
            at: now(),
            day: NaiveDate::from_ymd_opt(2026, 2, 28).unwrap(),
            yes: true,
            number: i64::MAX,
            json: Json(serde_json::json!({ "nome": "São João" })),
            bytes: vec![0, 255],
        };
        let mut tx = db.write().await.unwrap();
        on!(&mut tx, c => sqlx::query(table).execute(c).await.map(drop)).unwrap();
        on!(&mut tx, c => sqlx::query(
            "INSERT INTO thing VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(thing.id).bind(thing.other).bind(thing.state).bind(thing.at).bind(thing.day)
            .bind(thing.yes).bind(thing.number).bind(&thing.json).bind(&thing.bytes)
            .execute(c).await.map(drop))
        .unwrap();
        let back: Thing = on!(&mut tx, c => sqlx::query_as("SELECT * FROM thing WHERE at = $1")
            .bind(thing.at).fetch_one(c).await)
        .unwrap();
        assert_eq!(back, thing);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn times_are_in_order_whatever_their_fraction() {
    let second: DateTime<Utc> = "2026-11-24T12:00:00Z".parse().unwrap();
    let times = [0, 1, 1_000, 1_001, 500_000, 999_999].map(|us| second + TimeDelta::microseconds(us));
    for db in testing::databases().await {
        let column = if db.is_sqlite() { "TEXT" } else { "TIMESTAMPTZ" };
        let table = sqlx::AssertSqlSafe(format!("CREATE TABLE moment (at {column} NOT NULL)"));
        let mut tx = db.write().await.unwrap();
        on!(&mut tx, c => sqlx::raw_sql(table).execute(c).await.map(drop)).unwrap();
        for at in times.iter().rev() {
            on!(&mut tx, c => sqlx::query("INSERT INTO moment VALUES ($1)")
                .bind(at).execute(c).await.map(drop))
            .unwrap();
        }
        let back: Vec<DateTime<Utc>> = on!(&mut tx, c => sqlx::query_scalar(
            "SELECT at FROM moment WHERE at >= $1 ORDER BY at").bind(times[1]).fetch_all(c).await)
        .unwrap();
        assert_eq!(back, times[1..]);
    }
}

#[test]
fn ids_and_states_are_read_from_text_or_refused() {
    let id = ThingId(Uuid::from_u128(7));
    assert_eq!(id.to_string().parse(), Ok(id));
    assert!("7".parse::<ThingId>().is_err());
    assert_eq!("open".parse(), Ok(State::Open));
    assert!("Open".parse::<State>().is_err());
    assert_eq!(
        serde_json::to_string(&(id, State::Open)).unwrap(),
        "[\"00000000-0000-0000-0000-000000000007\",\"open\"]"
    );
    assert!(serde_json::from_str::<State>("\"ajar\"").is_err());
    assert_eq!(State::ALL, [State::Open, State::Closed]);
    assert!(ThingId::new() < ThingId::new(), "ids sort by age");
}
