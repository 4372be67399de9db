//! One's own account, and what a sign-in may lack: passwords, second factors, sessions.

use balcao_access::PasswordProblem;

use super::Lang;

impl Lang {
    /// Why a password is not taken.
    pub fn password_problem(self, problem: PasswordProblem) -> &'static str {
        match problem {
            PasswordProblem::TooShort => self.pick(
                "A senha precisa de pelo menos 8 caracteres.",
                "A password needs at least 8 characters.",
                "La contraseña necesita al menos 8 caracteres.",
            ),
            PasswordProblem::TooLong => self.pick(
                "A senha é longa demais.",
                "The password is too long.",
                "La contraseña es demasiado larga.",
            ),
            PasswordProblem::Common => self.pick(
                "Esta senha está entre as que se tentam primeiro. Escolha outra.",
                "This password is among those that are tried first. Choose another one.",
                "Esta contraseña está entre las que se prueban primero. Elija otra.",
            ),
            PasswordProblem::Login => self.pick(
                "A senha é quase o nome de usuário. Escolha outra.",
                "The password is little more than the login. Choose another one.",
                "La contraseña es casi el nombre de usuario. Elija otra.",
            ),
            PasswordProblem::Same => self.pick(
                "A senha nova é igual à atual. Escolha outra.",
                "The new password is the present one. Choose another one.",
                "La contraseña nueva es igual a la actual. Elija otra.",
            ),
        }
    }
}

