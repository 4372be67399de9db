//! `balcao:requests/current`

use balcao_access::Locale;
use balcao_desk::reports::{self, Audience};
use balcao_desk::requests::{self, Asker, Channel, StatusKind};

use crate::bindings::current::{Host, Report, ReportPage, Request, Status};
use crate::bindings::types::Tone;
use crate::contract::word;
use crate::gate::{Access, Function};
use crate::handle::Real;
use crate::state::{Answered, Asked, Call, not_found};

const GET: Function = Function { name: "requests.get", access: Access::Read };
const REPORTS: Function = Function { name: "requests.reports", access: Access::Read };

impl Host for Call {
    async fn get(&mut self) -> Answered<Request> {
        self.read(GET, 0, async |conn, scene| {
            let current = requests::current(conn, &scene.attendance, scene.now);
            Ok(request(current.await.map_err(Asked::host)?, scene.locale))
        })
        .await
    }

    async fn reports(&mut self, cursor: Option<String>) -> Answered<ReportPage> {
        // A text that is no cursor of this call is no page.
        let before = cursor.as_ref().map(|token| self.real(token, Real::cursor));
        let page = self
            .read(REPORTS, cursor.map_or(0, |c| c.len()), async |conn, scene| {
                let before =
                    before.map(|before| before.ok_or_else(|| not_found(scene.locale))).transpose()?;
                reports::page(conn, &scene.attendance, before).await.map_err(Asked::host)
            })
            .await?;
        Ok(page.map(|page| ReportPage {
            reports: page.reports.into_iter().map(report).collect(),
            cursor: page.cursor.map(|cursor| self.ids.token(Real::Cursor(cursor.to_string()))),
        }))
    }
}

fn request(request: requests::Request, locale: Locale) -> Request {
    let pair = |pair: Option<(String, String)>| pair.map(|(first, second)| format!("{first} · {second}"));
    Request {
        protocol: request.protocol.to_string(),
        kind: request.kind.map(|(_, names)| names.text(locale).to_owned()),
        status: Status {
            label: request.status.names.text(locale).to_owned(),
            tone: match request.status.kind {
                StatusKind::Open => Tone::Info,
                StatusKind::Waiting => Tone::Warning,
                StatusKind::Scheduled | StatusKind::Cancelled => Tone::Neutral,
                StatusKind::Closed => Tone::Success,
            },
            code: request.status.code,
        },
        opened_at: request.opened_at.timestamp_millis(),
        opened_by: request.opened_by,
        requester: requester(request.asking.who, request.asking.name, locale),
        channel: channel(request.asking.channel, locale).into(),
        tag: pair(request.tag),
        contract: pair(request.contract),
        deadline: request.deadline.map(|deadline| deadline.timestamp_millis()),
        overdue: request.overdue,
        more: Vec::new(),
    }
}

fn report(report: reports::Report) -> Report {
    Report {
        at: report.at.timestamp_millis(),
        author: report.author.unwrap_or_default(),
        public: report.audience == Audience::Customer,
        text: report.text,
    }
}

fn requester(who: Asker, name: Option<String>, locale: Locale) -> String {
    let words = match who {
        Asker::Holder => ["Titular", "Holder", "Titular"],
        Asker::Authorised => ["Autorizado", "Authorised", "Autorizado"],
        Asker::ThirdParty => ["Terceiro", "Third party", "Tercero"],
    };
    let word = word(words, locale);
    name.map_or_else(|| word.to_owned(), |name| format!("{name} ({word})"))
}

fn channel(channel: Channel, locale: Locale) -> &'static str {
    let words = match channel {
        Channel::Phone => ["Telefone", "Phone", "Teléfono"],
        Channel::Whatsapp => ["WhatsApp", "WhatsApp", "WhatsApp"],
        Channel::Chat => ["Chat", "Chat", "Chat"],
        Channel::Email => ["E-mail", "E-mail", "Correo electrónico"],
        Channel::Social => ["Rede social", "Social network", "Red social"],
        Channel::InPerson => ["Presencial", "In person", "Presencial"],
    };
    word(words, locale)
}
