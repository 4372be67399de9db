//! Files: sending, opening, downloading.

crate::message::messages! {
    download = "Baixar", "Download", "Descargar";
    new_tab = "abre em nova aba", "opens in a new tab", "abre en una pestaña nueva";
    file_gone = "arquivo excluído", "file deleted", "archivo eliminado";
    file_undrawable_title = "Sem pré-visualização", "No preview", "Sin vista previa";
    file_undrawable = "Esta imagem não pode ser mostrada aqui: está danificada ou é grande demais. Ela ainda pode ser baixada.",
        "This picture can't be shown here: it is damaged or too large. It can still be downloaded.",
        "Esta imagen no se puede mostrar aquí: está dañada o es demasiado grande. Todavía se puede descargar.";
    upload_limit(most: &str) = "Até {most}.", "Up to {most}.", "Hasta {most}.";
    upload_received(name: &str, size: &str) = "Recebido: {name} ({size}). Escolha outro arquivo só para trocar.",
        "Received: {name} ({size}). Choose another file only to replace it.",
        "Recibido: {name} ({size}). Elija otro archivo solo para cambiarlo.";
    upload_progress = "Enviando o arquivo", "Sending the file", "Enviando el archivo";
    upload_again = "Enviar de novo", "Send again", "Enviar de nuevo";
    upload_lost = "O envio foi interrompido. O que você digitou continua aqui.", "The upload was cut off. What you typed is still here.", "El envío se interrumpió. Lo que escribió sigue aquí.";
    upload_empty = "O arquivo está vazio.", "The file is empty.", "El archivo está vacío.";
    upload_too_large(most: &str) = "O arquivo é grande demais: o máximo é {most}.", "The file is too large: the most is {most}.", "El archivo es demasiado grande: el máximo es {most}.";
    upload_unknown = "Este tipo de arquivo não é aceito.", "Files of this type are not accepted.", "Este tipo de archivo no se acepta.";
    upload_not_stored = "O arquivo não pôde ser guardado agora. Envie de novo em instantes; o que você digitou continua aqui.",
        "The file could not be stored now. Send it again in a moment; what you typed is still here.",
        "El archivo no se pudo guardar ahora. Envíelo de nuevo en un momento; lo que escribió sigue aquí.";
    upload_mismatch(extension: &str, is: &str) = "O nome termina em .{extension}, mas o conteúdo é {is}. Envie o arquivo com o nome certo.",
        "The name ends in .{extension}, but the content is {is}. Send the file under its right name.",
        "El nombre termina en .{extension}, pero el contenido es {is}. Envíe el archivo con el nombre correcto.";
    upload_mismatch_unknown(extension: &str) = "O nome termina em .{extension}, mas o conteúdo não é desse tipo.",
        "The name ends in .{extension}, but the content is not of that type.",
        "El nombre termina en .{extension}, pero el contenido no es de ese tipo.";
    upload_not_accepted(is: &str) = "Este campo não aceita arquivos {is}.", "This field takes no {is} files.", "Este campo no acepta archivos {is}.";
    upload_not_now = "A ação mudou desde que a página foi aberta. Atualize a página.", "The action has changed since the page was opened. Reload the page.", "La acción cambió desde que se abrió la página. Actualice la página.";
}
