//! What the provider has outside: access servers, OLTs, what levels are worth.

crate::message::messages! {
    admin_provider = "Provedor", "Provider", "Proveedor";
    provider_saved = "Gravado.", "Saved.", "Guardado.";
    provider_demo = "O que está marcado como demonstração responde só neste computador e volta ao que era quando o Balcão reinicia.",
        "What is marked as demonstration answers on this machine alone, and is again what it was when Balcão restarts.",
        "Lo marcado como demostración responde solo en este equipo y vuelve a lo que era cuando Balcão se reinicia.";
    provider_demo_mark = "demonstração", "demonstration", "demostración";
    provider_test = "Testar agora", "Test now", "Probar ahora";
    provider_works = "Funciona", "It works", "Funciona";
    provider_warning = "Funciona, com um aviso", "It works, with a warning", "Funciona, con un aviso";
    provider_failed = "Não funciona", "It does not work", "No funciona";
    provider_untried = "O teste não pôde ser feito agora. O motivo está no registro do servidor.",
        "The test could not be made now. The reason is in the server's log.",
        "La prueba no pudo hacerse ahora. El motivo está en el registro del servidor.";
    provider_remedy = "O que fazer:", "What to do:", "Qué hacer:";
    provider_remove = "Remover…", "Remove…", "Quitar…";
    provider_remove_now = "Remover", "Remove", "Quitar";
    provider_address = "Endereço", "Address", "Dirección";
    provider_address_wrong = "Um nome ou um endereço IP, sem porta e sem espaços.",
        "A name or an IP address, without port and without spaces.",
        "Un nombre o una dirección IP, sin puerto y sin espacios.";
    provider_port = "Porta", "Port", "Puerto";
    provider_port_wrong = "Um número de 1 a 65535.", "A number from 1 to 65535.", "Un número de 1 a 65535.";
    provider_make = "Fabricante", "Make", "Fabricante";
    provider_other_make = "Outro", "Other", "Otro";
    provider_name_wrong(most: usize) = "De 1 a {most} caracteres.", "1 to {most} characters.", "De 1 a {most} caracteres.";
    provider_name_taken = "A empresa já tem um com este nome.", "The company has one of this name already.", "La empresa ya tiene uno con este nombre.";
    provider_secret_kept = "Gravado, e nunca mostrado. Deixe vazio para manter.",
        "Kept, and never shown. Leave empty to keep it.",
        "Guardado, y nunca se muestra. Deje vacío para mantenerlo.";

    nas_section = "NAS", "NAS", "NAS";
    nas_about = "Concentradores PPPoE/IPoE: onde estão e o segredo RADIUS pelo qual o Balcão desconecta, bloqueia e desbloqueia.",
        "PPPoE/IPoE access servers: where they are, and the RADIUS secret by which Balcão disconnects, blocks and unblocks.",
        "Concentradores PPPoE/IPoE: dónde están y el secreto RADIUS con el que Balcão desconecta, bloquea y desbloquea.";
    nas_new = "Novo NAS", "New NAS", "Nuevo NAS";
    nas_none = "Nenhum NAS cadastrado: desconexões e bloqueios ficam na fila.",
        "No NAS is known: disconnects and blocks wait.",
        "Ningún NAS registrado: desconexiones y bloqueos quedan en la cola.";
    nas_unknown = "Conexões apontam para estes, que não estão cadastrados",
        "Lines are at these, which are not known",
        "Hay conexiones en estos, que no están registrados";
    nas_unknown_lead = "As ordens das conexões deles esperam. Escolha um para cadastrar.",
        "The orders of their lines wait. Choose one to add it.",
        "Las órdenes de sus conexiones esperan. Elija uno para registrarlo.";
    nas_name_hint = "O nome é o que as conexões trazem.", "The name is what connections bear.", "El nombre es el que traen las conexiones.";
    nas_ip = "Endereço IP, como ele se apresenta na contabilização", "IP address, as it calls itself in accounting", "Dirección IP, como se presenta en la contabilidad";
    nas_address_wrong = "Um endereço IP, como 10.0.0.1.", "An IP address, such as 10.0.0.1.", "Una dirección IP, como 10.0.0.1.";
    nas_secret = "Segredo RADIUS", "RADIUS secret", "Secreto RADIUS";
    nas_secret_hint = "É gravado cifrado e nunca mostrado.", "It is kept encrypted and never shown.", "Se guarda cifrado y nunca se muestra.";
    nas_secret_wrong = "De 1 a 128 letras, números e sinais, sem espaços e sem acentos.",
        "1 to 128 letters, digits and signs, without spaces and accents.",
        "De 1 a 128 letras, números y signos, sin espacios ni acentos.";
    nas_removal = "As conexões que o trazem ficam; as ordens delas esperam até que ele seja cadastrado de novo.",
        "The lines that bear it stay; their orders wait until it is added again.",
        "Las conexiones que lo traen quedan; sus órdenes esperan hasta que se registre de nuevo.";

    olts_section = "OLTs", "OLTs", "OLT";
    olts_about = "De onde se lê o sinal das ONUs, por SNMP.", "Where the signal of ONUs is read, by SNMP.", "De dónde se lee la señal de las ONU, por SNMP.";
    olts_new = "Nova OLT", "New OLT", "Nueva OLT";
    olts_none = "Nenhuma OLT cadastrada: o sinal não é lido.", "No OLT is known: signals are not read.", "Ninguna OLT registrada: la señal no se lee.";
    olts_lines = "Linhas", "Lines", "Líneas";
    olts_no_table(key: &str) = "{key}: sem tabela", "{key}: no table", "{key}: sin tabla";
    olts_make_wrong = "Escolha um fabricante que tenha tabela de OIDs.", "Choose a make that there is a table of OIDs for.", "Elija un fabricante que tenga tabla de OID.";
    olts_snmp = "Versão do SNMP", "Version of SNMP", "Versión de SNMP";
    olts_v2c = "SNMPv2c, por comunidade", "SNMPv2c, by a community", "SNMPv2c, por comunidad";
    olts_v3 = "SNMPv3, por usuário", "SNMPv3, by a user", "SNMPv3, por usuario";
    olts_community = "Comunidade", "Community", "Comunidad";
    olts_community_wrong = "Informe a comunidade.", "Give the community.", "Indique la comunidad.";
    olts_user = "Usuário", "User", "Usuario";
    olts_user_wrong = "O SNMPv3 precisa de um usuário.", "SNMPv3 needs a user.", "SNMPv3 necesita un usuario.";
    olts_digest = "Autenticação", "Authentication", "Autenticación";
    olts_password = "Senha de autenticação", "Authentication password", "Contraseña de autenticación";
    olts_privacy = "Senha de criptografia", "Encryption password", "Contraseña de cifrado";
    olts_encrypted = "Criptografar (AES-128)", "Encrypt (AES-128)", "Cifrar (AES-128)";
    olts_password_wrong(least: usize) = "Ao menos {least} caracteres.", "At least {least} characters.", "Al menos {least} caracteres.";
    olts_removal = "As credenciais são apagadas e as linhas perdem o lugar nela; as falhas do passado continuam contadas.",
        "The credentials are erased, and lines lose their place at it; outages of the past are still told.",
        "Las credenciales se borran y las líneas pierden su lugar en ella; las fallas del pasado siguen contadas.";
    olts_sure = "O que se sabe das tabelas de cada fabricante", "How sure the tables of each make are", "Qué tan seguras son las tablas de cada fabricante";
    olts_sure_lead = "Quando um nível parece errado, veja aqui de onde vem a leitura. Uma tabela própria se indica em olt-vendors.",
        "When a level seems wrong, see here where the reading is from. A table of your own is named in olt-vendors.",
        "Cuando un nivel parece errado, vea aquí de dónde viene la lectura. Una tabla propia se indica en olt-vendors.";

    signal_section = "Limiares de sinal", "Signal thresholds", "Umbrales de señal";
    signal_about = "A partir de quando um nível de luz é bom, fraco, fraco demais ou forte demais, em dBm.",
        "From when on a level of light is good, weak, too weak or too strong, in dBm.",
        "Desde cuándo un nivel de luz es bueno, débil, demasiado débil o demasiado fuerte, en dBm.";
    signal_received = "Recebido pela ONU", "Received by the ONU", "Recibido por la ONU";
    signal_sent = "Enviado pela ONU", "Sent by the ONU", "Enviado por la ONU";
    signal_at_olt = "Recebido pela OLT", "Received at the OLT", "Recibido por la OLT";
    signal_least = "Fraco demais abaixo de", "Too weak below", "Demasiado débil debajo de";
    signal_good = "Fraco abaixo de", "Weak below", "Débil debajo de";
    signal_most = "Forte demais acima de", "Too strong above", "Demasiado fuerte encima de";
    signal_usual(least: &str, good: &str, most: &str) = "Usual: {least}, {good} e {most} dBm.", "Usual: {least}, {good} and {most} dBm.", "Usual: {least}, {good} y {most} dBm.";
    signal_wrong = "Um número de -60 a 20.", "A number from -60 to 20.", "Un número de -60 a 20.";
    signal_order = "Os três vão do menor para o maior.", "The three go from the least to the most.", "Los tres van del menor al mayor.";
}

impl super::Lang {
    /// What an OID of a table is read for.
    pub fn olts_read(self, what: &str) -> &'static str {
        match what {
            "online" => self.pick("Estado", "State", "Estado"),
            "received" => self.signal_received(),
            "sent" => self.signal_sent(),
            "received-at-olt" => self.signal_at_olt(),
            _ => self.pick("Distância", "Distance", "Distancia"),
        }
    }
}
