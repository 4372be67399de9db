//! Apagar dados de um titular. What is kept says by which law: CTN (Lei 5.172/1966) art. 173 and 174,
//! Marco Civil (Lei 12.965/2014) art. 13, LGPD (Lei 13.709/2018) art. 7 and 16.

use balcao_desk::erasure::{Ground, Keep, Part};

use super::Lang;

crate::message::messages! {
    erase_title = "Apagar dados pessoais", "Erase personal data", "Borrar datos personales";
    erase_goes = "O que será apagado", "What will be erased", "Qué se borrará";
    erase_stays = "O que permanece, e por quê", "What stays, and why", "Qué permanece, y por qué";
    erase_nothing = "Não há mais nada que possa ser apagado agora.", "Nothing more can be erased now.", "No hay nada más que se pueda borrar ahora.";
    erase_done = "Feito. O que podia ser apagado não existe mais aqui.", "Done. What could be erased is not here any more.", "Hecho. Lo que podía borrarse ya no existe aquí.";
    erase_other_company = "Esta pessoa também é cliente de uma empresa que não é sua. Peça a quem administra todas as empresas dela.",
        "This person is a customer of a company that is not yours, too. Ask whoever administers all of theirs.",
        "Esta persona también es cliente de una empresa que no es suya. Pídalo a quien administra todas sus empresas.";
    erase_ground = "Motivo", "Reason", "Motivo";
    erase_no_ground = "Escolha o motivo.", "Choose the reason.", "Elija el motivo.";
    erase_confirmation = "Confirmação", "Confirmation", "Confirmación";
    erase_not_sure = "Confirme que conferiu quem pede.", "Confirm that you checked who asks.", "Confirme que verificó quién pide.";
    erase_sure(name: &str) = "Conferi a identidade de quem pede, e sei que apagar os dados de {name} não pode ser desfeito.",
        "I checked who asks, and know that erasing the data of {name} cannot be undone.",
        "Verifiqué la identidad de quien pide, y sé que borrar los datos de {name} no se puede deshacer.";
    erase_now = "Apagar", "Erase", "Borrar";
}

impl Lang {
    /// What goes.
    pub fn erase_part(self, part: Part) -> &'static str {
        match part {
            Part::Trail => self.pick(
                "Dados pessoais guardados na auditoria; as linhas ficam, e continuam provadas",
                "Personal data kept in the audit trail; its lines stay, and stay proven",
                "Datos personales guardados en la auditoría; las líneas quedan, y siguen probadas",
            ),
            Part::Drafts => self.pick(
                "Rascunhos em solicitações encerradas",
                "Drafts in requests that have ended",
                "Borradores en solicitudes cerradas",
            ),
            Part::Contacts => self.pick(
                "Telefones e e-mails, também os anotados em solicitações encerradas",
                "Phones and e-mails, those noted in ended requests too",
                "Teléfonos y correos, también los anotados en solicitudes cerradas",
            ),
            Part::Birth => self.pick("Data de nascimento", "Day of birth", "Fecha de nacimiento"),
            Part::Identity => self.pick(
                "Nome, CPF/CNPJ e endereço",
                "Name, CPF/CNPJ and address",
                "Nombre, CPF/CNPJ y dirección",
            ),
        }
    }

    /// Why something about this person is kept.
    pub fn erase_keep(self, keep: Keep) -> &'static str {
        match keep {
            Keep::Contract => self.pick(
                "Cadastro e contatos: há contrato em vigor, que não se executa sem eles (LGPD, art. 7º, V).",
                "Master data and contacts: a contract is in force, which cannot be carried out without them (LGPD, art. 7, V).",
                "Registro y contactos: hay un contrato vigente, que no se ejecuta sin ellos (LGPD, art. 7, V).",
            ),
            Keep::Request => self.pick(
                "Cadastro e contatos: há solicitação aberta. Encerre-a primeiro.",
                "Master data and contacts: a request is open. Close it first.",
                "Registro y contactos: hay una solicitud abierta. Ciérrela primero.",
            ),
            Keep::Billing => self.pick(
                "Nome, CPF/CNPJ e endereço: contratos e documentos fiscais são guardados por 5 anos (CTN, art. 173 e 174; LGPD, art. 16, I).",
                "Name, CPF/CNPJ and address: contracts and tax documents are kept for 5 years (CTN, art. 173 and 174; LGPD, art. 16, I).",
                "Nombre, CPF/CNPJ y dirección: contratos y documentos fiscales se guardan por 5 años (CTN, art. 173 y 174; LGPD, art. 16, I).",
            ),
            Keep::Source => self.pick(
                "Cadastro e contatos: vêm de outro sistema, que os traria de volta. Apague-os lá primeiro.",
                "Master data and contacts: they come from another system, which would bring them back. Erase them there first.",
                "Registro y contactos: vienen de otro sistema, que los traería de vuelta. Bórrelos allá primero.",
            ),
        }
    }

    /// What this page never erases.
    pub fn erase_always(self) -> [&'static str; 4] {
        self.pick(
            [
                "Solicitações com protocolo, relatos e e-mails enviados: registro do atendimento. O que foi escrito neles sobre a pessoa continua lá.",
                "Faturas e boletos, e registros de conexão (Marco Civil, art. 13): pelo prazo da lei.",
                "Arquivos: cada um é excluído em Anexos ou Documentos, com motivo.",
                "Linhas da auditoria, sem os dados pessoais, e backups feitos até agora.",
            ],
            [
                "Requests with protocol, reports and mails that were sent: the record of the attendance. What was written in them about the person stays.",
                "Invoices and slips, and connection records (Marco Civil, art. 13): for as long as the law says.",
                "Files: each is deleted in Anexos or Documentos, with a reason.",
                "Lines of the audit trail, without the personal data, and backups made until now.",
            ],
            [
                "Solicitudes con protocolo, relatos y correos enviados: registro de la atención. Lo que se escribió en ellos sobre la persona sigue allí.",
                "Facturas y boletas, y registros de conexión (Marco Civil, art. 13): por el plazo de la ley.",
                "Archivos: cada uno se elimina en Anexos o Documentos, con motivo.",
                "Líneas de la auditoría, sin los datos personales, y respaldos hechos hasta ahora.",
            ],
        )
    }

    /// Why it is erased.
    pub fn erase_ground_name(self, ground: Ground) -> &'static str {
        match ground {
            Ground::Asked => self.pick(
                "O titular pediu (LGPD, art. 18, VI)",
                "The person asked for it (LGPD, art. 18, VI)",
                "El titular lo pidió (LGPD, art. 18, VI)",
            ),
            Ground::Consent => self.pick(
                "O consentimento foi revogado",
                "Consent was taken back",
                "El consentimiento fue revocado",
            ),
            Ground::Over => self.pick(
                "A finalidade terminou (LGPD, art. 15)",
                "What it was for is over (LGPD, art. 15)",
                "La finalidad terminó (LGPD, art. 15)",
            ),
            Ground::Authority => self.pick(
                "Determinação de autoridade",
                "An authority ordered it",
                "Determinación de autoridad",
            ),
        }
    }
}
