//! Widgets and actions: on or off, how they are shown, their settings.

use balcao_access::Locale;

use super::Lang;

crate::message::messages! {
    actions_section = "Ações e widgets", "Actions and widgets", "Acciones y widgets";
    actions_about = "Ligar e desligar, dar outro título, e as configurações de cada ação e widget, também por perfil.",
        "Switch on and off, give another title, and the settings of each action and widget, also by profile.",
        "Encender y apagar, dar otro título, y la configuración de cada acción y widget, también por perfil.";
    actions_count(number: usize) = "{number} no total", "{number} in all", "{number} en total";
    actions_search = "Título, plugin ou fornecedor", "Title, plugin or vendor", "Título, plugin o proveedor";
    actions_none = "Nenhuma ação ou widget assim.", "No such action or widget.", "Ninguna acción o widget así.";
    actions_title = "Título", "Title", "Título";
    actions_summary = "Resumo", "Summary", "Resumen";
    actions_kind = "Tipo", "Kind", "Tipo";
    actions_plugin = "Plugin", "Plugin", "Plugin";
    actions_vendor = "Fornecedor", "Vendor", "Proveedor";
    actions_tab = "Aba de origem", "Home tab", "Pestaña de origen";
    actions_placed = "Nos perfis", "In profiles", "En los perfiles";
    actions_nowhere = "em nenhum", "in none", "en ninguno";
    actions_everywhere = "em todos", "in all", "en todos";
    actions_action = "Ação", "Action", "Acción";
    actions_widget = "Widget", "Widget", "Widget";
    actions_on = "Ligado", "On", "Encendido";
    actions_off = "Desligado", "Off", "Apagado";
    actions_plugin_off = "Plugin desligado", "Plugin off", "Plugin apagado";
    actions_switch_on = "Ligar", "Switch on", "Encender";
    actions_switch_off = "Desligar", "Switch off", "Apagar";
    actions_shown = "Como aparece", "How it is shown", "Cómo aparece";
    actions_shown_lead = "O que ficar em branco é o do plugin.", "What is left empty is the plugin's own.", "Lo que quede vacío es lo del plugin.";
    actions_own = "A do plugin", "The plugin's own", "La del plugin";
    actions_settings = "Configurações", "Settings", "Configuración";
    actions_no_settings = "O plugin não declara configurações para isto.", "The plugin declares no settings for this.", "El plugin no declara configuración para esto.";
    actions_for_whom = "Para quem", "For whom", "Para quién";
    actions_all_profiles = "Todos os perfis", "All profiles", "Todos los perfiles";
    actions_for_all = "Vale para todo perfil que não tenha um valor próprio.",
        "Applies to every profile that has no value of its own.",
        "Vale para todo perfil que no tenga un valor propio.";
    actions_for_profile(profile: &str) = "Só para {profile}. O que não for mudado segue o valor geral.",
        "Only for {profile}. What is not changed follows the general value.",
        "Solo para {profile}. Lo que no se cambie sigue el valor general.";
    actions_in_force = "Em vigor", "In force", "En vigor";
    actions_from_profile = "deste perfil", "of this profile", "de este perfil";
    actions_from_all = "geral", "general", "general";
    actions_from_plugin = "inicial do plugin", "the plugin's initial one", "inicial del plugin";
    actions_set_by(at: &str, by: &str) = "definido em {at}, por {by}", "set on {at}, by {by}", "definido el {at}, por {by}";
    actions_set_before = "definido antes de haver registro", "set before that was noted", "definido antes de haber registro";
    actions_secret_set = "definido", "set", "definido";
    actions_secret_unset = "não definido", "not set", "no definido";
    actions_forget_secret = "Apagar o segredo", "Forget the secret", "Borrar el secreto";
    actions_to_initial(value: &str) = "Voltar ao inicial ({value})", "Back to the initial one ({value})", "Volver al inicial ({value})";
    actions_to_general(value: &str) = "Voltar ao geral ({value})", "Back to the general one ({value})", "Volver al general ({value})";
    actions_empty = "(vazio)", "(empty)", "(vacío)";
    actions_nothing_set = "(nada próprio)", "(nothing of its own)", "(nada propio)";
}

impl Lang {
    /// A language, in this one.
    pub fn language_name(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Pt => self.pick("português", "Portuguese", "portugués"),
            Locale::En => self.pick("inglês", "English", "inglés"),
            Locale::Es => self.pick("espanhol", "Spanish", "español"),
        }
    }
}
