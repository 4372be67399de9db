//! Auditoria and Operação.

use balcao_access::audit::Flaw;

use super::Lang;

crate::message::messages! {
    audit = "Auditoria", "Audit", "Auditoría";
    audit_about = "Quem fez, viu ou alterou o quê; quem viu um cliente; e a prova de que nada foi adulterado.",
        "Who did, saw or changed what; who saw a customer; and the proof that nothing was altered.",
        "Quién hizo, vio o cambió qué; quién vio a un cliente; y la prueba de que nada fue alterado.";
    audit_search = "Pesquisa na auditoria", "Search of the audit trail", "Búsqueda en la auditoría";
    audit_lines = "Linhas da auditoria", "Lines of the audit trail", "Líneas de la auditoría";
    audit_person = "Cliente, CPF/CNPJ ou protocolo", "Customer, CPF/CNPJ or protocol", "Cliente, CPF/CNPJ o protocolo";
    audit_anybody = "Qualquer cliente", "Any customer", "Cualquier cliente";
    audit_user = "Quem fez", "Who did it", "Quién lo hizo";
    audit_everybody = "Todos os usuários", "All users", "Todos los usuarios";
    audit_act = "O que foi feito", "What was done", "Qué se hizo";
    audit_any_act = "Tudo", "Everything", "Todo";
    audit_sights = "Somente o que mostrou dados", "Only what showed data", "Solo lo que mostró datos";
    audit_plugin = "Plugin ou ação", "Plugin or action", "Plugin o acción";
    audit_any_plugin = "Todos", "All", "Todos";
    audit_from = "De", "From", "Desde";
    audit_to = "Até", "To", "Hasta";
    audit_clear = "Limpar", "Clear", "Limpiar";
    audit_no_moment = "Escreva dia e hora.", "Enter day and time.", "Escriba día y hora.";
    audit_when = "Quando", "When", "Cuándo";
    audit_details = "Detalhes", "Details", "Detalles";
    audit_address = "Endereço IP", "IP address", "Dirección IP";
    audit_place = "Cadeia e número da linha", "Chain and number of the line", "Cadena y número de la línea";
    audit_changed = "Alteração", "Change", "Cambio";
    audit_newest = "Mais novas", "Newest", "Más nuevas";
    audit_nothing = "Nenhuma linha com esses filtros.", "No line matches these filters.", "Ninguna línea con esos filtros.";
    audit_which_person = "Qual destas pessoas?", "Which of these people?", "¿Cuál de estas personas?";
    audit_nobody = "Ninguém foi encontrado.", "Nobody was found.", "No se encontró a nadie.";
    audit_personal = "Dados pessoais da linha", "Personal data of the line", "Datos personales de la línea";
    audit_show_personal = "Ver dados pessoais", "Show personal data", "Ver datos personales";
    audit_personal_noted = "Esta consulta ficou registrada na auditoria.", "That you looked is in the audit trail.", "Esta consulta quedó registrada en la auditoría.";
    audit_erased = "Dados pessoais apagados", "Personal data erased", "Datos personales borrados";

    audit_who_saw(name: &str) = "Quem viu {name}", "Who saw {name}", "Quién vio a {name}";
    audit_all_of_person = "Tudo sobre este cliente na auditoria", "All of this customer in the audit trail", "Todo sobre este cliente en la auditoría";
    audit_report_lead(at: &str) = "Relatório para pedido de titular (LGPD, art. 18 e 19), emitido em {at}.",
        "Report for a data subject's request (LGPD, art. 18 and 19), made on {at}.",
        "Informe para solicitud de titular (LGPD, art. 18 y 19), emitido el {at}.";
    audit_report_count(lines: usize, users: usize) = "{lines} acessos, por {users} pessoas ou sistemas.",
        "{lines} accesses, by {users} people or systems.", "{lines} accesos, por {users} personas o sistemas.";
    audit_report_more(most: usize) = "Só os {most} acessos mais novos estão aqui; exporte a pesquisa para ter todos.",
        "Only the {most} newest accesses are here; export the search to have all.",
        "Solo los {most} accesos más nuevos están aquí; exporte la búsqueda para tener todos.";
    audit_report_bounds = "Abrir um atendimento é registrado uma vez por sessão e solicitação: o que a tela mostrou nele não tem linhas próprias. Telefones, e-mails e nomes que a pesquisa de pessoas listou também não. São acessos nas suas empresas; os de outras empresas do grupo não estão aqui.",
        "Opening an attendance is noted once for each session and request: what its screen showed has no lines of its own. Nor has what the search for people listed. These are accesses in your companies; those of other companies of the group are not here.",
        "Abrir una atención se registra una vez por sesión y solicitud: lo que su pantalla mostró no tiene líneas propias. Tampoco lo que la búsqueda de personas listó. Son accesos en sus empresas; los de otras empresas del grupo no están aquí.";
    audit_nobody_saw = "Ninguém viu este cliente.", "Nobody saw this customer.", "Nadie vio a este cliente.";

    audit_proof = "Prova de integridade", "Proof of integrity", "Prueba de integridad";
    audit_proof_lead = "Cada linha carrega um código feito com a linha anterior e com uma chave que não está no banco de dados. A prova relê todas e aponta a primeira que não confere.",
        "Each line carries a code made from the line before it and a key that is not in the database. The proof reads all of them and names the first that does not hold.",
        "Cada línea lleva un código hecho con la línea anterior y con una clave que no está en la base de datos. La prueba relee todas y señala la primera que no coincide.";
    audit_prove_now = "Verificar agora", "Verify now", "Verificar ahora";
    audit_proving(read: &str, of: &str) = "Verificando: {read} de {of} linhas…", "Verifying: {read} of {of} lines…", "Verificando: {read} de {of} líneas…";
    audit_last_proof = "Última prova", "Last proof", "Última prueba";
    audit_never_proven = "Ainda não houve nenhuma.", "There was none yet.", "Todavía no hubo ninguna.";
    audit_holds = "Todas as linhas estão como foram escritas.", "All lines are as they were written.", "Todas las líneas están como fueron escritas.";
    audit_altered = "A auditoria foi adulterada", "The audit trail was altered", "La auditoría fue alterada";
    audit_took = "Duração", "Duration", "Duración";
    audit_by = "Pedida por", "Asked for by", "Pedida por";
    audit_compared = "Comparada com assinaturas até", "Compared with signatures until", "Comparada con firmas hasta";
    audit_compared_with_nothing = "nenhuma assinatura", "no signature", "ninguna firma";
    audit_witness = "As pontas das cadeias são assinadas num arquivo fora do banco de dados, que denuncia também um banco que voltou a um backup antigo. Guarde-o em outra máquina.",
        "The heads of the chains are signed in a file outside the database, which tells of a database put back to an old backup, too. Keep it on another machine.",
        "Las puntas de las cadenas se firman en un archivo fuera de la base de datos, que denuncia también una base que volvió a un respaldo antiguo. Guárdelo en otra máquina.";
    audit_no_witness = "Sem arquivo de assinaturas, a volta do banco a um backup antigo não é percebida: defina audit-heads na configuração.",
        "Without a file of signatures a database put back to an old backup is not noticed: set audit-heads in the configuration.",
        "Sin archivo de firmas no se nota que la base volvió a un respaldo antiguo: defina audit-heads en la configuración.";
    audit_bad_line(chain: i32, seq: i64, why: &str) = "Primeira linha ruim: cadeia {chain}, linha {seq}: {why}.",
        "First bad line: chain {chain}, line {seq}: {why}.", "Primera línea mala: cadena {chain}, línea {seq}: {why}.";
    audit_bad_lines(chain: i32, seq: i64, until: i64, why: &str) = "Primeira linha ruim: cadeia {chain}, entre as linhas {seq} e {until}: {why}.",
        "First bad line: chain {chain}, between lines {seq} and {until}: {why}.", "Primera línea mala: cadena {chain}, entre las líneas {seq} y {until}: {why}.";
    audit_bad_chain(chain: i32, why: &str) = "Cadeia {chain}: {why}.", "Chain {chain}: {why}.", "Cadena {chain}: {why}.";
    audit_bad_head(line: i64, why: &str) = "Linha {line} do arquivo de assinaturas: {why}.",
        "Line {line} of the file of signatures: {why}.", "Línea {line} del archivo de firmas: {why}.";
}

