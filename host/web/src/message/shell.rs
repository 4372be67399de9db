//! The frame of every page, and the pages that say that something is not there.

crate::message::messages! {
    skip = "Ir para o conteúdo", "Skip to content", "Ir al contenido";
    main_menu = "Principal", "Main", "Principal";
    my_tasks = "Minhas Tarefas", "My tasks", "Mis tareas";
    people_search = "Pesquisas de Pessoas", "People search", "Búsqueda de personas";
    new_attendance = "Atendimento Tela Nova", "New attendance", "Nueva atención";
    search_box = "Informe um CPF/CNPJ, Nome, Telefone, Protocolo ou Etiqueta",
        "Enter a CPF/CNPJ, name, phone, protocol or tag",
        "Indique un CPF/CNPJ, nombre, teléfono, protocolo o etiqueta";
    search = "Pesquisar", "Search", "Buscar";
    commands = "Comandos", "Commands", "Comandos";
    keys = "Teclas", "Keys", "Teclas";
    close = "Fechar", "Close", "Cerrar";
    language = "Idioma", "Language", "Idioma";
    sign_out = "Sair", "Sign out", "Salir";
    company = "Empresa", "Company", "Empresa";
    key_search = "Pesquisar pessoas", "Search people", "Buscar personas";
    key_palette = "Abrir os comandos", "Open the commands", "Abrir los comandos";
    key_help = "Mostrar estas teclas", "Show these keys", "Mostrar estas teclas";
    key_tabs = "Abrir a aba de número 1 a 9", "Open tab number 1 to 9", "Abrir la pestaña número 1 a 9";
    key_open = "Abrir o atendimento aberto de número 1 a 9", "Open open attendance number 1 to 9", "Abrir la atención abierta número 1 a 9";
    open_attendances = "Atendimentos abertos", "Open attendances", "Atenciones abiertas";
    close_that(protocol: &str) = "Fechar {protocol} na faixa", "Close {protocol} in the strip", "Cerrar {protocol} en la franja";
    key_tasks = "Minhas Tarefas", "My tasks", "Mis tareas";
    key_copy = "Copiar o protocolo", "Copy the protocol", "Copiar el protocolo";
    single_keys = "Usar teclas sozinhas (sem Ctrl)", "Use single keys (without Ctrl)", "Usar teclas solas (sin Ctrl)";
    palette_hint = "Digite para filtrar, ou Enter para pesquisar pessoas", "Type to filter, or Enter to search people", "Escriba para filtrar, o Enter para buscar personas";
    copied = "Copiado", "Copied", "Copiado";
    offline = "Conexão perdida. Reconectando…", "Connection lost. Reconnecting…", "Conexión perdida. Reconectando…";
    no_answer = "Sem resposta do servidor. Nada foi enviado duas vezes.",
        "The server did not answer. Nothing was sent twice.",
        "El servidor no respondió. Nada se envió dos veces.";
    waiting(name: &str) = "Consultando {name}…", "Asking {name}…", "Consultando {name}…";
    cancel = "Cancelar", "Cancel", "Cancelar";
    cancelled = "Cancelado.", "Cancelled.", "Cancelado.";
    back = "Voltar", "Back", "Volver";
    demonstration = "Demonstração", "Demonstration", "Demostración";

    not_found_title = "Página não encontrada", "Page not found", "Página no encontrada";
    not_found_text = "Este endereço não existe, ou o que ele mostrava não está ao alcance do seu perfil.",
        "This address does not exist, or what it showed is not within reach of your profile.",
        "Esta dirección no existe, o lo que mostraba no está al alcance de su perfil.";
    forbidden_title = "Sem permissão", "Not allowed", "Sin permiso";
    forbidden_text = "O seu perfil não tem acesso a isto. Quem administra o Balcão pode mudar isso.",
        "Your profile has no access to this. Whoever administers Balcão can change that.",
        "Su perfil no tiene acceso a esto. Quien administra Balcão puede cambiarlo.";
    forged_title = "Envio recusado", "Submission refused", "Envío rechazado";
    forged_text = "O formulário não veio desta tela, ou é de uma sessão anterior. Volte, recarregue a página e envie de novo.",
        "The form did not come from this screen, or belongs to an earlier session. Go back, reload the page and send again.",
        "El formulario no vino de esta pantalla, o es de una sesión anterior. Vuelva, recargue la página y envíe de nuevo.";
    too_large_title = "Envio grande demais", "Too much was sent", "Envío demasiado grande";
    too_large_text = "O que foi enviado passa do limite desta página. Reduza o texto e envie de novo.",
        "What was sent is over this page's limit. Shorten the text and send again.",
        "Lo enviado supera el límite de esta página. Acorte el texto y envíe de nuevo.";
    too_slow_title = "Envio incompleto", "Submission incomplete", "Envío incompleto";
    too_slow_text = "O formulário não chegou inteiro a tempo, e nada foi gravado. Volte e envie de novo.",
        "The form did not arrive whole in time, and nothing was saved. Go back and send again.",
        "El formulario no llegó entero a tiempo, y nada se guardó. Vuelva y envíe de nuevo.";
    error_title = "Algo falhou aqui", "Something failed here", "Algo falló aquí";
    error_text = "A falha foi do Balcão, e está registrada. Nada foi gravado pela metade. Tente de novo; se continuar, informe a referência a quem administra.",
        "The fault is Balcão's, and it is on record. Nothing was saved by half. Try again; if it goes on, give the reference to the administrator.",
        "La falla fue de Balcão, y está registrada. Nada se guardó a medias. Intente de nuevo; si continúa, informe la referencia a quien administra.";
    reference(code: &str) = "Referência {code}", "Reference {code}", "Referencia {code}";
    to_start = "Ir para Minhas Tarefas", "Go to My tasks", "Ir a Mis tareas";
    optional = "opcional", "optional", "opcional";
    copy = "Copiar", "Copy", "Copiar";
    print = "Imprimir", "Print", "Imprimir";
    printed_by(name: &str, at: &str) = "Impresso por {name} em {at}", "Printed by {name} on {at}", "Impreso por {name} el {at}";
}
