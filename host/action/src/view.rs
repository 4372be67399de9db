//! What a page shows of a run.

use balcao_access::UserId;
use balcao_desk::RequestId;
use balcao_desk::reports::Audience;
use balcao_plugins::canvas::{Answer, Block, Field};
use balcao_plugins::{Failure, Scene};
use balcao_store::outbox::{self, OutboxId};
use balcao_store::{DateTime, Utc};

use crate::{Problem, RunId, State};

/// A run as the user who looks at it sees it.
#[derive(Debug, Clone)]
pub struct RunView {
    /// The run.
    pub id: RunId,
    /// The request that it serves.
    pub request: RequestId,
    /// What a form of this view must send back: the version that was seen.
    pub version: i64,
    /// The plugin's name.
    pub plugin: String,
    /// The action's name within its plugin.
    pub name: String,
    /// The action's title, in the language of the page.
    pub title: String,
    /// Who made the plugin; none for the desk's own pack.
    pub vendor: String,
    /// Which step this is, from 1.
    pub step: usize,
    /// Who began it.
    pub started_by: Who,
    /// Who did the last step, and when.
    pub updated_by: Who,
    /// When that was.
    pub updated_at: DateTime<Utc>,
    /// A tool ends without the closing form.
    pub tool: bool,
    /// Why the plugin could not do what was asked just now. Nothing was done or lost; trying
    /// again, going back and leaving remain.
    pub failure: Option<Failure>,
    /// Where it stands, and what is to be seen there.
    pub phase: Phase,
}

/// A colleague, as pages name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The user.
    pub id: UserId,
    /// Their name.
    pub name: String,
}

impl Who {
    /// Whoever acts in this scene.
    pub(crate) fn of(scene: &Scene) -> Who {
        let user = &scene.actor().user;
        Who { id: user.id, name: user.name.clone() }
    }
}

/// Where a run stands, and what is to be seen there.
#[derive(Debug, Clone)]
pub enum Phase {
    /// A form.
    Asking {
        /// What the plugin drew above the form.
        blocks: Vec<Block>,
        /// The form. Empty when an earlier answer is at fault: only going back helps.
        fields: Vec<Field>,
        /// What is wrong with what was answered.
        problems: Vec<Problem>,
        /// What stands in the fields: what was just typed, or what was answered before going back.
        answers: Vec<Answer>,
    },
    /// All is known; nothing has been done.
    Review {
        /// What the plugin drew.
        blocks: Vec<Block>,
        /// What is about to change, in the host's words. Empty for an action that changes nothing.
        effects: Vec<String>,
        /// The report that the request is about to get.
        report: Report,
    },
    /// It is done. The agent goes on, or opens the closing form.
    Committed(Receipt),
    /// It is done, and the closing form is open.
    Closing(Receipt),
    /// It has ended.
    Done(Receipt),
    /// It was left: nothing was done.
    Left,
}

/// What a finished action shows, now and whenever it is looked up.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// What the plugin drew.
    pub blocks: Vec<Block>,
    /// What was changed, in the host's words.
    pub effects: Vec<String>,
    /// The report that the request got.
    pub report: Report,
    /// What has to happen outside, in order, and how that stands.
    pub outside: Vec<Outside>,
}

/// A report of an action to its request.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Report {
    /// Who may read it.
    pub audience: Audience,
    /// Its text.
    pub text: String,
}

/// Something that a finished action wants from the world outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The entry of the outbox.
    pub id: OutboxId,
    /// What kind of delivery it is, such as `charge-registration`.
    pub kind: String,
    /// How it stands.
    pub state: outbox::State,
    /// What the other side said last.
    pub answer: Option<String>,
    /// When it is tried again, where an attempt did not end it.
    pub again_at: Option<DateTime<Utc>>,
    /// Whether this desk has anybody who delivers it. Without one it waits.
    pub deliverable: bool,
}

/// A run that somebody may take up.
#[derive(Debug, Clone)]
pub struct OpenRun {
    /// The run.
    pub id: RunId,
    /// The plugin's name.
    pub plugin: String,
    /// The action's name within its plugin.
    pub name: String,
    /// Where it stands.
    pub state: State,
    /// Which step comes next, from 1.
    pub step: usize,
    /// Who did the last step.
    pub updated_by: Who,
    /// When that was.
    pub updated_at: DateTime<Utc>,
}