impl Lang {
    /// Why a line does not hold.
    pub fn audit_flaw(self, flaw: Flaw) -> &'static str {
        match flaw {
            Flaw::Missing => self.pick("a linha falta", "the line is missing", "falta la línea"),
            Flaw::Changed => self.pick(
                "a linha foi alterada, ou não está no lugar dela",
                "the line was changed, or is not in its place",
                "la línea fue cambiada, o no está en su lugar",
            ),
            Flaw::Damaged => {
                self.pick("a linha foi alterada", "the line was changed", "la línea fue cambiada")
            }
            Flaw::NoKey => self.pick(
                "a chave da linha não está no arquivo de chaves",
                "the key of the line is not in the key file",
                "la clave de la línea no está en el archivo de claves",
            ),
            Flaw::Personal => self.pick(
                "os dados pessoais da linha foram alterados",
                "the personal values of the line were changed",
                "los datos personales de la línea fueron cambiados",
            ),
            Flaw::End => self.pick(
                "falta o fim da cadeia",
                "the end of the chain is missing",
                "falta el final de la cadena",
            ),
            Flaw::Beyond => self.pick(
                "a linha não está coberta pela ponta da cadeia",
                "the line is not covered by the head of the chain",
                "la línea no está cubierta por la punta de la cadena",
            ),
            Flaw::Head => self.pick(
                "a ponta da cadeia foi alterada",
                "the head of the chain was changed",
                "la punta de la cadena fue cambiada",
            ),
            Flaw::HeadAnew => self.pick(
                "a ponta da cadeia voltou ao começo",
                "the head of the chain was put back to its beginning",
                "la punta de la cadena volvió al comienzo",
            ),
            Flaw::Chain => {
                self.pick("falta uma cadeia inteira", "a whole chain is missing", "falta una cadena entera")
            }
            Flaw::CutOff => self.pick(
                "a cadeia era mais longa quando foi assinada",
                "the chain was longer when its head was signed",
                "la cadena era más larga cuando fue firmada",
            ),
            Flaw::Rewritten => self.pick(
                "a cadeia era outra quando foi assinada",
                "the chain was another one when its head was signed",
                "la cadena era otra cuando fue firmada",
            ),
            Flaw::Forged => self.pick(
                "não foi assinada por este Balcão",
                "it was not signed by this desk",
                "no fue firmada por este Balcão",
            ),
        }
    }

    /// What a field of a line is called; none: it has no name but its own.
    pub fn audit_field(self, key: &str) -> Option<&'static str> {
        Some(match key {
            "user" => self.pick("Usuário", "User", "Usuario"),
            "company" => self.pick("Empresa", "Company", "Empresa"),
            "profile" => self.pick("Perfil", "Profile", "Perfil"),
            "team" => self.pick("Equipe", "Team", "Equipo"),
            "name" => self.pick("Nome", "Name", "Nombre"),
            "plugin" => "Plugin",
            "contribution" => self.pick("Contribuição", "Contribution", "Contribución"),
            "version" => self.pick("Versão", "Version", "Versión"),
            "run" => self.pick("Execução", "Run", "Ejecución"),
            "effects" => self.pick("Efeitos", "Effects", "Efectos"),
            "connection" => self.pick("Conexão", "Connection", "Conexión"),
            "contract" => self.pick("Contrato", "Contract", "Contrato"),
            "tag" => self.pick("Etiqueta", "Tag", "Etiqueta"),
            "field" => self.pick("Campo", "Field", "Campo"),
            "fields" => self.pick("Campos", "Fields", "Campos"),
            "filters" => self.pick("Filtros", "Filters", "Filtros"),
            "file" => self.pick("Arquivo", "File", "Archivo"),
            "charge" | "charges" => self.pick("Boleto", "Slip", "Boleta"),
            "identity" => self.pick("Identidade", "Identity", "Identidad"),
            "reason" => self.pick("Motivo", "Reason", "Motivo"),
            "line" => self.pick("Linha", "Line", "Línea"),
            "lines" => self.pick("Linhas", "Lines", "Líneas"),
            "holds" => self.pick("Confere", "Holds", "Coincide"),
            "months" => self.pick("Meses", "Months", "Meses"),
            "kind" => self.pick("Tipo", "Kind", "Tipo"),
            "deleted" => self.pick("Apagados", "Deleted", "Borrados"),
            "ground" => self.pick("Motivo", "Reason", "Motivo"),
            "parts" => self.pick("Partes", "Parts", "Partes"),
            "reply" => self.pick("Resposta", "Reply", "Respuesta"),
            "nas" => "NAS",
            "olt" => "OLT",
            "what" => self.pick("O quê", "What", "Qué"),
            "outage" => self.pick("Massiva", "Outage", "Corte masivo"),
            "bank" => self.pick("Banco", "Bank", "Banco"),
            "account" => self.pick("Conta", "Account", "Cuenta"),
            "status" => self.pick("Situação", "Status", "Situación"),
            "delivery" | "entry" => self.pick("Entrega", "Delivery", "Entrega"),
            _ => return None,
        })
    }
}
