//! The attendance screen.

crate::message::messages! {
    attendance_title(protocol: &str, name: &str) = "{protocol} · {name}", "{protocol} · {name}", "{protocol} · {name}";
    tabs = "Abas", "Tabs", "Pestañas";
    actions = "Ações", "Actions", "Acciones";
    copy_protocol = "Copiar o protocolo", "Copy the protocol", "Copiar el protocolo";
    write_report = "Relatar", "Write a report", "Informar";
    change_tag = "Trocar etiqueta", "Change tag", "Cambiar etiqueta";
    born_on = "Nascimento", "Born", "Nacimiento";
    request_ended = "Esta solicitação está encerrada: dá para consultar e relatar. Para mudar, é preciso reabrir.",
        "This request has ended: it can be looked at and reported on. To change it, it has to be reopened.",
        "Esta solicitud está cerrada: se puede consultar e informar. Para cambiarla, hay que reabrirla.";
    report_after_the_end = "Esta solicitação está encerrada. O relato fica registrado, e ela continua encerrada.",
        "This request has ended. The report is kept, and it stays so.",
        "Esta solicitud está cerrada. El informe queda registrado, y ella sigue cerrada.";
    tab_is_empty = "O seu perfil não tem nada nesta aba.", "Your profile has nothing in this tab.", "Su perfil no tiene nada en esta pestaña.";
    no_tabs = "O seu perfil ainda não tem abas. Quem administra o Balcão pode publicar um leiaute.",
        "Your profile has no tabs yet. Whoever administers Balcão can publish a layout.",
        "Su perfil aún no tiene pestañas. Quien administra Balcão puede publicar un diseño.";
    by_vendor(vendor: &str) = "de {vendor}", "by {vendor}", "de {vendor}";
    try_again = "Tentar de novo", "Try again", "Intentar de nuevo";
    failed_since(time: &str) = "às {time}", "at {time}", "a las {time}";
    several_failed(plugin: &str) = "Vários quadros de {plugin} falharam. O resto da tela continua funcionando.",
        "Several cards of {plugin} failed. The rest of the screen goes on working.",
        "Varias tarjetas de {plugin} fallaron. El resto de la pantalla sigue funcionando.";
    unfinished_runs = "Ações em andamento", "Actions in progress", "Acciones en curso";
    resume_run(title: &str, who: &str, when: &str) = "Retomar {title} (último passo: {who}, {when})",
        "Resume {title} (last step: {who}, {when})", "Retomar {title} (último paso: {who}, {when})";
    unavailable = "Este quadro não está disponível: o plugin foi desligado ou removido.",
        "This card is not available: its plugin was switched off or removed.",
        "Esta tarjeta no está disponible: su plugin fue desactivado o eliminado.";
    offer_failed(reference: &str) = "Não foi possível saber se a ação se aplica agora (referência {reference})",
        "It could not be told whether the action applies now (reference {reference})",
        "No se pudo saber si la acción se aplica ahora (referencia {reference})";

    report_title = "Relatar", "Write a report", "Informar";
    report_text = "Relato", "Report", "Informe";
    report_audience = "Quem pode ler", "Who may read it", "Quién puede leerlo";
    audience_internal = "Interno: só os colegas", "Internal: colleagues only", "Interno: solo colegas";
    audience_customer = "Público: o cliente também", "Public: the customer too", "Público: el cliente también";
    internal_word = "interno", "internal", "interno";
    public_word = "público", "public", "público";
    report_empty = "Escreva o relato.", "Write the report.", "Escriba el informe.";
    report_too_long = "O relato tem no máximo 10.000 caracteres.", "A report has at most 10,000 characters.", "El informe tiene como máximo 10.000 caracteres.";
    report_save = "Gravar relato", "Save report", "Guardar informe";
    report_save_anyway = "Gravar assim mesmo", "Save all the same", "Guardar de todos modos";
    report_not_written = "O seu relato ainda não foi gravado; o texto está abaixo, e guardado como rascunho.",
        "Your report was not saved yet; its text is below, and kept as a draft.",
        "Su informe aún no se guardó; el texto está abajo, y guardado como borrador.";
    reports_meanwhile = "Relatos que chegaram enquanto você escrevia:", "Reports that came while you were writing:", "Informes que llegaron mientras escribía:";
    request_changed(who: &str, at: &str, status: &str) = "{who} mudou a solicitação em {at}. Situação agora: {status}.",
        "{who} changed the request on {at}. Status now: {status}.",
        "{who} cambió la solicitud el {at}. Estado ahora: {status}.";
    mailbox = "Caixa de correio", "Mailbox", "Buzón";
    mailbox_lead = "E-mails que a demonstração enviou a si mesma: nenhum saiu deste computador.",
        "Mails that the demonstration sent to itself: none left this machine.",
        "Correos que la demostración se envió a sí misma: ninguno salió de este equipo.";
    mail_from_to(from: &str, to: &str) = "De {from} para {to}", "From {from} to {to}", "De {from} para {to}";
    mail_with(names: &str) = "Anexos: {names}", "Attached: {names}", "Adjuntos: {names}";
    mails = "E-mails ao cliente", "Mails to the customer", "Correos al cliente";
    mail_not_sent = "ainda não enviado", "not sent yet", "aún no enviado";
    mail_by(who: &str) = "Por {who}", "By {who}", "Por {who}";
    history = "Histórico", "History", "Historial";
    newer = "Mais novos", "Newer", "Más nuevos";
    text_module = "Modelo de texto", "Text module", "Modelo de texto";
    insert = "Inserir", "Insert", "Insertar";
    draft_word = "Rascunho:", "Draft:", "Borrador:";
    draft_kept = "Rascunho guardado", "Draft kept", "Borrador guardado";
    draft_of(at: &str) = "Rascunho de {at}", "Draft of {at}", "Borrador de {at}";
    draft_discard = "Descartar rascunho", "Discard draft", "Descartar borrador";
    is_looking(who: &str) = "{who} está vendo", "{who} is looking", "{who} está mirando";
    is_writing(who: &str) = "{who} está escrevendo", "{who} is writing", "{who} está escribiendo";
    reports = "Relatos", "Reports", "Informes";
    reports_none = "Nenhum relato ainda.", "No report yet.", "Ningún informe aún.";
    older = "Mais antigos", "Older", "Más antiguos";
    the_desk = "Balcão", "Balcão", "Balcão";
}
