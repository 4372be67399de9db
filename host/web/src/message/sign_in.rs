//! Signing in.

crate::message::messages! {
    sign_in = "Entrar", "Sign in", "Entrar";
    sign_in_lead = "O balcão de atendimento do provedor", "The provider's service desk", "El mostrador de atención del proveedor";
    login = "Usuário", "User", "Usuario";
    password = "Senha", "Password", "Contraseña";
    sign_in_wrong = "Usuário ou senha não conferem.", "User or password do not match.", "Usuario o contraseña no coinciden.";
    sign_in_disabled = "Este usuário está desativado. Fale com quem administra o Balcão.",
        "This user is disabled. Speak to whoever administers Balcão.",
        "Este usuario está desactivado. Hable con quien administra Balcão.";
    sign_in_limited(time: &str) = "Muitas tentativas. Espere até {time} e tente de novo.",
        "Too many attempts. Wait until {time} and try again.",
        "Demasiados intentos. Espere hasta {time} e intente de nuevo.";
    sign_in_again = "Sua sessão terminou. Entre de novo para continuar de onde parou.",
        "Your session has ended. Sign in again to go on where you were.",
        "Su sesión terminó. Entre de nuevo para seguir donde estaba.";
    sign_in_held = "O que você preencheu está guardado nesta página e volta depois de entrar.",
        "What you had filled in is kept on this page and comes back after you sign in.",
        "Lo que completó está guardado en esta página y vuelve después de entrar.";
    demo_users = "Usuários da demonstração", "Demonstration users", "Usuarios de la demostración";
    demo_lead = "Um clique entra. Cada perfil vê outras ações e outros widgets.",
        "One click signs in. Each profile sees other actions and widgets.",
        "Un clic entra. Cada perfil ve otras acciones y otros widgets.";
    enter_as(name: &str) = "Entrar como {name}", "Enter as {name}", "Entrar como {name}";
    welcome_back = "Você entrou de novo", "You are signed in again", "Entró de nuevo";
    held_text = "O que você tinha preenchido não se perdeu, e ainda não foi enviado.",
        "What you had filled in is not lost, and has not been sent yet.",
        "Lo que había completado no se perdió, y aún no se envió.";
    held_send = "Enviar agora", "Send now", "Enviar ahora";
    held_drop = "Descartar e voltar à tela", "Discard and go back to the screen", "Descartar y volver a la pantalla";
}
