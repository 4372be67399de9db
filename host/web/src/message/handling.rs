//! The closing form, and what can be done with a request at any time.

use balcao_desk::handling::{Change, FURTHEST_DAYS, Fault, Field};
use balcao_desk::requests::StatusKind;

crate::message::messages! {
    forward = "Encaminhar", "Forward", "Derivar";
    schedule = "Agendar", "Schedule", "Programar";
    close_request = "Encerrar", "Close", "Cerrar";
    cancel_request = "Cancelar solicitação", "Cancel request", "Cancelar solicitud";
    reopen = "Reabrir", "Reopen", "Reabrir";
    reassign = "Reatribuir", "Reassign", "Reasignar";
    more_acts = "Solicitação", "Request", "Solicitud";

    forward_title = "Encaminhar para outra equipe", "Forward to another team", "Derivar a otro equipo";
    schedule_title = "Agendar a solicitação", "Schedule the request", "Programar la solicitud";
    cancel_title = "Cancelar a solicitação", "Cancel the request", "Cancelar la solicitud";
    reopen_title = "Reabrir a solicitação", "Reopen the request", "Reabrir la solicitud";
    reassign_title = "Reatribuir a solicitação", "Reassign the request", "Reasignar la solicitud";

    catalog_alone(catalog: &str) = "{catalog}: outro", "{catalog}: other", "{catalog}: otro";
    situation_of_type = "Conforme o tipo", "By the type", "Según el tipo";
    deadline_now(at: &str) = "Prazo atual: {at}", "Deadline now: {at}", "Plazo actual: {at}";
    forward_status = "Vai para a fila da equipe, em andamento.", "Goes to the team's queue, in progress.", "Va a la cola del equipo, en curso.";
    no_forwarding = "A sua equipe não encaminha para nenhuma outra. Quem administra o Balcão pode mudar isso.",
        "Your team forwards to no other. Whoever administers Balcão can change that.",
        "Su equipo no deriva a ningún otro. Quien administra Balcão puede cambiarlo.";
    teams = "Equipes", "Teams", "Equipos";
    colleagues = "Colegas", "Colleagues", "Colegas";
    now_with(who: &str) = "Hoje está com {who}.", "It is with {who} now.", "Hoy está con {who}.";
    now_in_queue(team: &str) = "Hoje está na fila de {team}.", "It is in the queue of {team} now.", "Hoy está en la cola de {team}.";
    now_with_nobody = "Hoje não está com ninguém.", "It is with nobody now.", "Hoy no está con nadie.";

    handling_ended = "Esta solicitação está encerrada. Para continuar, é preciso reabrir.",
        "This request has ended. To go on, it has to be reopened.",
        "Esta solicitud está cerrada. Para continuar, hay que reabrirla.";
    handling_open = "Esta solicitação está aberta: não há o que reabrir.", "This request is open: there is nothing to reopen.", "Esta solicitud está abierta: no hay qué reabrir.";
    handling_not_now = "Isto não cabe na solicitação como ela está agora. Nada foi gravado.",
        "This does not fit the request as it stands now. Nothing was saved.",
        "Esto no corresponde a la solicitud como está ahora. Nada se guardó.";
    handling_stale(who: &str, did: &str, at: &str) = "{who} {did} esta solicitação em {at}, depois que você abriu esta página. O que você enviou não foi gravado.",
        "{who} {did} this request on {at}, after you opened this page. What you sent was not saved.",
        "{who} {did} esta solicitud el {at}, después de que usted abrió esta página. Lo que envió no se guardó.";
    handling_stale_again = "Está abaixo como você preencheu: confira e envie de novo, se ainda couber.",
        "It is below as you filled it in: look, and send it again if it still fits.",
        "Está abajo como lo completó: revise y envíe de nuevo, si todavía corresponde.";
}

