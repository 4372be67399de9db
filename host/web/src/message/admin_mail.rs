//! How a company sends mail.

crate::message::messages! {
    mail_section = "E-mail", "E-mail", "Correo";
    mail_about = "O servidor por onde sai o e-mail de cada empresa, e o que vai em volta de todo texto.",
        "The server by which each company's mail goes out, and what stands around every text.",
        "El servidor por donde sale el correo de cada empresa, y lo que va alrededor de todo texto.";
    mail_server = "Servidor SMTP", "SMTP server", "Servidor SMTP";
    mail_no_server = "Ainda não há servidor: e-mails a clientes são recusados.", "There is no server yet: mails to customers are refused.", "Aún no hay servidor: los correos a clientes se rechazan.";
    mail_host = "Servidor", "Server", "Servidor";
    mail_host_wrong = "Um nome ou um endereço, sem porta e sem espaços.", "A name or an address, without port and without spaces.", "Un nombre o una dirección, sin puerto y sin espacios.";
    mail_security = "Proteção", "Protection", "Protección";
    mail_tls = "TLS desde o início (porta 465)", "TLS from the start (port 465)", "TLS desde el inicio (puerto 465)";
    mail_starttls = "STARTTLS (porta 587)", "STARTTLS (port 587)", "STARTTLS (puerto 587)";
    mail_plain = "Nenhuma (só sem senha, em rede de confiança)", "None (only without a password, on a trusted network)", "Ninguna (solo sin contraseña, en red de confianza)";
    mail_exposed = "Uma senha só é enviada com TLS ou STARTTLS.", "A password is sent over TLS or STARTTLS only.", "Una contraseña solo se envía con TLS o STARTTLS.";
    mail_user = "Usuário", "User", "Usuario";
    mail_password = "Senha do servidor", "The server's password", "Contraseña del servidor";
    mail_password_hint = "Só com usuário. É gravada cifrada e nunca mostrada.", "Only with a user. It is kept encrypted and never shown.", "Solo con usuario. Se guarda cifrada y nunca se muestra.";
    mail_password_wrong = "Informe a senha deste usuário.", "Give this user's password.", "Indique la contraseña de este usuario.";
    mail_from = "Remetente", "Sender's address", "Remitente";
    mail_from_name = "Nome do remetente", "Sender's name", "Nombre del remitente";
    mail_from_name_wrong = "De 1 a 100 caracteres, em uma linha.", "1 to 100 characters, on one line.", "De 1 a 100 caracteres, en una línea.";
    mail_reply_to = "Respostas vão para", "Answers go to", "Las respuestas van a";
    mail_address_wrong = "Um endereço de e-mail, como nome@exemplo.com.br.", "An e-mail address, such as name@example.com.", "Una dirección de correo, como nombre@ejemplo.com.";
    mail_authority = "Certificado de autoridade própria", "Certificate of an authority of your own", "Certificado de autoridad propia";
    mail_authority_hint = "Em PEM, só se o certificado do servidor não é de uma autoridade conhecida. Pode ficar vazio.",
        "In PEM, only if the server's certificate is not of a known authority. May be left empty.",
        "En PEM, solo si el certificado del servidor no es de una autoridad conocida. Puede quedar vacío.";
    mail_removal = "Nenhum e-mail sai mais desta empresa.", "No mail of this company goes out any more.", "Ningún correo de esta empresa sale más.";
    mail_test = "Teste", "Trial", "Prueba";
    mail_test_lead = "Com um endereço, uma mensagem curta é enviada; sem endereço, o Balcão só se identifica ao servidor.",
        "With an address, a short message is sent; without one Balcão only signs in to the server.",
        "Con una dirección, se envía un mensaje corto; sin dirección, Balcão solo se identifica ante el servidor.";
    mail_test_to = "O seu endereço", "Your address", "Su dirección";
    mail_template = "Modelo", "Template", "Plantilla";
    mail_template_lead = "Podem ser usados {nome}, {empresa} e {protocolo}, com as chaves.",
        "{nome}, {empresa} and {protocolo} may be used, with their braces.",
        "Se pueden usar {nome}, {empresa} y {protocolo}, con las llaves.";
    mail_prefix = "Início do assunto", "Beginning of subjects", "Inicio del asunto";
    mail_prefix_wrong(most: usize) = "Até {most} caracteres, em uma linha.", "Up to {most} characters, on one line.", "Hasta {most} caracteres, en una línea.";
    mail_greeting = "Saudação", "Greeting", "Saludo";
    mail_greeting_hint = "Os textos das ações já saúdam o cliente: pode ficar vazia.", "The texts of actions greet by themselves: may be left empty.", "Los textos de las acciones ya saludan: puede quedar vacío.";
    mail_signature = "Assinatura", "Signature", "Firma";
    mail_too_long(most: usize) = "Até {most} caracteres.", "Up to {most} characters.", "Hasta {most} caracteres.";
    mail_place_wrong(place: &str) = "{place} não é substituído por nada.", "{place} stands for nothing.", "{place} no se sustituye por nada.";
    mail_announce = "Avisar o cliente do protocolo, com data e hora, quando uma solicitação abre",
        "Tell the customer the protocol, with date and hour, when a request opens",
        "Avisar al cliente el protocolo, con fecha y hora, cuando una solicitud se abre";
    mail_show_preview = "Ver como fica", "See how it looks", "Ver cómo queda";
    mail_preview = "Como o cliente recebe", "As the customer gets it", "Como lo recibe el cliente";
    mail_preview_subject = "Assunto da mensagem", "Subject of the message", "Asunto del mensaje";
    mail_preview_text = "Este é o texto da mensagem.", "This is the text of the message.", "Este es el texto del mensaje.";
}
