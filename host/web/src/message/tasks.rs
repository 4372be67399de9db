//! Minhas Tarefas.

use balcao_desk::requests::{Filter, View};

crate::message::messages! {
    tasks_none = "Nenhuma solicitação aberta com você. Pesquise uma pessoa para iniciar um atendimento.",
        "No open request with you. Search a person to start an attendance.",
        "Ninguna solicitud abierta con usted. Busque una persona para iniciar una atención.";
    team_queue_empty = "Nada espera na fila da sua equipe.", "Nothing waits in your team's queue.", "Nada espera en la cola de su equipo.";
    scheduled_none = "Nenhuma solicitação sua está agendada para depois.", "None of your requests is scheduled for later.", "Ninguna solicitud suya está programada para después.";
    waiting_none = "Nenhuma solicitação sua espera resposta de cliente ou terceiro.",
        "None of your requests waits for a customer or third party.",
        "Ninguna solicitud suya espera respuesta de cliente o tercero.";
    nothing_matches = "Nada corresponde ao filtro. Limpe-o para ver tudo.", "Nothing matches the filter. Clear it to see all.", "Nada corresponde al filtro. Límpielo para ver todo.";
    now_closed(protocol: &str) = "Protocolo {protocol} encerrado.", "Protocol {protocol} is closed.", "Protocolo {protocol} cerrado.";
    now_cancelled(protocol: &str) = "Protocolo {protocol} cancelado.", "Protocol {protocol} is cancelled.", "Protocolo {protocol} cancelado.";
    now_scheduled(protocol: &str, at: &str) = "Protocolo {protocol} volta ao topo em {at}.", "Protocol {protocol} comes back to the top on {at}.", "Protocolo {protocol} vuelve arriba el {at}.";
    now_waits_for(protocol: &str, team: &str) = "Protocolo {protocol} está na fila de {team}.", "Protocol {protocol} is in the queue of {team}.", "Protocolo {protocol} está en la cola de {team}.";
    now_stands(protocol: &str, status: &str) = "Protocolo {protocol}: {status}.", "Protocol {protocol}: {status}.", "Protocolo {protocol}: {status}.";
    open_request = "Abrir", "Open", "Abrir";
    views = "Listas", "Lists", "Listas";
    team_queue = "Fila da equipe", "Team's queue", "Cola del equipo";
    view_mine = "Comigo", "With me", "Conmigo";
    view_team(team: &str) = "Fila: {team}", "Queue: {team}", "Cola: {team}";
    view_scheduled = "Agendadas", "Scheduled", "Programadas";
    view_waiting = "Aguardando", "Waiting", "En espera";
    view_all = "Todas", "All", "Todas";
    all_teams = "Todas", "All", "Todos";
    filter_tasks = "Filtrar as tarefas", "Filter the tasks", "Filtrar las tareas";
    filter_text = "Cliente ou protocolo", "Customer or protocol", "Cliente o protocolo";
    all_kinds = "Todos", "All", "Todos";
    sort_by = "Ordenar por", "Sort by", "Ordenar por";
    only_overdue = "Só vencidas", "Overdue only", "Solo vencidas";
    filter = "Filtrar", "Filter", "Filtrar";
    clear_filter = "Limpar", "Clear", "Limpiar";
    pages = "Páginas", "Pages", "Páginas";
    page_before = "Anteriores", "Previous", "Anteriores";
    page_after = "Próximas", "Next", "Siguientes";
    span_of(from: u64, to: u64, all: i64) = "{from} a {to} de {all}", "{from} to {to} of {all}", "{from} a {to} de {all}";
    with_whom = "Com quem", "With whom", "Con quién";
    queue_of(team: &str) = "fila de {team}", "queue of {team}", "cola de {team}";
    came_back(at: &str) = "voltou em {at}", "came back on {at}", "volvió el {at}";
    comes_back(at: &str) = "volta em {at}", "comes back on {at}", "vuelve el {at}";
    take = "Assumir", "Take", "Asumir";
    take_that(protocol: &str) = "Assumir {protocol}", "Take {protocol}", "Asumir {protocol}";
    taken_by(who: &str, protocol: &str) = "{who} foi mais rápido: a solicitação {protocol} já está com essa pessoa.",
        "{who} was faster: they have request {protocol} already.",
        "{who} fue más rápido: la solicitud {protocol} ya está con esa persona.";
    take_other_team(protocol: &str) = "A solicitação {protocol} espera na fila de outra equipe.",
        "Request {protocol} waits in another team's queue.",
        "La solicitud {protocol} espera en la cola de otro equipo.";
    take_ended(protocol: &str) = "A solicitação {protocol} já foi encerrada.", "Request {protocol} has already ended.", "La solicitud {protocol} ya fue cerrada.";
    protocol = "Protocolo", "Protocol", "Protocolo";
    customer = "Cliente", "Customer", "Cliente";
    request_kind = "Tipo", "Type", "Tipo";
    status = "Situação", "Status", "Estado";
    deadline = "Prazo", "Deadline", "Plazo";
    opened_at = "Abertura", "Opened", "Apertura";
    overdue = "Vencida", "Overdue", "Vencida";
    no_deadline = "Sem prazo", "No deadline", "Sin plazo";
    no_kind = "A definir", "To be chosen", "Por definir";
    unfinished_choice = "Falta escolher a etiqueta", "The tag is still to be chosen", "Falta elegir la etiqueta";
    demo_card = "Clientes para experimentar", "Customers to try", "Clientes para probar";
    hide = "Ocultar", "Hide", "Ocultar";
}

impl crate::message::Lang {
    /// Why a list is empty: nothing is there, or nothing matches.
    pub fn tasks_empty(self, filter: &Filter) -> &'static str {
        match filter.view {
            _ if filter.is_narrowed() => self.nothing_matches(),
            View::Mine => self.tasks_none(),
            View::All => self.nothing_open(),
            View::Team => self.team_queue_empty(),
            View::Scheduled => self.scheduled_none(),
            View::Waiting => self.waiting_none(),
        }
    }

    /// How many tasks there are, and how many of them are late.
    pub fn tasks_count(self, open: usize, overdue: usize) -> String {
        let open = match (open, self.0) {
            (1, balcao_access::Locale::Pt) => "1 aberta".to_owned(),
            (1, balcao_access::Locale::En) => "1 open".to_owned(),
            (1, balcao_access::Locale::Es) => "1 abierta".to_owned(),
            (n, balcao_access::Locale::Pt) => format!("{n} abertas"),
            (n, balcao_access::Locale::En) => format!("{n} open"),
            (n, balcao_access::Locale::Es) => format!("{n} abiertas"),
        };
        match overdue {
            0 => open,
            1 => format!("{open}, {}", self.pick("1 vencida", "1 overdue", "1 vencida")),
            n => format!("{open}, {n} {}", self.pick("vencidas", "overdue", "vencidas")),
        }
    }
}
