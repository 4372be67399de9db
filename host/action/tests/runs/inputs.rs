//! Files among the answers: whose they are, where they count, and that they are taken once.

use balcao_access::Actor;
use balcao_action::{Fault, Phase, RunView};
use balcao_desk::inputs::Place;
use balcao_files::{Files, Subject, records};
use balcao_plugins::canvas::{Answer, Field};
use balcao_store::now;

use crate::support::{Desk, answer, choice, fields};

/// A desk with the plugin of attachments, and a folder for what is uploaded.
struct Attaching {
    desk: Desk,
    files: Files,
    _folder: tempfile::TempDir,
}

async fn all() -> Vec<Attaching> {
    let mut all = Vec::new();
    for desk in Desk::all().await {
        desk.install("files").await;
        for actor in [&desk.ana, &desk.bruno] {
            desk.give_of("files", actor, &["attach"]).await;
        }
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_folder(folder.path(), 1 << 20).unwrap();
        all.push(Attaching { desk, files, _folder: folder });
    }
    all
}

impl Attaching {
    async fn start(&self, actor: &Actor, launch: Vec<Answer>) -> RunView {
        let scene = self.desk.scene(actor).await;
        self.desk.actions.start(&scene, "files", "attach", launch).await.unwrap()
    }

    /// The handle of a file that this user gave to a field of a run.
    async fn upload(&self, actor: &Actor, run: &RunView, field: &str) -> String {
        let scene = self.desk.scene(actor).await;
        let mut receiving = self.files.receive(0).unwrap();
        receiving.write(b"%PDF-1.4\n").await.unwrap();
        let received = receiving.finish("laudo.pdf", &[]).await.unwrap();
        let place = Place { run: run.id.0, field };
        let held = self.files.hold(&self.desk.db, &scene.attendance, place, received, now()).await.unwrap();
        self.desk.plugins.input_handle(&scene, held.id)
    }

    async fn answer(&self, actor: &Actor, run: &RunView, handle: &str) -> RunView {
        let kind = choice(field(run, "kind"), 0);
        let given = vec![answer("file", handle), answer("title", "Laudo"), answer("kind", &kind)];
        let scene = self.desk.scene(actor).await;
        self.desk.actions.answer(&scene, run.id, run.version, given).await.unwrap()
    }

    async fn attached(&self) -> usize {
        let scene = self.desk.scene(&self.desk.ana).await;
        let mut conn = self.desk.db.read().await.unwrap();
        let page = records::page(&mut conn, &scene.attendance, Subject::Attachment, false, None).await;
        page.unwrap().records.len()
    }
}

fn field<'a>(run: &'a RunView, name: &str) -> &'a Field {
    fields(run).iter().find(|field| field.name == name).unwrap()
}

fn fault(view: &RunView) -> Option<&Fault> {
    match &view.phase {
        Phase::Asking { problems, .. } => problems.iter().find(|p| p.field == "file").map(|p| &p.fault),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_attached_once_by_the_action_that_asked_for_it() {
    for attaching in all().await {
        let Attaching { desk, .. } = &attaching;
        let run = attaching.start(&desk.ana, Vec::new()).await;
        let handle = attaching.upload(&desk.ana, &run, "file").await;
        let review = attaching.answer(&desk.ana, &run, &handle).await;
        let Phase::Review { effects, .. } = &review.phase else { panic!("{review:?}") };
        assert!(effects[0].starts_with("Anexar “laudo.pdf” a esta solicitação: Laudo ("), "{effects:?}");
        assert_eq!(attaching.attached().await, 0, "nothing happens before the confirmation");
        // A colleague may carry it out.
        let scene = desk.scene(&desk.bruno).await;
        for _ in 0..2 {
            desk.actions.confirm(&scene, review.id, review.version).await.unwrap();
        }
        assert_eq!(attaching.attached().await, 1);
        // In another run, what was taken is worth nothing.
        let another = attaching.start(&desk.ana, Vec::new()).await;
        let refused = attaching.answer(&desk.ana, &another, &handle).await;
        assert_eq!(fault(&refused), Some(&Fault::NotHeld));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_of_another_user_run_or_field_is_no_answer() {
    for attaching in all().await {
        let Attaching { desk, .. } = &attaching;
        let run = attaching.start(&desk.ana, Vec::new()).await;
        let of_bruno = attaching.upload(&desk.bruno, &run, "file").await;
        assert_eq!(fault(&attaching.answer(&desk.ana, &run, &of_bruno).await), Some(&Fault::NotHeld));
        let elsewhere = attaching.upload(&desk.ana, &run, "other").await;
        assert_eq!(fault(&attaching.answer(&desk.ana, &run, &elsewhere).await), Some(&Fault::NotHeld));
        let another = attaching.start(&desk.ana, Vec::new()).await;
        let of_another = attaching.upload(&desk.ana, &another, "file").await;
        assert_eq!(fault(&attaching.answer(&desk.ana, &run, &of_another).await), Some(&Fault::NotHeld));
        assert_eq!(fault(&attaching.answer(&desk.ana, &run, "made up").await), Some(&Fault::NotHeld));

        // A button hands nothing over that was given to a field, not even to the plugin's eyes.
        let launched = attaching.start(&desk.ana, vec![answer("file", &of_another)]).await;
        assert!(matches!(launched.phase, Phase::Asking { .. }), "{launched:?}");
        assert_eq!(attaching.attached().await, 0);
    }
}