impl crate::message::Lang {
    /// What a field is called.
    pub fn field(self, field: Field) -> &'static str {
        match field {
            Field::Kind => self.pick("Tipo de solicitação", "Type of request", "Tipo de solicitud"),
            Field::Catalog => self.pick("Catálogo e item", "Catalog and item", "Catálogo e ítem"),
            Field::Situation => self.pick("Situação", "Situation", "Situación"),
            Field::Deadline => self.pick("Data e hora do prazo", "Deadline", "Fecha y hora del plazo"),
            Field::Status => self.pick("Status", "Status", "Estado"),
            Field::When => self.pick("Volta em", "Comes back on", "Vuelve el"),
            Field::Team => self.pick("Equipe", "Team", "Equipo"),
            Field::Reason => self.pick("Motivo", "Reason", "Motivo"),
            Field::To => self.pick("Para quem", "To whom", "Para quién"),
            Field::Report => self.report_text(),
        }
    }

    /// What is wrong with a field.
    pub fn fault(self, field: Field, fault: Fault) -> String {
        match (field, fault) {
            (Field::Report, Fault::Missing) => self.report_empty().to_owned(),
            (Field::Kind, Fault::NotOffered) => self.closing_type_refused().to_owned(),
            (Field::Catalog, Fault::NotOffered) => self
                .pick(
                    "Este tipo não usa este catálogo, ou ele não é mais oferecido. Escolha outro.",
                    "This type does not use this catalog, or it is offered no more. Choose another.",
                    "Este tipo no usa este catálogo. Elija otro.",
                )
                .to_owned(),
            (Field::Team, Fault::NotOffered) => self
                .pick(
                    "A sua equipe não encaminha para esta.",
                    "Your team does not forward to this one.",
                    "Su equipo no deriva a este.",
                )
                .to_owned(),
            (Field::When | Field::Deadline, Fault::Missing | Fault::Unreadable) => self
                .pick("Informe o dia e a hora.", "Enter the day and the hour.", "Indique el día y la hora.")
                .to_owned(),
            (_, Fault::Missing | Fault::Unreadable) => self.answer_required().to_owned(),
            (_, Fault::NotOffered) => self.answer_not_offered().to_owned(),
            (_, Fault::NotUsed) => self
                .pick(
                    "Este tipo não usa o que foi escolhido aqui: deixe em branco ou só o catálogo.",
                    "This type does not use what was chosen here: leave it empty, or the catalog alone.",
                    "Este tipo no usa lo elegido aquí: déjelo en blanco o solo el catálogo.",
                )
                .to_owned(),
            (_, Fault::ItemMissing) => self
                .pick(
                    "Este tipo pede um item do catálogo.",
                    "This type asks for an item of the catalog.",
                    "Este tipo pide un ítem del catálogo.",
                )
                .to_owned(),
            (_, Fault::Past) => {
                self.pick("Este horário já passou.", "This time is over.", "Esta hora ya pasó.").to_owned()
            }
            (_, Fault::TooFar) => match self.0 {
                balcao_access::Locale::Pt => format!("No máximo {FURTHEST_DAYS} dias à frente."),
                balcao_access::Locale::En => format!("At most {FURTHEST_DAYS} days ahead."),
                balcao_access::Locale::Es => format!("Como máximo {FURTHEST_DAYS} días adelante."),
            },
            (_, Fault::TooLong) => self.report_too_long().to_owned(),
        }
    }

    /// What a status of this kind means for whoever chooses it.
    pub fn status_means(self, kind: StatusKind) -> &'static str {
        match kind {
            StatusKind::Open => {
                self.pick("fica em Minhas Tarefas", "stays in My tasks", "queda en Mis tareas")
            }
            StatusKind::Waiting => {
                self.pick("o prazo fica parado", "the deadline stands still", "el plazo queda detenido")
            }
            StatusKind::Scheduled => self.pick(
                "volta ao topo das tarefas na hora marcada",
                "comes back to the top of the tasks at its time",
                "vuelve arriba de las tareas a su hora",
            ),
            StatusKind::Closed => self.pick("está resolvida", "it is solved", "está resuelta"),
            StatusKind::Cancelled => {
                self.pick("não será resolvida", "it is not to be solved", "no se resolverá")
            }
        }
    }

    /// What somebody did with a request, as a verb between who and what.
    pub fn change(self, change: Option<Change>) -> &'static str {
        match change {
            None | Some(Change::Kept) => self.pick("atualizou", "updated", "actualizó"),
            Some(Change::Closed) => self.pick("encerrou", "closed", "cerró"),
            Some(Change::Forwarded) => self.pick("encaminhou", "forwarded", "derivó"),
            Some(Change::Scheduled) => self.pick("agendou", "scheduled", "programó"),
            Some(Change::Cancelled) => self.pick("cancelou", "cancelled", "canceló"),
            Some(Change::Reopened) => self.pick("reabriu", "reopened", "reabrió"),
            Some(Change::Reassigned) => self.pick("reatribuiu", "reassigned", "reasignó"),
            Some(Change::Returned) => {
                self.pick("devolveu à fila", "returned to the queue", "devolvió a la cola")
            }
            Some(Change::Chosen) => {
                self.pick("trocou a etiqueta de", "changed the tag of", "cambió la etiqueta de")
            }
            Some(Change::Taken) => self.pick("assumiu", "took", "asumió"),
            Some(Change::Identified) => self.pick(
                "confirmou a identidade em",
                "confirmed the identity in",
                "confirmó la identidad en",
            ),
        }
    }
}
