//! Who may open a page. Each rule hands its handler a proof, and nothing else does.

use std::future::Future;
use std::str::FromStr;

use axum::extract::RawPathParams;
use balcao_access::{Actor, Right};
use balcao_desk::{Attendance, Refused, RequestId};
use balcao_store::Conn;

use crate::fault::{Fault, Held};

/// What a path's `{parameters}` were.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    pub fn new(raw: Option<RawPathParams>) -> Params {
        let pairs =
            raw.iter().flat_map(|raw| raw.iter()).map(|(name, value)| (name.to_owned(), value.to_owned()));
        Params(pairs.collect())
    }

    /// One of them. What does not parse is an address that does not exist.
    pub fn get<T: FromStr>(&self, name: &str) -> Result<T, Fault> {
        let value = self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        value.and_then(|value| value.parse().ok()).ok_or(Fault::NotFound)
    }
}

/// Decides who may open a page, and proves it.
pub(crate) trait Rule: Copy + Send + Sync + 'static {
    /// What the handler gets.
    type Proof: Send;

    /// Its name in the table of routes.
    fn name(&self) -> String;

    /// Lets somebody through, or says why not.
    fn prove(
        &self,
        conn: &mut Conn,
        actor: Option<Actor>,
        params: &Params,
    ) -> impl Future<Output = Result<Self::Proof, Fault>> + Send;
}

/// Anybody, signed in or not.
#[derive(Clone, Copy)]
pub(crate) struct Public;

impl Rule for Public {
    type Proof = Option<Actor>;

    fn name(&self) -> String {
        "public".to_owned()
    }

    async fn prove(&self, _: &mut Conn, actor: Option<Actor>, _: &Params) -> Result<Option<Actor>, Fault> {
        Ok(actor)
    }
}

/// Whoever is signed in.
#[derive(Clone, Copy)]
pub(crate) struct SignedIn;

impl Rule for SignedIn {
    type Proof = Actor;

    fn name(&self) -> String {
        "signed-in".to_owned()
    }

    async fn prove(&self, _: &mut Conn, actor: Option<Actor>, _: &Params) -> Result<Actor, Fault> {
        actor.ok_or(Fault::SignIn(Held::default()))
    }
}

/// Whoever is signed in and whose profile has this right.
#[derive(Clone, Copy)]
pub(crate) struct Has(pub Right);

impl Rule for Has {
    type Proof = Actor;

    fn name(&self) -> String {
        format!("right:{}", self.0)
    }

    async fn prove(&self, _: &mut Conn, actor: Option<Actor>, _: &Params) -> Result<Actor, Fault> {
        let actor = actor.ok_or(Fault::SignIn(Held::default()))?;
        if actor.may(self.0) { Ok(actor) } else { Err(Fault::Forbidden) }
    }
}

/// Whoever may serve the request that the path names.
#[derive(Clone, Copy)]
pub(crate) struct Serves;

impl Rule for Serves {
    type Proof = Attendance;

    fn name(&self) -> String {
        "serves".to_owned()
    }

    async fn prove(
        &self,
        conn: &mut Conn,
        actor: Option<Actor>,
        params: &Params,
    ) -> Result<Attendance, Fault> {
        let actor = actor.ok_or(Fault::SignIn(Held::default()))?;
        let request: RequestId = params.get("request")?;
        match Attendance::open(conn, &actor, request).await {
            Ok(attendance) => Ok(attendance),
            Err(Refused::NotFound) => Err(Fault::NotFound),
            Err(Refused::Denied) => Err(Fault::Forbidden),
            Err(Refused::Store(error)) => Err(error.into()),
        }
    }
}
