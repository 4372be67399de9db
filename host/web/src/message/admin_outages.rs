//! What of the network has failed.

crate::message::messages! {
    outages_section = "Falhas na rede", "Outages", "Fallas en la red";
    outages_about = "Marcar uma OLT, uma porta PON ou um NAS em falha: um aviso fica sobre todo atendimento de cliente que está nela.",
        "Mark an OLT, a PON or a NAS as failed: a banner stands on every attendance of a customer under it.",
        "Marcar una OLT, un puerto PON o un NAS en falla: un aviso queda sobre toda atención de cliente que está en ella.";
    outages_nothing_known = "Nenhuma OLT e nenhum NAS com linhas: não há o que marcar.",
        "No OLT and no NAS with lines: there is nothing to mark.",
        "Ninguna OLT y ningún NAS con líneas: no hay qué marcar.";
    outages_begin = "Marcar uma falha", "Mark an outage", "Marcar una falla";
    outages_place = "O que falhou", "What failed", "Qué falló";
    outages_choose = "Escolha…", "Choose…", "Elija…";
    outages_no_place = "Escolha uma OLT ou um NAS da lista.", "Choose an OLT or a NAS of the list.", "Elija una OLT o un NAS de la lista.";
    outages_again = "Já está marcado em falha: veja abaixo.", "It is marked as failed already: see below.", "Ya está marcado en falla: vea abajo.";
    outages_one_pon = "Só uma porta PON da OLT", "Only one PON of the OLT", "Solo un puerto PON de la OLT";
    outages_one_pon_hint = "Deixe vazio se a OLT inteira falhou.", "Leave empty if the whole OLT failed.", "Deje vacío si falló la OLT entera.";
    outages_frame = "Frame", "Frame", "Frame";
    outages_slot = "Slot", "Slot", "Slot";
    outages_pon = "PON", "PON", "PON";
    outages_only_olt = "Porta PON é só de OLT: para um NAS, deixe vazio.", "Only an OLT has PONs: leave empty for a NAS.", "Solo una OLT tiene PON: para un NAS, deje vacío.";
    outages_number = "Um número de 0 a 1023.", "A number from 0 to 1023.", "Un número de 0 a 1023.";
    outages_note = "O que o atendente pode dizer ao cliente", "What agents may tell the customer", "Lo que el agente puede decir al cliente";
    outages_note_hint = "Como: rompimento de fibra na Rua A, previsão de volta às 6h.",
        "Such as: fibre cut in Rua A, expected back at 6.",
        "Como: corte de fibra en la Rua A, vuelta prevista a las 6.";
    outages_note_wrong(most: usize) = "De 1 a {most} caracteres.", "1 to {most} characters.", "De 1 a {most} caracteres.";
    outages_mark = "Marcar em falha", "Mark as failed", "Marcar en falla";
    outages_none = "Nenhuma falha marcada até hoje.", "No outage was marked so far.", "Ninguna falla marcada hasta hoy.";
    outages_since = "Desde", "Since", "Desde";
    outages_requests = "Solicitações ligadas", "Linked requests", "Solicitudes vinculadas";
    outages_no_requests = "Nenhuma solicitação foi atendida sob esta falha.", "No request was served under this outage.", "Ninguna solicitud se atendió bajo esta falla.";
    outages_goes_on = "em falha", "goes on", "en falla";
    outages_ended = "voltou", "over", "volvió";
    outages_end = "Voltou a funcionar", "It works again", "Volvió a funcionar";
    outages_banner = "O aviso está sobre todo atendimento de cliente que está nela, com o texto abaixo; a solicitação fica ligada a esta falha.",
        "The banner stands on every attendance of a customer under it, with the text below; the request is linked with this outage.",
        "El aviso está sobre toda atención de cliente que está en ella, con el texto de abajo; la solicitud queda vinculada a esta falla.";
}
