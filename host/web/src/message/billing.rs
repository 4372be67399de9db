//! Payment, and what blocks say by themselves.

crate::message::messages! {
    charge_missing = "Este boleto não está disponível.", "This bank slip is not available.", "Esta boleta no está disponible.";
    charge_of(number: &str) = "Boleto da fatura {number}", "Bank slip of invoice {number}", "Boleta de la factura {number}";
    by_hand_title = "PIX com o valor de hoje: baixa manual", "PIX with today's value: booked by hand", "PIX con el valor de hoy: conciliación manual";
    by_hand = "Não é a cobrança registrada no banco: peça o comprovante e avise o financeiro, que dá a baixa à mão.",
        "It is not the charge that the bank registered: ask for the receipt and tell billing, who book it by hand.",
        "No es el cobro registrado en el banco: pida el comprobante y avise a finanzas, que lo concilian a mano.";
    by_hand_amount = "Valor hoje, com multa e juros", "Worth today, with fine and interest", "Valor hoy, con multa e intereses";
    by_hand_pix = "PIX de hoje, copia e cola", "Today's PIX, copy and paste", "PIX de hoy, copiar y pegar";
    charge_demo = "Demonstração: não pode ser pago.", "Demonstration: it can't be paid.", "Demostración: no se puede pagar.";
    charge_amount = "Valor registrado", "Registered amount", "Valor registrado";
    charge_due = "Vencimento", "Due date", "Vencimiento";
    charge_line = "Linha digitável", "Payment line", "Línea de pago";
    charge_pix = "PIX copia e cola", "PIX copy and paste", "PIX copiar y pegar";
    charge_qr = "QR Code do PIX", "PIX QR code", "Código QR de PIX";
    charge_barcode(line: &str) = "Código de barras {line}", "Barcode {line}", "Código de barras {line}";
    message_for_customer = "Mensagem para o cliente", "Message for the customer", "Mensaje para el cliente";
    message_charge(number: &str, amount: &str, due: &str) =
        "Fatura {number}: {amount}, vencimento {due}", "Invoice {number}: {amount}, due {due}", "Factura {number}: {amount}, vencimiento {due}";
    message_link(days: &str) =
        "PDF, por {days} dias", "PDF, for {days} days", "PDF, por {days} días";
    open_pdf = "Abrir PDF", "Open PDF", "Abrir PDF";
    open_pdf_of(count: &str) = "Abrir PDF com {count} boletos", "Open PDF of {count} slips", "Abrir PDF con {count} boletas";
    slip_over_title = "Este boleto não está mais disponível", "This slip is no longer available", "Esta boleta ya no está disponible";
    slip_over = "Ele já foi pago, substituído ou cancelado. Se precisar de um novo, fale com o seu provedor.",
        "It was paid, replaced or cancelled. If you need a new one, talk to your provider.",
        "Ya fue pagada, reemplazada o cancelada. Si necesita una nueva, hable con su proveedor.";
    link_over_title = "Este link venceu", "This link is over", "Este enlace venció";
    link_over = "Por segurança, o link de um boleto vale por poucos dias. Peça outro ao seu provedor.",
        "For safety a link to a slip is good for a few days. Ask your provider for another.",
        "Por seguridad, el enlace de una boleta vale pocos días. Pida otro a su proveedor.";
    link_busy_title = "Muitos acessos", "Too many visits", "Demasiados accesos";
    link_busy = "Tente de novo em alguns minutos.", "Try again in some minutes.", "Intente de nuevo en unos minutos.";
    copy_message = "Copiar mensagem", "Copy message", "Copiar mensaje";
    open_whatsapp(phone: &str) = "Abrir no WhatsApp de {phone}", "Open in WhatsApp of {phone}", "Abrir en WhatsApp de {phone}";
    nothing_here = "Nada por aqui ainda.", "Nothing here yet.", "Nada por aquí todavía.";
    between(min: &str, max: &str) = "De {min} a {max}.", "From {min} to {max}.", "De {min} a {max}.";
    row_actions = "Ações", "Actions", "Acciones";
    as_table = "Ver como tabela", "See as a table", "Ver como tabla";
    chart_summary(caption: &str, series: &str, least: &str, most: &str) =
        "{caption}: {series}, de {least} a {most}", "{caption}: {series}, from {least} to {most}", "{caption}: {series}, de {least} a {most}";
}
