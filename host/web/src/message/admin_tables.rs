//! The desk's tables: lists, forms, and why something has to stay.

use chrono::Weekday;

use super::Lang;

crate::message::messages! {
    admin_tables = "Tabelas", "Tables", "Tablas";
    tables_types = "Tipos de solicitação", "Request types", "Tipos de solicitud";
    tables_types_about = "O que cada tipo pede no fechamento: catálogo, item, situação.",
        "What each type asks for at the closing: catalog, item, situation.",
        "Lo que cada tipo pide en el cierre: catálogo, ítem, situación.";
    tables_catalogs = "Catálogo de serviços", "Catalog of services", "Catálogo de servicios";
    tables_catalogs_about = "As partes do catálogo.", "The parts of the catalog.", "Las partes del catálogo.";
    tables_items = "Itens do catálogo", "Items of the catalog", "Ítems del catálogo";
    tables_items_about = "Os itens de cada parte do catálogo.", "The items of each part of the catalog.", "Los ítems de cada parte del catálogo.";
    tables_situations = "Situações (prazos)", "Situations (deadlines)", "Situaciones (plazos)";
    tables_situations_about = "Quanto tempo uma solicitação pode levar.", "How long a request may take.", "Cuánto puede demorar una solicitud.";
    tables_statuses = "Status", "Statuses", "Estados";
    tables_statuses_about = "Em que pé está uma solicitação, por espécie.", "How a request stands, by kind.", "Cómo está una solicitud, por especie.";
    tables_reasons = "Motivos", "Reasons", "Motivos";
    tables_reasons_about = "Por que se encaminha, cancela ou reabre.", "Why one forwards, cancels or reopens.", "Por qué se deriva, cancela o reabre.";
    tables_file_kinds = "Tipos de documento", "Kinds of documents", "Tipos de documento";
    tables_file_kinds_about = "O que um anexo ou um documento é.", "What an attachment or a document is.", "Qué es un adjunto o un documento.";
    tables_modules = "Modelos de texto", "Text modules", "Modelos de texto";
    tables_modules_about = "Textos prontos para relatos, da empresa em que você trabalha.", "Ready texts for reports, of the company in which you work.", "Textos listos para relatos, de la empresa en que trabaja.";
    tables_calendar = "Calendário comercial", "Business calendar", "Calendario laboral";
    tables_calendar_about = "Horários, feriados próprios e fuso da empresa em que você trabalha: por eles correm os prazos.",
        "Hours, own holidays and zone of the company in which you work: deadlines run by them.",
        "Horarios, feriados propios y huso de la empresa en que trabaja: por ellos corren los plazos.";
    tables_add = "Adicionar", "Add", "Agregar";
    tables_new = "Novo", "New", "Nuevo";
    tables_none = "Nada aqui ainda.", "Nothing here yet.", "Nada aquí todavía.";
    tables_name = "Nome", "Name", "Nombre";
    tables_visibility = "Exibição", "Visibility", "Exhibición";
    tables_hidden = "Oculto", "Hidden", "Oculto";
    tables_hide = "Ocultar", "Hide", "Ocultar";
    tables_show = "Mostrar", "Show", "Mostrar";
    tables_up(name: &str) = "Subir {name}", "Move {name} up", "Subir {name}";
    tables_down(name: &str) = "Descer {name}", "Move {name} down", "Bajar {name}";
    tables_refused = "Nada foi mudado", "Nothing was changed", "Nada se cambió";
    tables_own = "O próprio Balcão usa este status: ele não pode ser oculto.", "Balcão itself uses this status: it cannot be hidden.", "El propio Balcão usa este estado: no puede ocultarse.";
    tables_name_taken = "Já existe um com este nome.", "There is already one of this name.", "Ya existe uno con este nombre.";
    tables_needs_type = "Tem de restar um tipo de solicitação visível.", "One request type has to stay visible.", "Tiene que quedar visible un tipo de solicitud.";
    tables_needs_type_for_stopped = "Tem de restar um tipo visível que sirva com o contrato parado.", "One visible type has to remain that is allowed while the contract is stopped.", "Tiene que quedar visible un tipo que sirva con el contrato detenido.";
    tables_needs_status(kind: &str) = "Tem de restar um status visível da espécie “{kind}”.", "One status of the kind “{kind}” has to stay visible.", "Tiene que quedar visible un estado de la especie “{kind}”.";
    tables_needs_reason(of: &str) = "Tem de restar um motivo visível para “{of}”.", "One reason for “{of}” has to stay visible.", "Tiene que quedar visible un motivo para “{of}”.";
    tables_needs_situation(name: &str) = "O tipo “{name}” traz esta situação: mude-o antes.", "The type “{name}” brings this situation along: change that first.", "El tipo “{name}” trae esta situación: cámbielo antes.";
    tables_needs_catalog(name: &str) = "O tipo “{name}” exige um catálogo e ficaria sem nenhum: mude-o antes.", "The type “{name}” requires a catalog and would be left without any: change that first.", "El tipo “{name}” exige un catálogo y quedaría sin ninguno: cámbielo antes.";
    tables_needs_item(name: &str) = "O tipo “{name}” exige um item e ficaria sem nenhum: mude-o antes.", "The type “{name}” requires an item and would be left without any: change that first.", "El tipo “{name}” exige un ítem y quedaría sin ninguno: cámbielo antes.";
    tables_kind = "Espécie", "Kind", "Especie";
    tables_purpose = "Para", "For", "Para";
    tables_catalog = "Catálogo", "Catalog", "Catálogo";
    tables_item = "Item", "Item", "Ítem";
    situation_word = "Prazo", "Deadline", "Plazo";
    tables_stopped = "Contrato parado", "Stopped contract", "Contrato detenido";
    tables_allows_stopped = "Pode ser escolhido com o contrato cancelado, suspenso, bloqueado ou encerrado",
        "May be chosen while the contract is cancelled, suspended, blocked or finished",
        "Puede elegirse con el contrato cancelado, suspendido, bloqueado o finalizado";
    tables_required = "Obrigatório", "Required", "Obligatorio";
    tables_optional = "Opcional", "Optional", "Opcional";
    tables_unused = "Não usa", "Not used", "No usa";
    tables_no_situation = "— escolhido no fechamento", "— chosen at the closing", "— se elige en el cierre";
    tables_catalogs_of_type = "Catálogos deste tipo", "Catalogs of this type", "Catálogos de este tipo";
    tables_none_is_all = "Nenhum marcado: todos.", "None marked: all.", "Ninguno marcado: todos.";
    tables_measure = "Contagem", "Counting", "Conteo";
    tables_hours = "Horas", "Hours", "Horas";
    tables_business_hours = "Horas úteis", "Working hours", "Horas hábiles";
    tables_running_hours = "Horas corridas", "Running hours", "Horas corridas";
    tables_manual = "Prazo digitado", "Deadline typed by hand", "Plazo digitado";
    tables_no_deadline = "Sem prazo", "No deadline", "Sin plazo";
    tables_deadlines_stay = "Prazos já marcados ficam como estão.", "Deadlines that are set already stay as they are.", "Los plazos ya fijados quedan como están.";
    tables_file_subject = "É", "Is", "Es";
    tables_attachments = "Anexos", "Attachments", "Adjuntos";
    tables_documents = "Documentos", "Documents", "Documentos";
    modules_title = "Título", "Title", "Título";
    modules_body = "Texto", "Text", "Texto";
    modules_hint = "São trocados por seus valores: {nome}, {protocolo}, {atendente}, {empresa}.",
        "Replaced by their values: {nome}, {protocolo}, {atendente}, {empresa}.",
        "Se reemplazan por sus valores: {nome}, {protocolo}, {atendente}, {empresa}.";
    calendar_lead = "Horários como 08:00-12:00, 13:00-18:00. Dia em branco é fechado. Sem horário algum, toda hora conta.",
        "Hours such as 08:00-12:00, 13:00-18:00. An empty day is closed. Without any hours every hour counts.",
        "Horarios como 08:00-12:00, 13:00-18:00. Un día vacío está cerrado. Sin horario alguno, cada hora cuenta.";
    calendar_closed = "fechado", "closed", "cerrado";
    calendar_bank_holidays = "Fecha nos feriados bancários nacionais", "Closed on national bank holidays", "Cierra en los feriados bancarios nacionales";
    calendar_holidays = "Feriados próprios", "Own holidays", "Feriados propios";
    calendar_holidays_hint = "Um por linha: 08/12/2026 Padroeira", "One a line: 08/12/2026 Patron saint", "Uno por línea: 08/12/2026 Patrona";
    calendar_zone = "Fuso horário", "Time zone", "Huso horario";
    calendar_hours_wrong = "Informe horários como 08:00-12:00, 13:00-18:00, sem sobreposição, até 24:00.",
        "Enter hours such as 08:00-12:00, 13:00-18:00, without overlaps, up to 24:00.",
        "Indique horarios como 08:00-12:00, 13:00-18:00, sin superposición, hasta 24:00.";
    calendar_holiday_unread(line: &str) = "Não é uma data: {line}", "Not a date: {line}", "No es una fecha: {line}";
    calendar_holiday_twice(line: &str) = "Esta data já está na lista: {line}", "This date is on the list already: {line}", "Esta fecha ya está en la lista: {line}";
    calendar_holiday_name(day: &str, most: usize) = "Dê um nome de até {most} caracteres ao feriado de {day}.",
        "Give the holiday of {day} a name of at most {most} characters.",
        "Dé un nombre de hasta {most} caracteres al feriado del {day}.";
}

impl Lang {
    /// A day of the week.
    pub fn weekday(self, day: Weekday) -> &'static str {
        match day {
            Weekday::Mon => self.pick("Segunda-feira", "Monday", "Lunes"),
            Weekday::Tue => self.pick("Terça-feira", "Tuesday", "Martes"),
            Weekday::Wed => self.pick("Quarta-feira", "Wednesday", "Miércoles"),
            Weekday::Thu => self.pick("Quinta-feira", "Thursday", "Jueves"),
            Weekday::Fri => self.pick("Sexta-feira", "Friday", "Viernes"),
            Weekday::Sat => self.pick("Sábado", "Saturday", "Sábado"),
            Weekday::Sun => self.pick("Domingo", "Sunday", "Domingo"),
        }
    }
}
