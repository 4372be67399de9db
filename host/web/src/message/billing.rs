//! Payment, and what blocks say by themselves.

crate::message::messages! {
    charge_missing = "Este boleto não está disponível.", "This bank slip is not available.", "Esta boleta no está disponible.";
    charge_of(number: &str) = "Boleto da fatura {number}", "Bank slip of invoice {number}", "Boleta de la factura {number}";
    charge_amount = "Valor registrado", "Registered amount", "Valor registrado";
    charge_due = "Vencimento", "Due date", "Vencimiento";
    charge_line = "Linha digitável", "Payment line", "Línea de pago";
    charge_pix = "PIX copia e cola", "PIX copy and paste", "PIX copiar y pegar";
    charge_qr = "QR Code do PIX", "PIX QR code", "Código QR de PIX";
    charge_barcode(line: &str) = "Código de barras {line}", "Barcode {line}", "Código de barras {line}";
    message_for_customer = "Mensagem para o cliente", "Message for the customer", "Mensaje para el cliente";
    message_charge(number: &str, amount: &str, due: &str) =
        "Fatura {number}: {amount}, vencimento {due}", "Invoice {number}: {amount}, due {due}", "Factura {number}: {amount}, vencimiento {due}";
    copy_message = "Copiar mensagem", "Copy message", "Copiar mensaje";
    open_whatsapp(phone: &str) = "Abrir no WhatsApp de {phone}", "Open in WhatsApp of {phone}", "Abrir en WhatsApp de {phone}";
    nothing_here = "Nada por aqui ainda.", "Nothing here yet.", "Nada por aquí todavía.";
    between(min: &str, max: &str) = "De {min} a {max}.", "From {min} to {max}.", "De {min} a {max}.";
    row_actions = "Ações", "Actions", "Acciones";
    as_table = "Ver como tabela", "See as a table", "Ver como tabla";
    chart_summary(caption: &str, series: &str, least: &str, most: &str) =
        "{caption}: {series}, de {least} a {most}", "{caption}: {series}, from {least} to {most}", "{caption}: {series}, de {least} a {most}";
}
