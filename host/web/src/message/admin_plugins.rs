//! Plugins: the list, a plugin's page, and the page that decides.

use balcao_access::Kind;
use balcao_plugins::{Class, FailureKind, Level};

crate::message::messages! {
    plugins = "Plugins", "Plugins", "Plugins";
    plugins_about = "Instalar, decidir o que cada plugin pode fazer, atualizar, voltar atrás, desligar; saúde e registro.",
        "Install, decide what each plugin may do, upgrade, go back, switch off; health and log.",
        "Instalar, decidir qué puede hacer cada plugin, actualizar, volver atrás, apagar; salud y registro.";
    plugins_none = "Nenhum plugin instalado.", "No plugin is installed.", "Ningún plugin instalado.";
    plugin_word = "Plugin", "Plugin", "Plugin";
    plugin_vendor = "Fabricante", "Vendor", "Fabricante";
    plugin_version = "Versão", "Version", "Versión";
    plugin_contributions = "Widgets e ações", "Widgets and actions", "Widgets y acciones";
    plugin_permissions = "Permissões", "Permissions", "Permisos";
    plugin_calls = "Chamadas", "Calls", "Llamadas";
    plugin_failures = "Falhas", "Failures", "Fallas";
    plugin_on_of(on: usize, all: usize) = "{on} de {all} ligados", "{on} of {all} on", "{on} de {all} activos";
    plugin_granted_of(granted: usize, asked: usize) = "{granted} de {asked} concedidas", "{granted} of {asked} granted", "{granted} de {asked} concedidos";
    plugin_asks_nothing = "não pede nada", "asks for nothing", "no pide nada";
    plugin_ours = "do Balcão", "of the desk", "del Balcão";
    plugin_on = "ligado", "on", "encendido";
    plugin_off = "desligado", "off", "apagado";
    plugin_held = "retido com os demais de fora", "held back with all others", "retenido con los demás";
    plugin_waits = "aguarda decisão", "waits for a decision", "espera decisión";
    plugin_aside(count: usize) = "{count} suspenso(s)", "{count} set aside", "{count} suspendido(s)";
    plugin_new_version = "versão nova aguarda", "a new version waits", "una versión nueva espera";

    plugin_upload = "Instalar ou atualizar por arquivo", "Install or upgrade from a file", "Instalar o actualizar desde un archivo";
    plugin_upload_lead = "O arquivo é guardado e nada dele roda para os usuários até que você decida, na página seguinte, o que ele pode fazer.",
        "The file is kept, and nothing of it runs for users until you decide on the next page what it may do.",
        "El archivo se guarda y nada de él corre para los usuarios hasta que usted decida, en la página siguiente, qué puede hacer.";
    plugin_file = "Componente (.wasm)", "Component (.wasm)", "Componente (.wasm)";
    plugin_class = "Classe de limites", "Class of limits", "Clase de límites";
    plugin_send = "Enviar e examinar", "Send and examine", "Enviar y examinar";
    plugin_class_hint(size: &str, tables: &str) = "Até {size} de arquivo e {tables} elementos de tabela.", "Files up to {size}, {tables} table elements.", "Archivos de hasta {size} y {tables} elementos de tabla.";
    plugin_no_file = "Escolha o arquivo do plugin.", "Choose the plugin's file.", "Elija el archivo del plugin.";
    plugin_not_installed = "O arquivo não foi instalado", "The file was not installed", "El archivo no se instaló";
    plugin_too_large(limit: &str) = "O arquivo passa de {limit}, o máximo da classe escolhida. Nada dele foi guardado.",
        "The file is over {limit}, the most that the chosen class takes. Nothing of it was kept.",
        "El archivo pasa de {limit}, el máximo de la clase elegida. Nada de él se guardó.";
    plugin_is_compiled = "É um componente já compilado (.cwasm). Envie o próprio componente.",
        "It is a compiled component (.cwasm). Send the component itself.",
        "Es un componente ya compilado (.cwasm). Envíe el propio componente.";
    plugin_is_module = "É um módulo WebAssembly, não um componente. Peça ao fabricante o componente, feito com balcao-build.",
        "It is a WebAssembly module, not a component. Ask its vendor for the component, made with balcao-build.",
        "Es un módulo WebAssembly, no un componente. Pida al fabricante el componente, hecho con balcao-build.";
    plugin_is_invalid(why: &str) = "Não é um componente que possa rodar aqui: {why}.", "It is no component that can run here: {why}.", "No es un componente que pueda correr aquí: {why}.";
    plugin_too_many(what: &str, count: usize, limit: usize) = "Tem {count} {what}; a classe escolhida aceita {limit}. Se ele traz um interpretador (JavaScript, Python), escolha essa classe.",
        "It has {count} {what}; the chosen class takes {limit}. If it brings an interpreter (JavaScript, Python), choose that class.",
        "Tiene {count} {what}; la clase elegida acepta {limit}. Si trae un intérprete (JavaScript, Python), elija esa clase.";
    plugin_unknown_imports(names: &str) = "Pede o que este Balcão não oferece: {names}. Foi feito para outra versão do contrato, ou para outro programa.",
        "It asks for what this desk does not offer: {names}. It was made for another version of the contract, or for another program.",
        "Pide lo que este Balcão no ofrece: {names}. Fue hecho para otra versión del contrato, o para otro programa.";
    plugin_misfit(why: &str) = "Não se encaixa no contrato deste Balcão; deve ter sido feito para outra versão dele. {why}",
        "It does not fit this desk's contract; it was probably made for another version of it. {why}",
        "No encaja en el contrato de este Balcão; debe haber sido hecho para otra versión de él. {why}";
    plugin_no_compile(why: &str) = "Não pôde ser compilado dentro dos limites da classe: {why}.", "It could not be compiled within the limits of its class: {why}.", "No se pudo compilar dentro de los límites de la clase: {why}.";
    plugin_no_describe(why: &str) = "Não conseguiu dizer o que é: {why}.", "It could not say what it is: {why}.", "No pudo decir qué es: {why}.";
    plugin_misdeclared(why: &str) = "O que ele diz de si não está certo: {why}.", "What it says of itself is not right: {why}.", "Lo que dice de sí no está bien: {why}.";
    plugin_name_taken(name: &str, owner: &str) = "O nome “{name}” já é de um plugin que veio de outra parte ({owner}). Peça ao fabricante que use outro nome.",
        "The name “{name}” belongs to a plugin that came from elsewhere ({owner}). Ask its vendor to use another name.",
        "El nombre “{name}” ya es de un plugin que vino de otra parte ({owner}). Pida al fabricante que use otro nombre.";

    plugin_others = "Só o que veio com o Balcão", "Only what came with the desk", "Solo lo que vino con el Balcão";
    plugin_others_lead = "Em caso de suspeita: desliga de uma vez todos os plugins que não vieram com o Balcão. Ao voltar, cada um fica ligado ou desligado como estava.",
        "When in doubt: switches off at once all plugins that did not come with the desk. Afterwards each is on or off as it was.",
        "Ante la duda: apaga de una vez todos los plugins que no vinieron con el Balcão. Al volver, cada uno queda encendido o apagado como estaba.";
    plugin_others_stop = "Desligar todos os de fora", "Switch all others off", "Apagar todos los de fuera";
    plugin_others_go = "Voltar como estavam", "Back as they were", "Volver como estaban";
    plugin_others_held = "Todos os plugins que não vieram com o Balcão estão desligados.", "All plugins that did not come with the desk are off.", "Todos los plugins que no vinieron con el Balcão están apagados.";
    plugin_find_log = "Procurar no registro", "Search the log", "Buscar en el registro";
    plugin_reference = "Referência que o agente viu", "Reference that the agent saw", "Referencia que vio el agente";
    plugin_log = "Registro", "Log", "Registro";
    plugin_log_of(reference: &str) = "Registro da referência {reference}", "Log of the reference {reference}", "Registro de la referencia {reference}";
    plugin_log_none = "Nada com esta referência desde que este processo começou.", "Nothing under this reference since this process began.", "Nada con esta referencia desde que este proceso empezó.";
    plugin_log_empty = "Nada foi escrito desde que este processo começou.", "Nothing was written since this process began.", "Nada se escribió desde que este proceso empezó.";
    plugin_when = "Quando", "When", "Cuándo";
    plugin_line = "Linha", "Line", "Línea";
    plugin_during = "Durante", "During", "Durante";
    plugin_since(at: &str) = "Desde que este processo começou, em {at}.", "Since this process began, on {at}.", "Desde que este proceso empezó, el {at}.";

    plugin_back_to_list = "Todos os plugins", "All plugins", "Todos los plugins";
    plugin_name = "Nome", "Name", "Nombre";
    plugin_digest = "Impressão digital (SHA-256)", "Digest (SHA-256)", "Huella (SHA-256)";
    plugin_size = "Tamanho", "Size", "Tamaño";
    plugin_languages = "Idiomas", "Languages", "Idiomas";
    plugin_from = "Veio de", "Came from", "Vino de";
    plugin_arrived = "Chegou em", "Arrived", "Llegó el";
    plugin_switch_on = "Ligar", "Switch on", "Encender";
    plugin_switch_off = "Desligar", "Switch off", "Apagar";
    plugin_decide = "Decidir", "Decide", "Decidir";
    plugin_change_permissions = "Mudar permissões", "Change permissions", "Cambiar permisos";
    plugin_kind = "Tipo", "Kind", "Tipo";
    plugin_tab = "Guia de origem", "Home tab", "Pestaña de origen";
    plugin_settings = "Ajustes", "Settings", "Ajustes";
    plugin_state = "Situação", "State", "Estado";
    plugin_versions = "Versões", "Versions", "Versiones";
    plugin_live = "no ar", "live", "al aire";
    plugin_earlier = "anterior", "earlier", "anterior";
    plugin_roll_back = "Pôr no ar esta", "Make this one live", "Poner esta al aire";
    plugin_discard = "Descartar", "Discard", "Descartar";
    plugin_runs_end = "O que já foi começado termina na versão em que começou.", "What was begun ends on the version on which it began.", "Lo que ya se empezó termina en la versión en que empezó.";
    plugin_health = "Saúde", "Health", "Salud";
    plugin_half = "Metade até (p50)", "Half within (p50)", "La mitad hasta (p50)";
    plugin_most = "99 em 100 até (p99)", "99 in 100 within (p99)", "99 de 100 hasta (p99)";
    plugin_cpu = "Processador, ao todo", "Processor, in all", "Procesador, en total";
    plugin_memory = "Memória, máximo", "Memory, at most", "Memoria, máximo";
    plugin_host_calls = "Consultas ao Balcão", "Host calls", "Consultas al Balcão";
    plugin_no_calls = "Nenhuma chamada desde que este processo começou.", "No call since this process began.", "Ninguna llamada desde que este proceso empezó.";
    plugin_aside_title(what: &str) = "{what} está suspenso", "{what} is set aside", "{what} está suspendido";
    plugin_aside_text(since: &str, until: &str, why: &str) = "Desde {since}, porque falhou por culpa própria em pelo menos metade das chamadas do último minuto. Volta sozinho às {until}. Última falha: {why}.",
        "Since {since}, because it failed by its own fault in at least half of its calls of the last minute. It comes back by itself at {until}. Last failure: {why}.",
        "Desde {since}, porque falló por culpa propia en al menos la mitad de las llamadas del último minuto. Vuelve solo a las {until}. Última falla: {why}.";
    plugin_bring_back = "Voltar agora", "Bring back now", "Volver ahora";
    plugin_undecided = "Ninguém decidiu ainda o que esta versão pode fazer. Nada dela roda.", "Nobody decided yet what this version may do. Nothing of it runs.", "Nadie decidió aún qué puede hacer esta versión. Nada de ella corre.";

    plugin_decide_title(title: &str, version: &str) = "{title} {version}: o que pode fazer", "{title} {version}: what it may do", "{title} {version}: qué puede hacer";
    plugin_what_it_is = "O que é", "What it is", "Qué es";
    plugin_what_it_asks = "O que pede para fazer", "What it asks to do", "Qué pide hacer";
    plugin_asks_from = "Lido do próprio componente: não tem como fazer nada além disto.", "Read from the component itself: there is no way for it to do anything else.", "Leído del propio componente: no tiene forma de hacer nada más.";
    plugin_asks_nothing_long = "Não pede nada: só desenha o que traz consigo.", "It asks for nothing: it only draws what it brings along.", "No pide nada: solo dibuja lo que trae consigo.";
    plugin_reads = "Ler", "Read", "Leer";
    plugin_changes = "Mudar ou enviar", "Change or send", "Cambiar o enviar";
    plugin_changes_hint = "Acontece só depois que um agente revê e confirma, e dentro das regras do Balcão.", "It happens only after an agent reviews and confirms it, and within the desk's rules.", "Ocurre solo después de que un agente revisa y confirma, y dentro de las reglas del Balcão.";
    plugin_everybody = "Conceder a todos os perfis", "Grant to all profiles", "Conceder a todos los perfiles";
    plugin_some = "Conceder só a estes perfis", "Grant to these profiles only", "Conceder solo a estos perfiles";
    plugin_nobody = "Recusar", "Refuse", "Rechazar";
    plugin_which_profiles = "Perfis", "Profiles", "Perfiles";
    plugin_today(what: &str) = "Hoje: {what}.", "Today: {what}.", "Hoy: {what}.";
    plugin_reach_everybody = "todos os perfis", "all profiles", "todos los perfiles";
    plugin_reach_nobody = "recusado", "refused", "rechazado";
    plugin_reach_unsaid = "ninguém decidiu", "nobody decided", "nadie decidió";
    plugin_new = "novo", "new", "nuevo";
    plugin_never = "O que nunca pode fazer", "What it can never do", "Lo que nunca puede hacer";
    plugin_difference(version: &str) = "O que muda em relação à versão no ar ({version})", "What changes from the live version ({version})", "Qué cambia respecto de la versión al aire ({version})";
    plugin_no_difference = "Pede e oferece o mesmo.", "It asks for and offers the same.", "Pide y ofrece lo mismo.";
    plugin_more_permissions = "Passa a pedir", "Now asks for", "Pasa a pedir";
    plugin_fewer_permissions = "Deixa de pedir", "No longer asks for", "Deja de pedir";
    plugin_more_contributions = "Passa a oferecer", "Now offers", "Pasa a ofrecer";
    plugin_fewer_contributions = "Deixa de oferecer", "No longer offers", "Deja de ofrecer";
    plugin_more_settings = "Ajustes novos", "New settings", "Ajustes nuevos";
    plugin_fewer_settings = "Ajustes que saem", "Settings that go", "Ajustes que salen";
    plugin_other_settings = "Ajustes que mudam de tipo ou de valor inicial", "Settings with another kind or initial value", "Ajustes que cambian de tipo o de valor inicial";
    plugin_install = "Conceder o marcado e instalar", "Grant what is marked and install", "Conceder lo marcado e instalar";
    plugin_upgrade = "Conceder o marcado e pôr no ar", "Grant what is marked and make it live", "Conceder lo marcado y poner al aire";
    plugin_save = "Salvar permissões", "Save permissions", "Guardar permisos";
    plugin_say_each = "Diga de cada permissão se é concedida ou recusada", "Say of each permission whether it is granted or refused", "Diga de cada permiso si se concede o se rechaza";
    plugin_say_this = "Conceda ou recuse.", "Grant it or refuse it.", "Conceda o rechace.";
    plugin_say_which = "Marque ao menos um perfil, ou recuse.", "Mark a profile at least, or refuse.", "Marque al menos un perfil, o rechace.";
    plugin_stale = "O plugin mudou enquanto você decidia: outra pessoa salvou. O que você marcou continua abaixo; “hoje” mostra como está agora. Confira e envie de novo.",
        "The plugin was changed while you decided: somebody else saved. What you marked still stands below; “today” shows how it is now. Check and send again.",
        "El plugin cambió mientras usted decidía: otra persona guardó. Lo que marcó sigue abajo; “hoy” muestra cómo está ahora. Revise y envíe de nuevo.";
}

