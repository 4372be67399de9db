//! Searching people, and starting an attendance.

crate::message::messages! {
    people_lead = "Nome sem acento ou em outra ordem, telefone com ou sem DDD, CPF ou CNPJ com ou sem pontos: tudo serve.",
        "Names without accents or in another order, phones with or without area code, CPF or CNPJ with or without dots: all will do.",
        "Nombre sin acentos o en otro orden, teléfono con o sin código de área, CPF o CNPJ con o sin puntos: todo sirve.";
    people_empty = "Digite algo para pesquisar: um CPF/CNPJ, nome, telefone, protocolo ou etiqueta.",
        "Type something to search: a CPF/CNPJ, name, phone, protocol or tag.",
        "Escriba algo para buscar: un CPF/CNPJ, nombre, teléfono, protocolo o etiqueta.";
    people_too_long = "A pesquisa tem no máximo 200 caracteres. Use só uma parte do nome, ou o número.",
        "A search has at most 200 characters. Use a part of the name only, or the number.",
        "La búsqueda tiene como máximo 200 caracteres. Use solo una parte del nombre, o el número.";
    people_none(what: &str) = "Ninguém encontrado com “{what}”.", "Nobody found by “{what}”.", "Nadie encontrado con “{what}”.";
    people_none_hint = "Confira os dígitos, ou pesquise por outra coisa que o cliente saiba dizer: nome, telefone, protocolo.",
        "Check the digits, or search by something else that the customer can tell: name, phone, protocol.",
        "Revise los dígitos, o busque por otra cosa que el cliente sepa decir: nombre, teléfono, protocolo.";
    people_more = "Há mais resultados. Digite mais para achar a pessoa certa.",
        "There are more results. Type more to find the right person.",
        "Hay más resultados. Escriba más para hallar a la persona correcta.";
    people_searched_as(kinds: &str) = "Pesquisado como {kinds}", "Searched as {kinds}", "Buscado como {kinds}";
    name = "Nome", "Name", "Nombre";
    tax_id = "CPF/CNPJ", "CPF/CNPJ", "CPF/CNPJ";
    city = "Cidade", "City", "Ciudad";
    since = "Cliente desde", "Customer since", "Cliente desde";
    contracts = "Contratos", "Contracts", "Contratos";
    phone = "Telefone", "Phone", "Teléfono";
    email = "E-mail", "E-mail", "Correo";
    address = "Endereço", "Address", "Dirección";
    why = "Encontrado por", "Found by", "Encontrado por";
    start = "Iniciar novo atendimento", "Start a new attendance", "Iniciar nueva atención";
    start_short = "Iniciar", "Start", "Iniciar";
    start_of(name: &str) = "Iniciar novo atendimento de {name}", "Start a new attendance of {name}", "Iniciar nueva atención de {name}";
    start_question = "Você realmente deseja iniciar o atendimento?", "Do you really want to start the attendance?", "¿Realmente desea iniciar la atención?";
    start_lead = "Ao confirmar, o protocolo é gerado na hora.", "On confirming, the protocol is made at once.", "Al confirmar, el protocolo se genera en el momento.";
    confirm = "Confirmar", "Confirm", "Confirmar";
    open_requests = "Solicitações abertas desta pessoa", "Open requests of this person", "Solicitudes abiertas de esta persona";
    continue_this = "Continuar esta", "Continue this one", "Continuar esta";
    continue_that(protocol: &str) = "Continuar esta: {protocol}", "Continue this one: {protocol}", "Continuar esta: {protocol}";
    asking_name = "Nome de quem está pedindo", "Name of who is asking", "Nombre de quien pide";
    asking_name_hint = "Quando não é o titular", "When it is not the holder", "Cuando no es el titular";
    start_name_missing = "Informe o nome de quem está pedindo, porque não é o titular.",
        "Enter the name of who is asking, for it is not the holder.",
        "Indique el nombre de quien pide, porque no es el titular.";
    start_too_long = "Nome e contato têm no máximo 200 caracteres cada um.",
        "Name and contact have at most 200 characters each.",
        "Nombre y contacto tienen como máximo 200 caracteres cada uno.";
    start_no_protocol = "Os protocolos de hoje se esgotaram. Avise quem administra o Balcão.",
        "Today's protocols are used up. Tell whoever administers Balcão.",
        "Los protocolos de hoy se agotaron. Avise a quien administra Balcão.";
    slip_check_digits = "Parece um CPF ou CNPJ, mas os dígitos verificadores não conferem.",
        "It looks like a CPF or CNPJ, but its check digits are wrong.",
        "Parece un CPF o CNPJ, pero sus dígitos verificadores no coinciden.";
    slip_denied = "O seu perfil não pesquisa por CPF ou CNPJ.", "Your profile may not search by CPF or CNPJ.", "Su perfil no busca por CPF o CNPJ.";
    who_asks = "Quem está pedindo", "Who is asking", "Quién pide";
    channel = "Canal", "Channel", "Canal";
    contact = "Contato", "Contact", "Contacto";
    contact_hint = "Telefone ou e-mail por onde a pessoa fala agora", "Phone or e-mail that the person speaks from now", "Teléfono o correo por donde habla la persona ahora";
    identity = "Como a identidade foi confirmada", "How identity was confirmed", "Cómo se confirmó la identidad";

    confirm_identity = "Confirmar identidade", "Confirm identity", "Confirmar identidad";
    confirm_identity_lead = "Registre quem fala e como você se certificou. Senhas, desbloqueio e envio a um endereço fora do cadastro podem depender disto.",
        "Record who is speaking and how you made sure. Passwords, an unlock and sending to an address not on file may depend on it.",
        "Registre quién habla y cómo se aseguró. Contraseñas, desbloqueo y envío a una dirección fuera del registro pueden depender de esto.";
    identity_missing = "Diga como a identidade foi confirmada.", "Say how identity was confirmed.", "Indique cómo se confirmó la identidad.";

    choose_title = "Escolha a etiqueta do atendimento", "Choose the tag of the attendance", "Elija la etiqueta de la atención";
    choose_lead = "Os widgets de conexão seguem a etiqueta escolhida. Ela pode ser trocada depois.",
        "The connection widgets follow the chosen tag. It can be changed later.",
        "Los widgets de conexión siguen la etiqueta elegida. Puede cambiarse después.";
    choose_none = "Sem etiqueta", "No tag", "Sin etiqueta";
    choose_missing = "Escolha uma das linhas.", "Choose one of the lines.", "Elija una de las líneas.";
    contract = "Contrato", "Contract", "Contrato";
    tag_word = "Etiqueta", "Tag", "Etiqueta";
    plan = "Plano", "Plan", "Plan";
}

impl crate::message::Lang {
    /// "3 pessoas".
    pub fn people_count(self, n: usize, more: bool) -> String {
        let plus = if more { "+" } else { "" };
        match n {
            1 => self.pick("1 pessoa", "1 person", "1 persona").to_owned(),
            n => format!("{n}{plus} {}", self.pick("pessoas", "people", "personas")),
        }
    }
}
