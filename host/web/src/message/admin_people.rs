//! Users, teams and companies.

crate::message::messages! {
    users = "Usuários", "Users", "Usuarios";
    users_about = "Quem trabalha no Balcão: perfil, equipe, empresas, senha, segundo fator e sessões.",
        "Who works at the desk: profile, team, companies, password, second factor and sessions.",
        "Quién trabaja en el Balcão: perfil, equipo, empresas, contraseña, segundo factor y sesiones.";
    user_new = "Novo usuário", "New user", "Nuevo usuario";
    user_add = "Criar usuário", "Create user", "Crear usuario";
    users_search = "Nome ou usuário", "Name or login", "Nombre o usuario";
    users_filter = "Filtrar usuários", "Filter users", "Filtrar usuarios";
    users_show = "Situação", "State", "Situación";
    users_enabled = "Ativos", "Enabled", "Activos";
    users_disabled = "Desativados", "Disabled", "Desactivados";
    users_all = "Todos", "All", "Todos";
    users_none = "Nenhum usuário com este filtro.", "No user with this filter.", "Ningún usuario con este filtro.";
    users_count(count: usize) = "{count} usuários", "{count} users", "{count} usuarios";
    profile = "Perfil", "Profile", "Perfil";
    any = "Qualquer", "Any", "Cualquiera";
    user_language = "Idioma das telas", "Language of the pages", "Idioma de las pantallas";
    user_companies_hint = "O usuário atende clientes destas empresas.", "The user serves customers of these companies.",
        "El usuario atiende clientes de estas empresas.";
    user_login_hint = "2 a 64 letras sem acento, números, ponto, hífen, sublinhado ou @. Não muda depois.",
        "2 to 64 plain letters, digits, dots, hyphens, underscores or @. It does not change later.",
        "2 a 64 letras sin acento, números, punto, guion, guion bajo o @. No cambia después.";
    user_login_bad = "Este nome de usuário não serve.", "This login will not do.", "Este nombre de usuario no sirve.";
    user_login_taken = "Já existe este usuário.", "There is such a user already.", "Ya existe este usuario.";
    name_missing = "Escreva um nome de até 100 letras.", "Write a name of up to 100 letters.", "Escriba un nombre de hasta 100 letras.";
    user_company_missing = "Escolha pelo menos uma empresa.", "Choose at least one company.", "Elija al menos una empresa.";
    choice_missing = "Escolha uma das opções.", "Choose one of the options.", "Elija una de las opciones.";
    user_password = "Primeira senha", "First password", "Primera contraseña";
    user_password_hint = "Deixe vazio, e o Balcão cria uma e a mostra uma vez. De qualquer modo será trocada na primeira entrada.",
        "Leave it empty, and Balcão makes one and shows it once. In any case it is changed at the first sign-in.",
        "Déjela vacía, y Balcão crea una y la muestra una vez. De todos modos se cambiará en la primera entrada.";
    user_created = "Usuário criado", "User created", "Usuario creado";
    user_password_is(login: &str) = "Senha de {login}:", "Password of {login}:", "Contraseña de {login}:";
    user_password_once = "Ela não será mostrada de novo. Na próxima entrada o Balcão pede uma senha nova.",
        "It is not shown again. At the next sign-in Balcão asks for a new one.",
        "No se mostrará de nuevo. En la próxima entrada Balcão pide una contraseña nueva.";
    user_password_new = "Dar senha nova", "Give a new password", "Dar contraseña nueva";
    user_password_about = "Para quem esqueceu a senha. As sessões terminam e a senha nova é trocada na próxima entrada.",
        "For somebody who forgot theirs. Sessions end, and the new password is changed at the next sign-in.",
        "Para quien olvidó la suya. Las sesiones terminan y la contraseña nueva se cambia en la próxima entrada.";
    user_password_made = "Senha nova", "New password", "Contraseña nueva";
    user_data = "Cadastro", "Data", "Datos";
    user_saved = "Gravado.", "Saved.", "Guardado.";
    user_own = "Este é você: senha, segundo fator e sessões ficam em", "This is you: password, second factor and sessions are at",
        "Este es usted: contraseña, segundo factor y sesiones están en";
    user_disable = "Desativar", "Disable", "Desactivar";
    user_disable_about = "O usuário sai na hora e não entra mais. As solicitações abertas dele voltam à fila da equipe.",
        "The user is out at once and may not sign in any more. Their open requests return to their team's queue.",
        "El usuario sale en el acto y no entra más. Sus solicitudes abiertas vuelven a la cola del equipo.";
    user_queue = "Equipe que recebe as solicitações", "Team that takes the requests", "Equipo que recibe las solicitudes";
    user_no_queue(count: usize) = "{count} solicitações abertas ficariam sem equipe: escolha a que as recebe.",
        "{count} open requests would be left without a team: choose the one that takes them.",
        "{count} solicitudes abiertas quedarían sin equipo: elija el que las recibe.";
    user_last = "É a última pessoa que pode administrar o Balcão: dê esse direito a outra antes.",
        "This is the last person who may administer Balcão: give that right to another one first.",
        "Es la última persona que puede administrar Balcão: dé ese derecho a otra antes.";
    user_enable = "Reativar", "Enable again", "Reactivar";
    user_is_disabled = "Desativado", "Disabled", "Desactivado";
    factor_on = "Ligado", "On", "Activo";
    factor_reset = "Zerar o segundo fator", "Reset the second factor", "Restablecer el segundo factor";
    factor_reset_about = "Para quem perdeu o celular e os códigos de recuperação. Confira antes quem pede. Fica na auditoria.",
        "For somebody who lost the phone and the recovery codes. Make sure first who asks. It is in the audit trail.",
        "Para quien perdió el celular y los códigos de recuperación. Verifique antes quién lo pide. Queda en la auditoría.";
    factor_by_profile = "Segundo fator por perfil", "Second factor by profile", "Segundo factor por perfil";
    factor_by_profile_about = "Quem é de um perfil marcado só entra com segundo fator; quem ainda não tem configura na próxima entrada.",
        "Users of a profile that is ticked sign in with a second factor only; who has none yet sets it up at the next sign-in.",
        "Quien es de un perfil marcado solo entra con segundo factor; quien aún no tiene lo configura en la próxima entrada.";
    holds_now = "Vale agora", "Holds now", "Vale ahora";
    teams_about = "As equipes, quem está em cada uma e para quais encaminha.",
        "The teams, who is in each, and to which it forwards.",
        "Los equipos, quién está en cada uno y a cuáles deriva.";
    team_new = "Nova equipe", "New team", "Nuevo equipo";
    team_add = "Criar equipe", "Create team", "Crear equipo";
    team_members = "Pessoas", "People", "Personas";
    team_requests = "Solicitações abertas", "Open requests", "Solicitudes abiertas";
    team_forwards = "Encaminha para", "Forwards to", "Deriva a";
    team_forwards_none = "Nenhuma", "None", "Ninguno";
    team_name_bad = "Escreva um nome de até 60 letras.", "Write a name of up to 60 letters.", "Escriba un nombre de hasta 60 letras.";
    team_name_taken = "Já há uma equipe com este nome, em uso ou não.", "There is a team of this name, in use or not.",
        "Ya hay un equipo con este nombre, en uso o no.";
    team_retire = "Deixar de usar", "Stop using it", "Dejar de usar";
    team_retire_about = "A equipe some das listas; o que já passou por ela mantém o nome. Só sem pessoas e sem solicitações abertas.",
        "The team leaves the lists; what went through it keeps its name. Only without people and without open requests.",
        "El equipo desaparece de las listas; lo que ya pasó por él conserva el nombre. Solo sin personas y sin solicitudes abiertas.";
    team_in_use(members: i64, requests: i64) = "Ainda há nela {members} pessoas e {requests} solicitações abertas.",
        "There are still {members} people and {requests} open requests in it.",
        "Todavía hay en él {members} personas y {requests} solicitudes abiertas.";
    teams_retired = "Equipes que não são mais usadas", "Teams that are used no more", "Equipos que ya no se usan";
    team_restore = "Usar de novo", "Use again", "Usar de nuevo";
    team_restore_that(name: &str) = "Usar de novo {name}", "Use {name} again", "Usar de nuevo {name}";
    companies = "Empresas", "Companies", "Empresas";
    companies_about = "Razão social, CNPJ, logotipo e cor de cada empresa.",
        "Registered name, number, logo and colour of each company.",
        "Razón social, CNPJ, logotipo y color de cada empresa.";
    company_name = "Razão social", "Registered name", "Razón social";
    company_trade_name = "Nome fantasia", "Trade name", "Nombre comercial";
    company_tax_id = "CNPJ", "CNPJ", "CNPJ";
    company_tax_id_bad = "Este CNPJ não confere.", "This CNPJ is not one.", "Este CNPJ no es válido.";
    company_taken = "Outra empresa já tem este CNPJ ou este prefixo.", "Another company has this CNPJ or prefix already.",
        "Otra empresa ya tiene este CNPJ o este prefijo.";
    company_prefix = "Prefixo dos protocolos", "Prefix of protocols", "Prefijo de los protocolos";
    company_prefix_bad = "Um número de 10 a 99, diferente do das outras empresas.", "A number from 10 to 99, another for each company.",
        "Un número de 10 a 99, distinto del de las otras empresas.";
    company_new = "Nova empresa", "New company", "Nueva empresa";
    company_add = "Criar empresa", "Create company", "Crear empresa";
    company_new_about = "A empresa começa com o calendário e os textos usuais, e você trabalha nela também.",
        "The company begins with the usual calendar and texts, and you work in it, too.",
        "La empresa comienza con el calendario y los textos usuales, y usted también trabaja en ella.";
    company_users = "Usuários", "Users", "Usuarios";
    company_legal = "Dados da empresa", "Data of the company", "Datos de la empresa";
    company_colour = "Cor", "Colour", "Color";
    company_colour_about = "A cor de links e botões para quem trabalha nesta empresa. Vazio: a cor do Balcão.",
        "The colour of links and buttons for those who work in this company. Empty: Balcão's own.",
        "El color de enlaces y botones para quien trabaja en esta empresa. Vacío: el de Balcão.";
    company_light = "No tema claro", "In the light theme", "En el tema claro";
    company_dark = "No tema escuro", "In the dark theme", "En el tema oscuro";
    colour_bad = "Escreva como #0b5c7d.", "Write it like #0b5c7d.", "Escríbalo como #0b5c7d.";
    colour_pair = "Escolha as duas cores, ou nenhuma.", "Choose both colours, or none.", "Elija los dos colores, o ninguno.";
    colour_too_light(ratio: &str) = "Clara demais: o contraste com o fundo é {ratio}:1, e precisa ser 4,5:1. Escolha uma mais escura.",
        "Too light: its contrast with the ground is {ratio}:1 and has to be 4.5:1. Choose a darker one.",
        "Demasiado claro: el contraste con el fondo es {ratio}:1, y debe ser 4,5:1. Elija uno más oscuro.";
    colour_too_dark(ratio: &str) = "Escura demais: o contraste com o fundo é {ratio}:1, e precisa ser 4,5:1. Escolha uma mais clara.",
        "Too dark: its contrast with the ground is {ratio}:1 and has to be 4.5:1. Choose a lighter one.",
        "Demasiado oscuro: el contraste con el fondo es {ratio}:1, y debe ser 4,5:1. Elija uno más claro.";
    company_logo = "Logotipo", "Logo", "Logotipo";
    company_logo_about = "PNG de até 480 pixels de lado. Aparece no alto das telas e nos boletos.",
        "A PNG of up to 480 pixels a side. It stands at the top of the pages and on slips.",
        "PNG de hasta 480 píxeles de lado. Aparece en lo alto de las pantallas y en las boletas.";
    company_logo_bad = "Este arquivo não serve: é preciso um PNG de até 480 pixels de lado.",
        "This file will not do: it takes a PNG of up to 480 pixels a side.",
        "Este archivo no sirve: hace falta un PNG de hasta 480 píxeles de lado.";
    company_logo_send = "Usar este logotipo", "Use this logo", "Usar este logotipo";
    company_logo_drop = "Tirar o logotipo", "Take the logo away", "Quitar el logotipo";
    company_logo_file = "Arquivo", "File", "Archivo";
}
