//! Perfis, in the administration.

use balcao_access::{Problem, Right, Size};

use crate::message::Lang;

crate::message::messages! {
    profiles = "Perfis", "Profiles", "Perfiles";
    profiles_about = "O que cada perfil vê na tela de atendimento, e o que pode fazer.",
        "What each profile sees on the attendance screen, and what it may do.",
        "Lo que cada perfil ve en la pantalla de atención, y lo que puede hacer.";
    profile_word = "Perfil", "Profile", "Perfil";
    profile_users = "Usuários", "Users", "Usuarios";
    profile_live = "No ar", "Live", "En uso";
    profile_never = "nunca publicado", "never published", "nunca publicado";
    profile_version(n: i64) = "versão {n}", "version {n}", "versión {n}";
    profile_drafted = "rascunho", "draft", "borrador";
    profile_retired = "aposentado", "retired", "retirado";
    profile_retire = "Aposentar", "Retire", "Retirar";
    profile_use_again = "Voltar a usar", "Use again", "Volver a usar";
    profile_new = "Novo perfil", "New profile", "Nuevo perfil";
    profile_create = "Criar perfil", "Create profile", "Crear perfil";
    profile_like = "Começar como", "Begin as", "Empezar como";
    profile_from_nothing = "do zero", "from nothing", "desde cero";
    profile_new_hint = "Nasce como rascunho: nada vale até publicar.",
        "It begins as a draft: nothing is live until it is published.",
        "Nace como borrador: nada vale hasta publicar.";
    profile_operator = "o operador", "the operator", "el operador";
    in_portuguese = "em português", "in Portuguese", "en portugués";
    in_english = "em inglês", "in English", "en inglés";
    in_spanish = "em espanhol", "in Spanish", "en español";
    name_word = "Nome", "Name", "Nombre";
    title_word = "Título", "Title", "Título";

    profile_layout = "Leiaute", "Layout", "Diseño";
    profile_rights = "Nome e direitos", "Name and rights", "Nombre y permisos";
    profile_versions = "Versões", "Versions", "Versiones";
    profile_file = "Arquivo", "File", "Archivo";
    profile_preview = "Ver como este perfil", "See as this profile", "Ver como este perfil";
    profile_publish = "Publicar", "Publish", "Publicar";
    profile_publish_ask = "Publicar…", "Publish…", "Publicar…";
    profile_discard = "Descartar rascunho", "Discard draft", "Descartar borrador";
    profile_discard_sure = "O que está no ar fica como está.", "What is live stays as it is.",
        "Lo que está en uso queda como está.";
    profile_is_live(n: i64) = "Igual ao que está no ar (versão {n})", "As what is live (version {n})",
        "Igual a lo que está en uso (versión {n})";
    profile_draft_by(who: &str, when: &str) = "Rascunho · {who}, {when}", "Draft · {who}, {when}",
        "Borrador · {who}, {when}";
    profile_sections = "Partes do perfil", "Parts of the profile", "Partes del perfil";

    tabs_of_profile = "Abas do perfil", "Tabs of the profile", "Pestañas del perfil";
    tab_add = "Nova aba", "New tab", "Nueva pestaña";
    tab_add_do = "Criar aba", "Create tab", "Crear pestaña";
    tab_rename = "Renomear", "Rename", "Renombrar";
    tab_save = "Salvar títulos", "Save titles", "Guardar títulos";
    tab_back = "Mover a aba para a esquerda", "Move the tab left", "Mover la pestaña a la izquierda";
    tab_on = "Mover a aba para a direita", "Move the tab right", "Mover la pestaña a la derecha";
    tab_hide = "Esconder", "Hide", "Ocultar";
    tab_show = "Mostrar", "Show", "Mostrar";
    tab_remove = "Remover aba", "Remove tab", "Quitar pestaña";
    tab_remove_sure(n: usize) = "Com tudo o que está nela: {n}.", "With all that is in it: {n}.",
        "Con todo lo que hay en ella: {n}.";
    tab_hidden = "escondida", "hidden", "oculta";
    tab_without = "Este perfil ainda não tem abas. Crie a primeira.",
        "This profile has no tabs yet. Create the first.",
        "Este perfil aún no tiene pestañas. Cree la primera.";
    widgets_word = "Widgets", "Widgets", "Widgets";
    no_widgets_here = "Arraste widgets da prateleira para cá, ou use “Colocar”.",
        "Drag widgets from the shelf to here, or use “Place”.",
        "Arrastre widgets del estante hasta aquí, o use “Colocar”.";
    no_actions_here = "Nenhuma ação nesta aba.", "No action in this tab.", "Ninguna acción en esta pestaña.";
    move_left = "para a esquerda", "to the left", "a la izquierda";
    move_right = "para a direita", "to the right", "a la derecha";
    move_up = "para cima", "up", "hacia arriba";
    move_down = "para baixo", "down", "hacia abajo";
    item_remove = "remover", "remove", "quitar";
    item_carry = "outra aba", "another tab", "otra pestaña";
    item_unknown = "indisponível", "unavailable", "no disponible";
    item_unknown_text(name: &str) = "{name} não está instalado ou está desligado. Ninguém o vê.",
        "{name} is not installed or is switched off. Nobody sees it.",
        "{name} no está instalado o está apagado. Nadie lo ve.";
    editor_keys = "Arraste pelo título, ou mova com Alt e as setas; Delete remove.",
        "Drag by the title, or move with Alt and the arrows; Delete removes.",
        "Arrastre por el título, o mueva con Alt y las flechas; Delete quita.";

    shelf = "Prateleira", "Shelf", "Estante";
    shelf_search = "Procurar na prateleira", "Search the shelf", "Buscar en el estante";
    shelf_unplaced = "Ainda não colocados", "Not placed yet", "Aún no colocados";
    shelf_placed = "Já colocados", "Placed already", "Ya colocados";
    shelf_all_placed = "Tudo está colocado.", "All is placed.", "Todo está colocado.";
    shelf_place = "Colocar", "Place", "Colocar";
    shelf_place_in(title: &str, tab: &str) = "Colocar {title} na aba {tab}", "Place {title} in the tab {tab}",
        "Colocar {title} en la pestaña {tab}";
    shelf_in(tabs: &str) = "em {tabs}", "in {tabs}", "en {tabs}";
    shelf_here = "já nesta aba", "in this tab already", "ya en esta pestaña";
    action_word = "ação", "action", "acción";
    widget_word = "widget", "widget", "widget";

    rights_do = "O que pode fazer", "What it may do", "Lo que puede hacer";
    rights_personal = "Dados pessoais", "Personal data", "Datos personales";
    rights_secrets = "Segredos", "Secrets", "Secretos";
    rights_identity = "Identidade do cliente", "The customer's identity", "Identidad del cliente";
    rights_save = "Salvar direitos no rascunho", "Save rights in the draft", "Guardar permisos en el borrador";
    name_save = "Salvar nome no rascunho", "Save name in the draft", "Guardar nombre en el borrador";

    publish_difference = "O que muda no ar", "What changes live", "Lo que cambia en uso";
    publish_reaches(n: i64) = "Usuários com este perfil: {n}. Telas abertas acompanham sem perder trabalho.",
        "Users with this profile: {n}. Open screens follow without losing work.",
        "Usuarios con este perfil: {n}. Las pantallas abiertas acompañan sin perder trabajo.";
    publish_nothing = "O rascunho é igual ao que está no ar: não há o que publicar.",
        "The draft is as what is live: there is nothing to publish.",
        "El borrador es igual a lo que está en uso: no hay qué publicar.";
    publish_meanwhile(n: i64) = "Enquanto isto era rascunho, a versão {n} foi publicada. Ela mudou:",
        "While this was a draft, version {n} was published. It changed:",
        "Mientras esto era borrador, se publicó la versión {n}. Cambió:";
    publish_goes_on(n: i64) = "Continuar sobre a versão {n}", "Go on upon version {n}",
        "Continuar sobre la versión {n}";
    publish_goes_on_hint = "O rascunho fica como está; a lista abaixo mostra o que ele muda na versão no ar.",
        "The draft stays as it is; the list below shows what it changes in the live version.",
        "El borrador queda como está; la lista abajo muestra lo que cambia en la versión en uso.";
    publish_reason = "Motivo", "Reason", "Motivo";
    publish_reason_hint = "Fica nas versões e na auditoria.", "It stays in the versions and in the audit.",
        "Queda en las versiones y en la auditoría.";
    version_why = "Por quê", "Why", "Por qué";
    version_who = "Quem", "Who", "Quién";
    version_when = "Quando", "When", "Cuándo";
    version_did = "O que esta versão mudou", "What this version changed", "Lo que cambió esta versión";
    version_undo_does = "O que muda se ela voltar", "What changes if it comes back", "Lo que cambia si vuelve";
    version_undo = "Publicar de novo", "Publish again", "Publicar de nuevo";
    version_undo_title(n: i64) = "Voltar à versão {n}", "Back to version {n}", "Volver a la versión {n}";
    version_same = "É igual ao que está no ar.", "It is as what is live.", "Es igual a lo que está en uso.";
    versions_none = "Nada foi publicado ainda.", "Nothing was published yet.", "Aún no se publicó nada.";
    no_difference = "Nada.", "Nothing.", "Nada.";

    file_out = "Exportar", "Export", "Exportar";
    file_out_hint = "O perfil como está nesta página, em um arquivo JSON que se revisa como código.",
        "The profile as it is on this page, as a JSON file that is reviewed like code.",
        "El perfil como está en esta página, en un archivo JSON que se revisa como código.";
    file_export = "Baixar arquivo", "Download file", "Descargar archivo";
    file_in = "Importar", "Import", "Importar";
    file_in_hint = "O arquivo vira o rascunho deste perfil; nada vale até publicar. No máximo 64 kB.",
        "The file becomes the draft of this profile; nothing is live until it is published. 64 kB at most.",
        "El archivo pasa a ser el borrador de este perfil; nada vale hasta publicar. 64 kB como máximo.";
    file_import = "Importar para o rascunho", "Import into the draft", "Importar al borrador";
    file_missing = "Escolha um arquivo.", "Choose a file.", "Elija un archivo.";
    file_large = "O arquivo tem mais de 64 kB. Nada foi mudado.", "The file has more than 64 kB. Nothing was changed.",
        "El archivo tiene más de 64 kB. No se cambió nada.";
    file_no_profile = "Isto não é um arquivo de perfil. Nada foi mudado.",
        "This is no file of a profile. Nothing was changed.",
        "Esto no es un archivo de perfil. No se cambió nada.";
    file_format(format: &str) = "O formato “{format}” não é o deste Balcão. Nada foi mudado.",
        "The format “{format}” is not this desk's. Nothing was changed.",
        "El formato “{format}” no es el de este Balcão. No se cambió nada.";
    file_unknown = "O arquivo usa o que este Balcão não tem. Nada foi mudado.",
        "The file uses what this desk does not have. Nothing was changed.",
        "El archivo usa lo que este Balcão no tiene. No se cambió nada.";
    file_no_plugin(name: &str, plugin: &str) = "{name}: o plugin “{plugin}” não está instalado",
        "{name}: the plugin “{plugin}” is not installed", "{name}: el plugin “{plugin}” no está instalado";
    file_no_contribution(name: &str, plugin: &str) = "{name}: o plugin “{plugin}” não oferece isso",
        "{name}: the plugin “{plugin}” does not offer it", "{name}: el plugin “{plugin}” no lo ofrece";

    preview_about = "A tela com as permissões e as máscaras do perfil, para um cliente de verdade. O que você mesmo não pode ver fica mascarado; nada pode ser feito nela.",
        "The screen with the profile's permissions and masks, for a real customer. What you may not see yourself stays masked; nothing can be done in it.",
        "La pantalla con los permisos y las máscaras del perfil, para un cliente real. Lo que usted no puede ver queda enmascarado; nada puede hacerse en ella.";
    preview_search = "Nome do cliente ou protocolo", "Customer's name or protocol", "Nombre del cliente o protocolo";
    preview_find = "Procurar", "Search", "Buscar";
    preview_nobody = "Nenhuma solicitação aberta. Inicie um atendimento com o cliente que quer ver.",
        "No open request. Start an attendance of the customer whom you want to see.",
        "Ninguna solicitud abierta. Inicie una atención con el cliente que quiere ver.";
    preview_of(name: &str, of: &str) = "Pré-visualização: {name} ({of}).", "Preview: {name} ({of}).",
        "Vista previa: {name} ({of}).";
    preview_only = "Só para olhar.", "To look at only.", "Solo para mirar.";
    preview_back = "Voltar ao perfil", "Back to the profile", "Volver al perfil";
    preview_serves_not = "Este perfil não atende clientes: falta o direito de atender.",
        "This profile does not serve customers: it lacks that right.",
        "Este perfil no atiende clientes: le falta ese permiso.";

    layout_changed = "O leiaute do seu perfil mudou.", "The layout of your profile has changed.",
        "El diseño de su perfil cambió.";
    layout_update = "Atualizar a tela", "Update the screen", "Actualizar la pantalla";

    told_stale = "Outra pessoa mudou este perfil desde que você abriu a página. Nada do que você enviou foi feito. O que mudou:",
        "Somebody changed this profile since you opened the page. Nothing of what you sent was done. What changed:",
        "Otra persona cambió este perfil desde que usted abrió la página. No se hizo nada de lo que envió. Lo que cambió:";
    told_published_by(who: &str, n: i64) = "{who} publicou a versão {n}", "{who} published version {n}",
        "{who} publicó la versión {n}";
    told_discarded_by(who: &str) = "{who} descartou o rascunho", "{who} discarded the draft",
        "{who} descartó el borrador";
    told_rebased_by(who: &str, n: i64) = "{who} continuou sobre a versão {n}", "{who} went on upon version {n}",
        "{who} continuó sobre la versión {n}";
    told_published = "Outra versão foi publicada enquanto isso. Veja o que ela mudou antes de publicar.",
        "Another version was published meanwhile. See what it changed before you publish.",
        "Otra versión se publicó mientras tanto. Vea lo que cambió antes de publicar.";
    told_gone = "O que você quis mudar não está mais aqui.", "What you wanted to change is no longer here.",
        "Lo que quiso cambiar ya no está aquí.";
    told_retired = "O perfil está aposentado.", "The profile is retired.", "El perfil está retirado.";
    told_in_use = "O perfil tem usuários que podem entrar. Mude o perfil deles antes de aposentá-lo.",
        "The profile has users who may sign in. Give them another before you retire it.",
        "El perfil tiene usuarios que pueden entrar. Cámbielos de perfil antes de retirarlo.";
    told_last = "Ninguém que possa entrar ficaria com o direito de administrar. Nada foi publicado.",
        "Nobody who may sign in would be left with the right to administer. Nothing was published.",
        "Nadie que pueda entrar quedaría con el permiso de administrar. No se publicó nada.";

    change_named(from: &str, to: &str) = "perfil “{from}” passa a se chamar “{to}”",
        "profile “{from}” is now called “{to}”", "perfil “{from}” pasa a llamarse “{to}”";
    change_given(right: &str) = "ganha o direito: {right}", "gains the right: {right}", "gana el permiso: {right}";
    change_taken(right: &str) = "perde o direito: {right}", "loses the right: {right}", "pierde el permiso: {right}";
    change_tab_added(tab: &str) = "aba “{tab}” criada", "tab “{tab}” added", "pestaña “{tab}” creada";
    change_tab_removed(tab: &str) = "aba “{tab}” removida", "tab “{tab}” removed", "pestaña “{tab}” quitada";
    change_tab_named(from: &str, to: &str) = "aba “{from}” renomeada: “{to}”", "tab “{from}” renamed: “{to}”",
        "pestaña “{from}” renombrada: “{to}”";
    change_tab_moved(tab: &str) = "aba “{tab}” em outra posição", "tab “{tab}” in another position",
        "pestaña “{tab}” en otra posición";
    change_tab_hidden(tab: &str) = "aba “{tab}” escondida", "tab “{tab}” hidden", "pestaña “{tab}” oculta";
    change_tab_shown(tab: &str) = "aba “{tab}” volta a aparecer", "tab “{tab}” shown again",
        "pestaña “{tab}” vuelve a aparecer";
    change_added(what: &str, tab: &str) = "{what} colocado na aba “{tab}”", "{what} placed in the tab “{tab}”",
        "{what} colocado en la pestaña “{tab}”";
    change_removed(what: &str, tab: &str) = "{what} removido da aba “{tab}”", "{what} removed from the tab “{tab}”",
        "{what} quitado de la pestaña “{tab}”";
    change_carried(what: &str, from: &str, to: &str) = "{what} da aba “{from}” para a aba “{to}”",
        "{what} from the tab “{from}” to the tab “{to}”", "{what} de la pestaña “{from}” a la pestaña “{to}”";
    change_moved(what: &str, tab: &str) = "{what} em outra posição na aba “{tab}”",
        "{what} in another position in the tab “{tab}”", "{what} en otra posición en la pestaña “{tab}”";
    change_resized(what: &str, tab: &str, size: &str) = "{what} na aba “{tab}”: {size}",
        "{what} in the tab “{tab}”: {size}", "{what} en la pestaña “{tab}”: {size}";
}

