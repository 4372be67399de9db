//! Actions: their steps, their review, their receipt, the closing form.

crate::message::messages! {
    step(n: usize) = "Passo {n}", "Step {n}", "Paso {n}";
    go_on = "Avançar", "Continue", "Avanzar";
    go_back = "Voltar um passo", "Back one step", "Volver un paso";
    leave_run = "Desistir da ação", "Give the action up", "Desistir de la acción";
    back_to_attendance = "Voltar ao atendimento", "Back to the attendance", "Volver a la atención";
    kept_meanwhile = "A ação fica em andamento e pode ser retomada.", "The action stays in progress and can be resumed.", "La acción queda en curso y puede retomarse.";
    problems_title = "Confira o que falta", "Check what is missing", "Revise lo que falta";
    only_back_helps = "Uma resposta anterior não serve mais. Volte um passo e responda de novo.",
        "An earlier answer no longer holds. Go back one step and answer again.",
        "Una respuesta anterior ya no sirve. Vuelva un paso y responda de nuevo.";
    review = "Revisão", "Review", "Revisión";
    review_lead = "Nada foi feito ainda. Ao confirmar, acontece:", "Nothing has been done yet. On confirming, this happens:", "Nada se hizo aún. Al confirmar, sucede:";
    review_none = "Esta ação não muda nada: só registra o relato.", "This action changes nothing: it only writes the report.", "Esta acción no cambia nada: solo registra el informe.";
    report_about_to = "Relato que a solicitação recebe", "Report that the request gets", "Informe que recibe la solicitud";
    report_written = "Relato gravado na solicitação", "Report written to the request", "Informe guardado en la solicitud";
    done_title(title: &str) = "{title}: feito", "{title}: done", "{title}: hecho";
    done_effects = "O que mudou", "What changed", "Qué cambió";
    outside = "Fora do Balcão", "Outside Balcão", "Fuera de Balcão";
    outside_as_of(at: &str) = "como está em {at}", "as of {at}", "como está el {at}";
    outside_lead = "O que precisa acontecer em outro sistema e não anda sozinho: foi tentado mais de uma vez, ninguém aqui entrega, ou terminou sem resposta.",
        "What has to happen in another system and does not get on by itself: tried more than once, delivered by nobody here, or ended without an answer.",
        "Lo que debe ocurrir en otro sistema y no avanza solo: se intentó más de una vez, nadie aquí lo entrega, o terminó sin respuesta.";
    outside_nothing = "Nada parado: tudo o que foi pedido a outros sistemas teve resposta.", "Nothing is stuck: all that was asked of other systems was answered.", "Nada detenido: todo lo pedido a otros sistemas tuvo respuesta.";
    outside_went_on = "Esta entrega andou sozinha enquanto você olhava. Nada foi mudado.", "This delivery went on by itself meanwhile. Nothing was changed.", "Esta entrega avanzó sola mientras usted miraba. No se cambió nada.";
    outside_what = "O quê", "What", "Qué";
    outside_since = "Desde", "Since", "Desde";
    outside_tried = "Tentativas", "Attempts", "Intentos";
    outside_next(at: &str) = "próxima: {at}", "next: {at}", "próximo: {at}";
    outside_try_again = "Tentar agora", "Try now", "Intentar ahora";
    outside_give_up = "Desistir", "Give up", "Desistir";
    outside_cancellation = "Baixa do boleto no banco", "Cancellation of the slip at the bank", "Baja de la boleta en el banco";
    outside_charge = "Registro do boleto no banco", "Registration of the slip at the bank", "Registro de la boleta en el banco";
    outside_mail = "E-mail ao cliente", "Mail to the customer", "Correo al cliente";
    outside_waiting = "na fila", "waiting", "en cola";
    outside_leased = "enviando", "being sent", "enviando";
    outside_done = "confirmado", "confirmed", "confirmado";
    outside_refused = "recusado", "refused", "rechazado";
    outside_unknown = "sem resposta: não se sabe se foi feito", "no answer: it is not known whether it was done", "sin respuesta: no se sabe si se hizo";
    outside_again(at: &str) = "tentaremos de novo às {at}", "we try again at {at}", "probaremos de nuevo a las {at}";
    outside_gave_up = "desistiu", "given up", "desistido";
    outside_nobody = "aguardando: nada neste Balcão entrega isto ainda", "waiting: nothing in this Balcão delivers this yet", "esperando: nada en este Balcão entrega esto aún";
    keep_serving = "Continuar atendendo", "Keep serving", "Seguir atendiendo";
    confirm_and_go_on = "Confirmar e avançar", "Confirm and go on", "Confirmar y avanzar";
    open_closing = "Abrir o fechamento", "Open the closing form", "Abrir el cierre";
    closing_title = "Fechamento do atendimento", "Closing the attendance", "Cierre de la atención";
    forward_instead = "Encaminhar para outra equipe", "Forward to another team", "Derivar a otro equipo";
    close_instead = "Fechar sem encaminhar", "Close without forwarding", "Cerrar sin derivar";
    closing_type_refused = "Este tipo não é permitido para a situação do contrato, ou não é mais oferecido. Escolha outro.",
        "This type is not allowed for the contract's status, or is offered no more. Choose another.",
        "Este tipo no se permite para el estado del contrato, o ya no se ofrece. Elija otro.";
    ended_already = "A solicitação já foi encerrada.", "The request has already ended.", "La solicitud ya fue cerrada.";
    was_left = "Esta ação foi abandonada: nada foi feito.", "This action was given up: nothing was done.", "Esta acción fue abandonada: nada se hizo.";
    begun_by(who: &str) = "Iniciada por {who}", "Begun by {who}", "Iniciada por {who}";
    stale_title = "Alguém foi mais rápido", "Somebody was faster", "Alguien fue más rápido";
    stale_text(who: &str, at: &str, step: usize) = "{who} levou esta ação adiante em {at}: agora está no passo {step}. O que você enviou não foi gravado.",
        "{who} took this action on at {at}: it is at step {step} now. What you sent was not saved.",
        "{who} llevó esta acción adelante el {at}: ahora está en el paso {step}. Lo que envió no se guardó.";
    stale_here = "Abaixo está como ela se encontra agora. Confira e decida.", "Below is how it stands now. Look, and decide.", "Abajo está como se encuentra ahora. Revise y decida.";
    you_had_sent = "O que você tinha enviado", "What you had sent", "Lo que había enviado";
    changed_title = "O resultado mudou desde a revisão", "The outcome changed since the review", "El resultado cambió desde la revisión";
    changed_text = "Nada foi feito. Confira a nova revisão abaixo e confirme de novo, se ainda for isto.",
        "Nothing was done. Look at the new review below and confirm again, if this is still it.",
        "Nada se hizo. Revise la nueva revisión abajo y confirme de nuevo, si todavía es esto.";
    changed_was = "A revisão anterior dizia", "The earlier review said", "La revisión anterior decía";
    not_now = "Isto não cabe no ponto em que a ação está. Abaixo está como ela se encontra agora.",
        "This does not fit where the action stands. Below is how it stands now.",
        "Esto no corresponde al punto en que está la acción. Abajo está como se encuentra ahora.";
    too_many_steps = "Esta ação já perguntou demais e foi parada. Desista dela ou volte um passo.",
        "This action has asked too much and was stopped. Give it up or go back one step.",
        "Esta acción ya preguntó demasiado y fue detenida. Desista o vuelva un paso.";
    rule_refused = "Uma regra impede isto agora. Nada foi feito.", "A rule forbids this now. Nothing was done.", "Una regla impide esto ahora. Nada se hizo.";
    plugin_failed = "A ação não pôde seguir. Nada foi feito.", "The action could not go on. Nothing was done.", "La acción no pudo seguir. Nada se hizo.";
    launch_refused = "O botão entregou mais do que uma ação aceita.", "The button handed over more than an action takes.", "El botón entregó más de lo que una acción acepta.";
}

