//! The supervisor's page.

use balcao_desk::supervision::Period;

crate::message::messages! {
    supervision = "Supervisão", "Supervision", "Supervisión";
    everybodys_tasks = "Tarefas de todos", "Everybody's tasks", "Tareas de todos";
    supervision_as_of(at: &str) = "como está em {at}", "as of {at}", "como está el {at}";
    open_by_team = "Abertas por equipe", "Open by team", "Abiertas por equipo";
    by_hour = "Abertas e encerradas por hora", "Opened and closed by hour", "Abiertas y cerradas por hora";
    open_and_overdue = "Abertas e vencidas agora", "Open and overdue now", "Abiertas y vencidas ahora";
    hours_of_day = "Por hora do dia", "By hour of the day", "Por hora del día";
    period = "Período", "Period", "Período";
    as_csv = "Baixar CSV", "Download CSV", "Descargar CSV";
    nothing_open = "Nenhuma solicitação aberta.", "No open request.", "Ninguna solicitud abierta.";
    team = "Equipe", "Team", "Equipo";
    no_team = "Sem equipe", "No team", "Sin equipo";
    hour = "Hora", "Hour", "Hora";
    count_open = "Abertas", "Open", "Abiertas";
    count_overdue = "Vencidas", "Overdue", "Vencidas";
    count_untaken = "Ninguém assumiu", "Not taken", "Nadie asumió";
    count_waiting = "Aguardando", "Waiting", "En espera";
    count_opened = "Abertas no período", "Opened", "Abiertas en el período";
    count_closed = "Encerradas no período", "Closed", "Cerradas en el período";
    time_to_close_median = "Tempo até encerrar (mediana)", "Time to close (median)", "Tiempo hasta cerrar (mediana)";
    time_to_close_p90 = "Tempo até encerrar (9 em 10)", "Time to close (9 of 10)", "Tiempo hasta cerrar (9 de 10)";
    back_within = "Voltaram em até 30 dias", "Back within 30 days", "Volvieron en 30 días";
    back_within_hint = "Das abertas no período, as de quem teve outra encerrada nos 30 dias antes.",
        "Of those opened in the period, those of somebody who had another closed in the 30 days before.",
        "De las abiertas en el período, las de quien tuvo otra cerrada en los 30 días anteriores.";
}

impl crate::message::Lang {
    pub fn period_name(self, period: Period) -> &'static str {
        match period {
            Period::Today => self.pick("Hoje", "Today", "Hoy"),
            Period::Week => self.pick("Últimos 7 dias", "Last 7 days", "Últimos 7 días"),
        }
    }
}
