//! Files in the form of an action: taken as they arrive, held for the field, drawn in it.

use std::collections::HashMap;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use balcao_action::{Fault as AnswerFault, Phase, Problem, RunError, RunId};
use balcao_desk::inputs::Place;
use balcao_desk::{Attendance, InputId};
use balcao_files::{ReceiveError, Stored, uploads};
use balcao_plugins::canvas::{Field, Input, Upload};
use balcao_store::Conn;
use maud::{Markup, html};

use super::refused;
use super::view::{self, Told};
use crate::answers::{self, ANSWER, KIND};
use crate::fault::Fault;
use crate::incoming::{File, Incoming, Part};
use crate::page::attendance::scene;
use crate::route::Visit;
use crate::shell::Frame;

/// The fields whose files were refused, and why.
type Refusals = Vec<(String, String)>;

/// Takes what is still arriving: texts and the handles of files are added to the form, as if they had
/// been typed. The outer error is about the form, the inner about the run.
pub(super) async fn take(
    visit: &mut Visit<Attendance>,
    run: RunId,
    mut incoming: Incoming,
) -> Result<Result<Refusals, RunError>, Fault> {
    let (mut refusals, mut broken) = (Refusals::new(), None);
    while let Some(part) = incoming.next().await? {
        let mut file = match part {
            Part::Text(name, text) => {
                visit.form.push(name, text);
                continue;
            }
            Part::File(file) => file,
        };
        let field = file.field.strip_prefix(ANSWER).unwrap_or_default().to_owned();
        match receive(visit, run, &field, &mut file).await? {
            Ok(Ok(handle)) => visit.form.push(format!("{ANSWER}{field}"), handle),
            Ok(Err(why)) => refusals.push((field, words(&visit.frame, &why))),
            Err(error) => broken = Some(error),
        }
        file.drain().await?;
    }
    Ok(broken.map_or(Ok(refusals), Err))
}

/// One file, held for its field: its handle, why it is refused, or why the run takes none.
async fn receive(
    visit: &Visit<Attendance>,
    run: RunId,
    field: &str,
    file: &mut File,
) -> Result<Result<Result<String, ReceiveError>, RunError>, Fault> {
    let (desk, scene) = (&visit.desk, scene(visit));
    let upload = match desk.actions.upload(&scene, run, field).await {
        Ok(upload) => upload,
        Err(error) => return Ok(Err(error)),
    };
    let received = async {
        let mut receiving = desk.files.receive(upload.max_bytes)?;
        while let Some(piece) = file.piece().await? {
            receiving.write(&piece).await?;
        }
        Ok(receiving.finish(&file.name, &upload.media_types).await?)
    };
    let received = match received.await {
        Ok(received) => received,
        Err(Stopped::Refused(why)) => {
            if let ReceiveError::File(error) = &why {
                tracing::error!(%error, "a file could not be stored");
            }
            return Ok(Ok(Err(why)));
        }
        Err(Stopped::Fault(fault)) => return Err(fault),
    };
    let place = Place { run: run.0, field };
    let held = desk.files.hold(&desk.db, &visit.proof, place, received, visit.now).await;
    let held = held.map_err(Fault::internal)?;
    Ok(Ok(Ok(desk.plugins.input_handle(&scene, held.id))))
}

/// Why a file did not arrive whole.
enum Stopped {
    Refused(ReceiveError),
    Fault(Fault),
}

impl From<ReceiveError> for Stopped {
    fn from(error: ReceiveError) -> Stopped {
        Stopped::Refused(error)
    }
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Stopped {
        Stopped::Fault(fault)
    }
}

/// What the script is told of the one file that it sent.
pub(super) async fn answer(
    visit: &Visit<Attendance>,
    run: RunId,
    refused: &Refusals,
) -> Result<Response, Fault> {
    if let Some((_, why)) = refused.first() {
        return Ok(json(&serde_json::json!({ "error": why })));
    }
    let mut conn = visit.desk.db.read().await?;
    let known = uploads::of_run(&mut conn, &visit.proof, run.0, visit.now).await?;
    let scene = scene(visit);
    let sent = visit.form.pairs().filter(|(name, _)| name.starts_with(ANSWER));
    let newest = sent.filter_map(|(_, value)| Some((value, visit.desk.plugins.input(&scene, value)?))).last();
    let (handle, id) = newest.ok_or(Fault::Forged)?;
    let upload = known.iter().find(|upload| upload.id == id).ok_or(Fault::NotFound)?;
    let shown = received(&visit.frame, &upload.file);
    Ok(json(&serde_json::json!({ "handle": handle, "shown": shown })))
}

/// The form once more, with what is wrong with its files, and nothing of it lost.
pub(super) async fn again(
    visit: &Visit<Attendance>,
    run: RunId,
    refusals: Refusals,
) -> Result<Response, Fault> {
    let mut now = match visit.desk.actions.view(&scene(visit), run).await {
        Ok(now) => now,
        Err(error) => return refused::page(visit, run, error).await,
    };
    if let Phase::Asking { problems, answers, .. } = &mut now.phase {
        *answers = answers::read(&visit.form, visit.frame.format);
        let problem = |(field, why)| Problem { field, fault: AnswerFault::Said(why) };
        problems.extend(refusals.into_iter().map(problem));
    }
    view::page(visit, &now, Told::Nothing, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// What a script is told when the run takes no file.
pub(super) fn not_now(visit: &Visit<Attendance>) -> Response {
    json(&serde_json::json!({ "error": visit.frame.lang().upload_not_now() }))
}

fn json(answer: &serde_json::Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], answer.to_string()).into_response()
}