crate::message::messages! {
    answer_required = "Responda este campo.", "Answer this field.", "Responda este campo.";
    answer_one = "Só uma resposta é possível.", "Only one answer is possible.", "Solo es posible una respuesta.";
    answer_too_long(most: usize) = "No máximo {most} caracteres.", "At most {most} characters.", "Como máximo {most} caracteres.";
    answer_characters = "Há caracteres que não cabem aqui.", "There are characters that do not fit here.", "Hay caracteres que no caben aquí.";
    answer_not_integer = "Informe um número inteiro.", "Enter a whole number.", "Indique un número entero.";
    answer_not_money = "Informe um valor como 1.234,50.", "Enter an amount such as 1,234.50.", "Indique un valor como 1.234,50.";
    answer_not_date = "Informe uma data do calendário.", "Enter a day of the calendar.", "Indique una fecha del calendario.";
    answer_below(least: &str) = "O mínimo é {least}.", "The least is {least}.", "El mínimo es {least}.";
    answer_above(most: &str) = "O máximo é {most}.", "The most is {most}.", "El máximo es {most}.";
    answer_not_toggle = "Responda sim ou não.", "Answer yes or no.", "Responda sí o no.";
    answer_not_held = "O que foi enviado aqui não vale mais. Envie de novo.", "What was given here is no longer good. Give it again.", "Lo que se envió aquí ya no vale. Envíelo de nuevo.";
    secret_given = "Já informada. Digite outra só para trocar.", "Given already. Type another one only to replace it.", "Ya indicada. Escriba otra solo para cambiarla.";
    answer_not_offered = "Esta opção não está mais disponível. Escolha outra.", "This choice is no longer offered. Choose another.", "Esta opción ya no está disponible. Elija otra.";
}