impl Lang {
    /// How wide.
    pub fn size(self, size: Size) -> &'static str {
        match size {
            Size::Third => self.pick("um terço", "a third", "un tercio"),
            Size::Half => self.pick("metade", "half", "mitad"),
            Size::Full => self.pick("largura toda", "full width", "todo el ancho"),
        }
    }

    /// What a right allows.
    pub fn right(self, right: Right) -> &'static str {
        match right {
            Right::Serve => self.pick("atender clientes", "serve customers", "atender clientes"),
            Right::Supervise => self.pick(
                "supervisionar: ver e reatribuir solicitações de outros",
                "supervise: see and reassign the requests of others",
                "supervisar: ver y reasignar solicitudes de otros",
            ),
            Right::Administer => self.pick(
                "administrar: usuários, perfis, plugins, auditoria",
                "administer: users, profiles, plugins, audit",
                "administrar: usuarios, perfiles, plugins, auditoría",
            ),
            Right::SeeTaxIds => self.pick(
                "ver CPF e CNPJ por inteiro",
                "see whole taxpayer numbers",
                "ver CPF y CNPJ enteros",
            ),
            Right::SearchByTaxId => self.pick(
                "procurar pessoas pelo CPF ou CNPJ",
                "find people by their taxpayer number",
                "buscar personas por CPF o CNPJ",
            ),
            Right::WaiveCharges => {
                self.pick("dispensar multa e juros", "waive late charges", "dispensar multa e intereses")
            }
            Right::ShowSecrets => self.pick(
                "revelar segredos (senha da conexão), com motivo",
                "reveal secrets (a connection's password), with a reason",
                "revelar secretos (contraseña de la conexión), con motivo",
            ),
            Right::SecretsWithoutReason => self.pick(
                "revelar segredos sem dizer o motivo",
                "reveal secrets without saying why",
                "revelar secretos sin decir el motivo",
            ),
            Right::ActUnconfirmed => self.pick(
                "fazer o que pede identidade confirmada sem tê-la confirmado",
                "do what needs a confirmed identity without it",
                "hacer lo que pide identidad confirmada sin haberla confirmado",
            ),
        }
    }

    /// What is wrong with what a profile is to be.
    pub fn profile_problem(self, problem: Problem) -> &'static str {
        match problem {
            Problem::Key => self.pick(
                "Uma chave tem de 1 a 40 letras minúsculas, algarismos ou hifens.",
                "A key is 1 to 40 lower-case letters, digits or hyphens.",
                "Una clave tiene de 1 a 40 letras minúsculas, cifras o guiones.",
            ),
            Problem::Reserved => self.pick(
                "Esta chave de aba é o endereço de uma página do Balcão.",
                "This key of a tab is the address of one of the desk's own pages.",
                "Esta clave de pestaña es la dirección de una página del Balcão.",
            ),
            Problem::SameKey => self.pick(
                "Duas abas têm a mesma chave.",
                "Two tabs have the same key.",
                "Dos pestañas tienen la misma clave.",
            ),
            Problem::SamePlacement => self.pick(
                "Dois itens têm o mesmo identificador.",
                "Two placements have the same id.",
                "Dos elementos tienen el mismo identificador.",
            ),
            Problem::NoText => self.pick(
                "Escreva o texto em português; os outros são opcionais.",
                "Write the text in Portuguese; the others are optional.",
                "Escriba el texto en portugués; los otros son opcionales.",
            ),
            Problem::LongText => self.pick(
                "Um nome ou título tem no máximo 60 letras.",
                "A name or a title has at most 60 letters.",
                "Un nombre o título tiene 60 letras como máximo.",
            ),
            Problem::Language => self.pick(
                "Os textos são em pt-BR, en ou es.",
                "Texts are in pt-BR, en or es.",
                "Los textos son en pt-BR, en o es.",
            ),
            Problem::ManyTabs => self.pick(
                "Um perfil tem no máximo 20 abas.",
                "A profile has at most 20 tabs.",
                "Un perfil tiene 20 pestañas como máximo.",
            ),
            Problem::ManyPlaced => self.pick(
                "Uma aba tem no máximo 60 itens.",
                "A tab holds at most 60 widgets and actions.",
                "Una pestaña tiene 60 elementos como máximo.",
            ),
            Problem::InTab => self.pick(
                "A aba já tem este item.",
                "The tab has this already.",
                "La pestaña ya tiene este elemento.",
            ),
            Problem::Reason => self.pick(
                "Diga o motivo, em 3 a 300 letras.",
                "Give the reason, in 3 to 300 letters.",
                "Diga el motivo, en 3 a 300 letras.",
            ),
        }
    }
}
