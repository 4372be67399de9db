//! The line: secrets, live cards, what the outbox does with it.

crate::message::messages! {
    secret_show = "Mostrar", "Show", "Mostrar";
    secret_title = "Senha", "Password", "Contraseña";
    secret_not_yours = "O seu perfil não pode mostrar senhas.", "Your profile may not show passwords.", "Su perfil no puede mostrar contraseñas.";
    secret_reason = "Motivo", "Reason", "Motivo";
    secret_reason_missing = "Escreva o motivo, em até 200 caracteres.", "Write the reason, in up to 200 characters.", "Escriba el motivo, en hasta 200 caracteres.";
    secret_passes = "Esta página se fecha em 30 segundos. Quem viu a senha ficou registrado.",
        "This page closes in 30 seconds. Who saw the password is on record.",
        "Esta página se cierra en 30 segundos. Quedó registrado quién vio la contraseña.";
    secret_unconfirmed = "Antes, é preciso saber quem pede.", "First it has to be known who is asking.", "Antes hay que saber quién pide.";
    secret_third_party = "Só o titular, ou alguém autorizado por ele, pode saber a senha.",
        "Only the holder, or somebody authorised by them, may know the password.",
        "Solo el titular, o alguien autorizado por él, puede saber la contraseña.";
    outage(place: &str, since: &str) = "Falha na rede: {place}, desde {since}",
        "Network failure: {place}, since {since}",
        "Falla en la red: {place}, desde {since}";
    stop = "Parar", "Stop", "Parar";
    stopping = "Parando…", "Stopping…", "Parando…";
    too_many_live = "Muitos testes ao mesmo tempo. Tente de novo em instantes.",
        "Too many tests at once. Try again in a moment.",
        "Demasiadas pruebas al mismo tiempo. Intente de nuevo en unos instantes.";
    outside_disconnect = "Fim da sessão", "End of the session", "Fin de la sesión";
    outside_password = "Senha nova no concentrador", "New password at the access server", "Contraseña nueva en el concentrador";
    outside_unblock = "Desbloqueio no concentrador", "Unblock at the access server", "Desbloqueo en el concentrador";
    outside_block = "Bloqueio no concentrador", "Block at the access server", "Bloqueo en el concentrador";
    outside_reblock = "Fim do prazo do desbloqueio em confiança", "End of the trust unlock", "Fin del plazo del desbloqueo en confianza";
}