impl crate::message::Lang {
    pub fn plugin_kind_name(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Widget => self.pick("Widget", "Widget", "Widget"),
            Kind::Action => self.pick("Ação", "Action", "Acción"),
        }
    }

    pub fn plugin_class_name(self, class: Class) -> &'static str {
        match class {
            Class::Compact => self.pick(
                "Compacta, para o que é feito em Rust ou C",
                "Compact, for what Rust and C make",
                "Compacta, para lo hecho en Rust o C",
            ),
            Class::Interpreted => self.pick(
                "Com interpretador, para JavaScript ou Python",
                "With an interpreter, for JavaScript and Python",
                "Con intérprete, para JavaScript o Python",
            ),
        }
    }

    /// Where a plugin came from.
    pub fn plugin_installer(self, installer: &str) -> &str {
        match installer {
            "pack" => self.pick("veio com o Balcão", "came with the desk", "vino con el Balcão"),
            "folder" => self.pick(
                "pasta de plugins do servidor",
                "the server's folder",
                "carpeta de plugins del servidor",
            ),
            "command line" => self.pick("linha de comando", "command line", "línea de comando"),
            "administrators" => self.pick(
                "enviado por administrador",
                "sent by an administrator",
                "enviado por administrador",
            ),
            other => other,
        }
    }

    pub fn plugin_failure(self, kind: FailureKind) -> &'static str {
        match kind {
            FailureKind::Trap => self.pick("quebrou ao executar", "broke off", "se rompió al ejecutar"),
            FailureKind::Limit => self.pick("passou de um limite", "went over a limit", "pasó de un límite"),
            FailureKind::Contract => {
                self.pick("não cumpriu o contrato", "broke the contract", "no cumplió el contrato")
            }
            FailureKind::Late => {
                self.pick("não terminou a tempo", "did not end in time", "no terminó a tiempo")
            }
            FailureKind::Outside => self.pick(
                "algo externo não respondeu",
                "something outside was silent",
                "algo externo no respondió",
            ),
            FailureKind::Denied => self.pick("sem a permissão", "without the permission", "sin el permiso"),
            FailureKind::Answered => {
                self.pick("recusou com motivo", "refused with a reason", "rechazó con motivo")
            }
            FailureKind::Desk => self.pick("falha do Balcão", "failure of the desk", "falla del Balcão"),
            FailureKind::Stopped => self.pick("interrompida", "stopped", "interrumpida"),
        }
    }

    pub fn plugin_level(self, level: Level) -> &'static str {
        match level {
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warn => self.pick("aviso", "warning", "aviso"),
            Level::Error => self.pick("erro", "error", "error"),
        }
    }

    /// What no plugin can do, whatever is granted. Each is kept by the engine or by the contract.
    pub fn plugin_nevers(self) -> [&'static str; 7] {
        self.pick(
            [
                "Abrir uma conexão de rede, ler arquivos deste servidor ou iniciar programas: não há como.",
                "Ver outro cliente que não o que o agente está atendendo, nem outra empresa.",
                "Ler senhas, CPF, telefones ou e-mails: mostra-os por uma referência, e o Balcão decide quem vê.",
                "Mudar algo sem que um agente reveja e confirme, ou contra as regras do Balcão.",
                "Rodar por conta própria: só roda quando um agente abre uma página ou usa uma ação.",
                "Lembrar de um cliente no próximo: cada chamada começa do zero.",
                "Passar dos limites da sua classe: a chamada é interrompida, e só o cartão dele falha.",
            ],
            [
                "Open a network connection, read this server's files or start programs: there is no way.",
                "See another customer than the one that the agent serves, or another company.",
                "Read passwords, taxpayer numbers, phones or e-mail addresses: it shows them by a handle, and the desk decides who sees them.",
                "Change anything without an agent's review and confirmation, or against the desk's rules.",
                "Run by itself: it runs only when an agent opens a page or uses an action.",
                "Remember one customer when it serves the next: each call begins from nothing.",
                "Go over the limits of its class: the call is ended, and only its own card fails.",
            ],
            [
                "Abrir una conexión de red, leer archivos de este servidor o iniciar programas: no hay cómo.",
                "Ver a otro cliente que el que el agente atiende, ni otra empresa.",
                "Leer contraseñas, CPF, teléfonos o correos: los muestra por una referencia, y el Balcão decide quién los ve.",
                "Cambiar algo sin que un agente lo revise y confirme, o contra las reglas del Balcão.",
                "Correr por su cuenta: solo corre cuando un agente abre una página o usa una acción.",
                "Recordar a un cliente en el siguiente: cada llamada empieza de cero.",
                "Pasar los límites de su clase: la llamada se interrumpe, y solo falla su tarjeta.",
            ],
        )
    }
}
