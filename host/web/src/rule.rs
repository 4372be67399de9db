//! Who may open a page. Each rule hands its handler a proof, and nothing else does.

use std::future::Future;
use std::str::FromStr;

use axum::extract::RawPathParams;
use balcao_access::{Actor, Right};
use balcao_desk::{Attendance, RequestId};
use balcao_store::Conn;

use crate::Desk;
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
    type Proof: Send + Sync;

    /// Whether it matters who asks. Where it does not, the page needs no database to be shown.
    const ASKS_WHO: bool = true;
    /// Whether a form of somebody who is signed in must carry their session's value. That a page of
    /// ours sent it is asked always.
    const CSRF: bool = true;

    /// Its name in the table of routes.
    fn name(&self) -> String;

    /// Lets somebody through, or says why not. Who is signed in comes with a connection.
    fn prove(
        &self,
        asking: Option<(&mut Conn, Actor)>,
        params: &Params,
    ) -> impl Future<Output = Result<Self::Proof, Fault>> + Send;

    /// Notes in the audit trail that somebody was let through, where that is asked for.
    fn record(&self, _: &Desk, _: &Self::Proof) -> impl Future<Output = Result<(), Fault>> + Send {
        std::future::ready(Ok(()))
    }
}

/// Anybody, and it is the same for all.
#[derive(Clone, Copy)]
pub(crate) struct Open;

impl Rule for Open {
    type Proof = ();

    const ASKS_WHO: bool = false;

    fn name(&self) -> String {
        "public".to_owned()
    }

    async fn prove(&self, _: Option<(&mut Conn, Actor)>, _: &Params) -> Result<(), Fault> {
        Ok(())
    }
}

/// Anybody, signed in or not. Its forms carry no value of a session: whoever signs in on a second
/// tab has a session by then which the form on the first does not know.
#[derive(Clone, Copy)]
pub(crate) struct Entrance;

impl Rule for Entrance {
    type Proof = Option<Actor>;

    const CSRF: bool = false;

    fn name(&self) -> String {
        "public".to_owned()
    }

    async fn prove(&self, asking: Option<(&mut Conn, Actor)>, _: &Params) -> Result<Option<Actor>, Fault> {
        Ok(asking.map(|(_, actor)| actor))
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

    async fn prove(&self, asking: Option<(&mut Conn, Actor)>, _: &Params) -> Result<Actor, Fault> {
        asking.map(|(_, actor)| actor).ok_or(Fault::SignIn(Held::default()))
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

    async fn prove(&self, asking: Option<(&mut Conn, Actor)>, _: &Params) -> Result<Actor, Fault> {
        let (_, actor) = asking.ok_or(Fault::SignIn(Held::default()))?;
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

    async fn prove(&self, asking: Option<(&mut Conn, Actor)>, params: &Params) -> Result<Attendance, Fault> {
        let (conn, actor) = asking.ok_or(Fault::SignIn(Held::default()))?;
        let request: RequestId = params.get("request")?;
        Ok(Attendance::open(conn, &actor, request).await?)
    }

    /// That somebody looked at a customer, by whichever page.
    async fn record(&self, desk: &Desk, attendance: &Attendance) -> Result<(), Fault> {
        desk.opened.record(&desk.db, attendance).await
    }
}

/// Whoever may serve the request that the path names and whose profile has this right, too.
#[derive(Clone, Copy)]
pub(crate) struct ServesWith(pub Right);

impl Rule for ServesWith {
    type Proof = Attendance;

    fn name(&self) -> String {
        format!("serves+right:{}", self.0)
    }

    async fn prove(&self, asking: Option<(&mut Conn, Actor)>, params: &Params) -> Result<Attendance, Fault> {
        let attendance = Serves.prove(asking, params).await?;
        if attendance.actor().may(self.0) { Ok(attendance) } else { Err(Fault::Forbidden) }
    }

    async fn record(&self, desk: &Desk, attendance: &Attendance) -> Result<(), Fault> {
        Serves.record(desk, attendance).await
    }
}