crate::message::messages! {
    account = "Minha conta", "My account", "Mi cuenta";
    password_new = "Senha nova", "New password", "Contraseña nueva";
    password_again = "Senha nova, de novo", "New password, again", "Contraseña nueva, otra vez";
    password_now = "Senha atual", "Present password", "Contraseña actual";
    password_change = "Trocar a senha", "Change the password", "Cambiar la contraseña";
    password_hint = "Pelo menos 8 caracteres; 15 ou mais é melhor. Uma frase serve, e não precisa de números nem sinais.",
        "At least 8 characters; 15 or more is better. A phrase will do, and it needs neither digits nor signs.",
        "Al menos 8 caracteres; 15 o más es mejor. Una frase sirve, y no necesita números ni signos.";
    password_known = "Outra pessoa conhece a sua senha. Escolha uma que só você saiba para continuar.",
        "Somebody else knows your password. Choose one that only you know to go on.",
        "Otra persona conoce su contraseña. Elija una que solo usted sepa para continuar.";
    passwords_differ = "As duas senhas não são iguais.", "The two passwords differ.", "Las dos contraseñas no son iguales.";
    password_now_wrong = "A senha atual não confere.", "The present password does not match.", "La contraseña actual no coincide.";
    password_changed = "A senha foi trocada. Suas outras sessões terminaram.",
        "The password is changed. Your other sessions have ended.",
        "La contraseña fue cambiada. Sus otras sesiones terminaron.";
    second_factor = "Segundo fator", "Second factor", "Segundo factor";
    factor_about = "Além da senha, um código de seis dígitos do seu celular. Quem descobrir a senha não entra sem ele.",
        "Beside the password, a code of six digits from your phone. Whoever learns the password does not get in without it.",
        "Además de la contraseña, un código de seis dígitos de su celular. Quien descubra la contraseña no entra sin él.";
    factor_set_up = "Configurar o segundo fator", "Set up the second factor", "Configurar el segundo factor";
    factor_required = "O seu perfil só entra com segundo fator. Configure-o agora; leva um minuto.",
        "Your profile signs in with a second factor only. Set it up now; it takes a minute.",
        "Su perfil solo entra con segundo factor. Configúrelo ahora; lleva un minuto.";
    factor_scan = "No celular, abra um aplicativo autenticador e leia este código:",
        "On the phone, open an authenticator and scan this code:",
        "En el celular, abra una aplicación autenticadora y lea este código:";
    factor_qr = "QR Code do segundo fator", "QR code of the second factor", "Código QR del segundo factor";
    factor_type = "Sem câmera, digite no aplicativo esta chave:", "Without a camera, type this key into the app:",
        "Sin cámara, escriba en la aplicación esta clave:";
    factor_since(at: &str) = "Ligado desde {at}", "On since {at}", "Activo desde {at}";
    factor_off = "Desligado", "Off", "Desactivado";
    factor_codes_left(count: i64) = "Códigos de recuperação que restam: {count}", "Recovery codes left: {count}",
        "Códigos de recuperación que quedan: {count}";
    factor_turn_on = "Ligar o segundo fator", "Turn the second factor on", "Activar el segundo factor";
    factor_turn_off = "Desligar o segundo fator", "Turn the second factor off", "Desactivar el segundo factor";
    factor_kept = "O seu perfil exige o segundo fator. Se trocou de celular, quem administra os usuários pode zerá-lo.",
        "Your profile requires the second factor. If you have another phone, whoever administers users can reset it.",
        "Su perfil exige el segundo factor. Si cambió de celular, quien administra los usuarios puede restablecerlo.";
    factor_removed = "O segundo fator está desligado.", "The second factor is off.", "El segundo factor está desactivado.";
    factor_confirm = "Confirmar", "Confirm", "Confirmar";
    code = "Código", "Code", "Código";
    code_lead = "Digite o código que o seu aplicativo autenticador mostra agora.",
        "Type the code that your authenticator shows now.",
        "Escriba el código que su aplicación autenticadora muestra ahora.";
    code_or_recovery = "Sem o celular, use um dos seus códigos de recuperação.",
        "Without the phone, use one of your recovery codes.",
        "Sin el celular, use uno de sus códigos de recuperación.";
    code_wrong = "O código não confere ou já foi usado. Espere o próximo e tente de novo.",
        "The code does not match or was used already. Wait for the next one and try again.",
        "El código no coincide o ya fue usado. Espere el próximo e intente de nuevo.";
    step_over = "Passou tempo demais. Entre de novo.", "It took too long. Sign in again.", "Pasó demasiado tiempo. Entre de nuevo.";
    recovery_codes = "Códigos de recuperação", "Recovery codes", "Códigos de recuperación";
    recovery_lead = "Guarde estes códigos fora do celular. Cada um entra uma vez no lugar do código do aplicativo, e eles não serão mostrados de novo.",
        "Keep these codes off the phone. Each signs in once in place of the app's code, and they are not shown again.",
        "Guarde estos códigos fuera del celular. Cada uno entra una vez en lugar del código de la aplicación, y no se mostrarán de nuevo.";
    recovery_kept = "Guardei, continuar", "I kept them, go on", "Los guardé, continuar";
    recovery_new = "Gerar códigos novos", "Make new codes", "Generar códigos nuevos";
    sessions = "Sessões", "Sessions", "Sesiones";
    sessions_about = "Onde esta conta está aberta. Termine o que você não reconhece e troque a senha.",
        "Where this account is open. End what you do not know and change the password.",
        "Dónde está abierta esta cuenta. Termine lo que no reconozca y cambie la contraseña.";
    session_since = "Desde", "Since", "Desde";
    session_used = "Último uso", "Last used", "Último uso";
    session_address = "Endereço", "Address", "Dirección";
    session_browser = "Navegador", "Browser", "Navegador";
    session_here = "esta sessão", "this session", "esta sesión";
    session_end = "Terminar", "End", "Terminar";
    session_end_of(since: &str) = "Terminar a sessão de {since}", "End the session of {since}", "Terminar la sesión de {since}";
    sessions_end_others = "Terminar todas as outras", "End all others", "Terminar todas las otras";
    sessions_end_all = "Terminar todas", "End all", "Terminar todas";
    sessions_none = "Nenhuma sessão aberta.", "No open session.", "Ninguna sesión abierta.";
    sessions_ended = "Sessões terminadas.", "Sessions ended.", "Sesiones terminadas.";
}