/// What was given to the fields of a run before.
#[derive(Default)]
pub(super) struct Uploads {
    /// By handle; none for a secret.
    given: HashMap<String, Option<Stored>>,
}

impl Uploads {
    /// Reads them, where the form asks for any.
    pub async fn of_run(
        conn: &mut Conn,
        visit: &Visit<Attendance>,
        run: RunId,
        fields: &[Field],
    ) -> Result<Uploads, Fault> {
        if !fields.iter().any(|field| matches!(field.input, Input::Upload(_) | Input::Secret)) {
            return Ok(Uploads::default());
        }
        let (scene, attendance) = (scene(visit), &visit.proof);
        let files = uploads::of_run(conn, attendance, run.0, visit.now).await?;
        let mut files: HashMap<InputId, Stored> = files.into_iter().map(|one| (one.id, one.file)).collect();
        let waiting = balcao_desk::inputs::of_run(conn, attendance, run.0, visit.now).await?;
        let given = waiting
            .into_iter()
            .map(|one| (visit.desk.plugins.input_handle(&scene, one.id), files.remove(&one.id)));
        Ok(Uploads { given: given.collect() })
    }

    /// The file that one of these answers stands for.
    pub fn of<'a>(&'a self, values: &'a [String]) -> Option<(&'a str, &'a Stored)> {
        let newest = values.iter().rev().find_map(|value| Some((value.as_str(), self.given.get(value)?)));
        newest.and_then(|(handle, file)| Some((handle, file.as_ref()?)))
    }

    /// Those answers alone that stand for something.
    pub fn handles<'a>(&self, values: &'a [String]) -> &'a [String] {
        match values.iter().rposition(|value| self.given.contains_key(value)) {
            Some(at) => &values[at..=at],
            None => &[],
        }
    }
}

/// A field for a file.
pub(super) fn field(
    visit: &Visit<Attendance>,
    id: &str,
    asked: &Field,
    upload: &Upload,
    given: Option<(&str, &Stored)>,
    problem: Option<&str>,
) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let desk_takes = visit.desk.files.max_bytes();
    let most = if upload.max_bytes == 0 { desk_takes } else { desk_takes.min(upload.max_bytes) };
    let size = frame.format.bytes(most);
    html! {
        div.field data-upload {
            label for=(id) { (asked.label) @if !asked.required { " " span.dim { "(" (lang.optional()) ")" } } }
            p.hint id={ (id) "-hint" } { @if !asked.hint.is_empty() { (asked.hint) " " } (lang.upload_limit(&size)) }
            input type="hidden" name={ (ANSWER) (asked.name) } value=[given.map(|(handle, _)| handle)] data-handle;
            p.held role="status" data-held hidden[given.is_none()] {
                @if let Some((_, file)) = given { (received(frame, file)) }
            }
            input id=(id) type="file" name={ (ANSWER) (asked.name) } required[asked.required && given.is_none()]
                accept=[accept(upload)] data-file data-max=(most) data-large=(lang.upload_too_large(&size)) data-lost=(lang.upload_lost())
                aria-invalid=[problem.map(|_| "true")] aria-describedby={ (id) "-error " (id) "-hint" };
            progress max="1" value="0" data-progress hidden aria-label=(lang.upload_progress()) {}
            p.error id={ (id) "-error" } role="alert" data-error hidden[problem.is_none()] { (problem.unwrap_or_default()) }
            button type="button" data-again hidden { (lang.upload_again()) }
            input type="hidden" name={ (KIND) (asked.name) } value="text";
        }
    }
}

fn accept(upload: &Upload) -> Option<String> {
    (!upload.media_types.is_empty()).then(|| upload.media_types.join(","))
}

fn received(frame: &Frame, file: &Stored) -> String {
    frame.lang().upload_received(&file.name, &frame.format.bytes(file.bytes))
}

/// Why a file is refused, in the agent's language.
fn words(frame: &Frame, why: &ReceiveError) -> String {
    let lang = frame.lang();
    match why {
        ReceiveError::Empty => lang.upload_empty().to_owned(),
        ReceiveError::TooLarge(most) => lang.upload_too_large(&frame.format.bytes(*most)),
        ReceiveError::Unknown => lang.upload_unknown().to_owned(),
        ReceiveError::File(_) => lang.upload_not_stored().to_owned(),
        ReceiveError::Mismatch { extension, is: Some(is) } => lang.upload_mismatch(extension, is),
        ReceiveError::Mismatch { extension, is: None } => lang.upload_mismatch_unknown(extension),
        ReceiveError::NotAccepted(is) => lang.upload_not_accepted(is),
    }
}
