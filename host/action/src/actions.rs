//! Beginning runs, finding them, showing them.

use std::collections::BTreeSet;
use std::sync::Arc;

use balcao_access::{Layout, profiles};
use balcao_desk::{Attendance, RequestId, inputs};
use balcao_plugins::canvas::Answer;
use balcao_plugins::{Failure, Plugins, Scene};
use balcao_store::outbox::{self, Deliveries};
use balcao_store::{Conn, Db, now};
use tokio::sync::broadcast;

use crate::answers::is_launch;
use crate::error::RunError;
use crate::held::Held;
use crate::run::{self, Run, RunId, State};
use crate::touched::{Touched, What};
use crate::view::{OpenRun, RunView};

/// How many notices a page that is slow to listen may fall behind before it has to draw everything.
const NOTICES: usize = 256;

/// The actions of the desk. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Actions {
    pub(crate) db: Db,
    pub(crate) plugins: Plugins,
    /// The kinds of entries that this desk delivers.
    delivered: Arc<BTreeSet<String>>,
    touched: broadcast::Sender<Touched>,
}

impl Actions {
    /// The actions of these plugins over this database, and what is delivered for them.
    pub fn new(db: Db, plugins: Plugins, deliveries: &Deliveries) -> Actions {
        let delivered = deliveries.kinds().map(str::to_owned).collect();
        Actions { db, plugins, delivered: Arc::new(delivered), touched: broadcast::Sender::new(NOTICES) }
    }

    /// Whether anybody here delivers entries of that kind.
    pub fn delivers(&self, kind: &str) -> bool {
        self.delivered.contains(kind)
    }

    /// What open pages have to draw again, from now on.
    pub fn touched(&self) -> broadcast::Receiver<Touched> {
        self.touched.subscribe()
    }

    /// Tells open pages. Nobody listening is no error.
    pub(crate) fn tell(&self, touched: Touched) {
        let _ = self.touched.send(touched);
    }

    /// Tells open pages that the desk itself changed a request: any of their widgets may show it.
    pub fn changed(&self, request: RequestId) {
        self.tell(Touched { request, what: What::All });
    }

    /// What the outbox's worker calls when an entry moved: its outcome is shown on the page of its
    /// request, and what it settled may stand in any widget there.
    pub fn entry_moved(&self, entry: &outbox::Entry) {
        if let Some(request) = entry.request {
            self.changed(RequestId(request));
        }
    }

    /// Begins an action for the request being served, with the answers that its button hands over.
    pub async fn start(
        &self,
        scene: &Scene,
        plugin: &str,
        name: &str,
        launch: Vec<Answer>,
    ) -> Result<RunView, RunError> {
        if !is_launch(&launch) {
            return Err(RunError::Launch);
        }
        if scene.attendance.ended() {
            return Err(RunError::Ended);
        }
        let mut conn = self.db.read().await?;
        has_action(&mut conn, &scene.attendance, plugin, name).await?;
        drop(conn);
        let action = self.plugins.contribution(plugin, name).ok_or_else(Failure::absent)?;
        Held::begin(self, scene, action, launch).await
    }

    /// A run as it stands.
    pub async fn view(&self, scene: &Scene, run: RunId) -> Result<RunView, RunError> {
        self.hold(scene, run).await?.view().await
    }

    /// A run of the request being served, in the hands of a user whose profile has its action.
    pub(crate) async fn hold<'a>(&'a self, scene: &'a Scene, id: RunId) -> Result<Held<'a>, RunError> {
        let mut conn = self.db.read().await?;
        let run = Run::load(&mut conn, self.db.keys(), id).await?.ok_or(RunError::NotFound)?;
        if run.request != scene.attendance.request() || run.company != scene.attendance.company() {
            return Err(RunError::NotFound);
        }
        has_action(&mut conn, &scene.attendance, &run.plugin, &run.name).await?;
        let waiting = match run.state {
            State::Asking | State::Review => {
                inputs::of_run(&mut conn, &scene.attendance, id.0, now()).await?
            }
            _ => Vec::new(),
        };
        drop(conn);
        let action = self.plugins.pinned(&run.plugin, &run.name, &run.digest);
        let action = action.ok_or_else(Failure::absent);
        Ok(Held { actions: self, scene, action, run, waiting })
    }
}

/// Whether this user's profile has this action now: law 6, asked at the service at every step.
pub(crate) async fn has_action(
    conn: &mut Conn,
    attendance: &Attendance,
    plugin: &str,
    name: &str,
) -> Result<(), RunError> {
    let live = profiles::live(conn, attendance.actor().user.profile.id).await?;
    live.layout.action(plugin, name).map(drop).ok_or(RunError::NotFound)
}

/// The runs of the request being served that a user with this layout may take up, whoever began them.
pub async fn of_request(
    conn: &mut Conn,
    attendance: &Attendance,
    layout: &Layout,
) -> Result<Vec<OpenRun>, RunError> {
    let mut runs = run::open_of(conn, attendance).await?;
    runs.retain(|run| layout.action(&run.plugin, &run.name).is_some());
    Ok(runs)
}
