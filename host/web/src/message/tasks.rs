//! Minhas Tarefas.

crate::message::messages! {
    tasks_none = "Nenhuma solicitação aberta com você. Pesquise uma pessoa para iniciar um atendimento.",
        "No open request with you. Search a person to start an attendance.",
        "Ninguna solicitud abierta con usted. Busque una persona para iniciar una atención.";
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
    demo_card = "Quatro clientes para experimentar", "Four customers to try", "Cuatro clientes para probar";
    hide = "Ocultar", "Hide", "Ocultar";
}

impl crate::message::Lang {
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
