//! The administration. Each subject has a file of its own.

crate::message::messages! {
    administration = "Administração", "Administration", "Administración";
    admin_attendance = "Atendimento", "Attendance", "Atención";
    admin_watch = "Acompanhamento", "Watching", "Seguimiento";
    admin_people = "Pessoas", "People", "Personas";
    admin_late_by(who: &str, at: &str) = "{who} mudou isto em {at}.", "{who} changed this on {at}.", "{who} cambió esto el {at}.";
    admin_late = "O que você enviou não foi gravado: está abaixo como você preencheu, ao lado do que vale agora. Confira e envie de novo, se ainda couber.",
        "What you sent was not saved: it is below as you filled it in, beside what holds now. Look at it and send again, if it still fits.",
        "Lo que envió no se guardó: está abajo como lo completó, junto a lo que vale ahora. Revíselo y envíe de nuevo, si aún corresponde.";
    save = "Gravar", "Save", "Guardar";
    yes = "Sim", "Yes", "Sí";
    no = "Não", "No", "No";
    admin_changes = "O que mudou", "What changed", "Qué cambió";
    admin_no_changes = "Nada foi mudado ainda.", "Nothing was changed yet.", "Nada se cambió todavía.";
    admin_when = "Quando", "When", "Cuándo";
    admin_who = "Quem", "Who", "Quién";
    admin_what = "O quê", "What", "Qué";
    admin_before = "Antes", "Before", "Antes";
    admin_after = "Depois", "After", "Después";
    outside_about = "O que foi pedido a outro sistema e parou: tentar de novo ou desistir.",
        "What was asked of another system and is stuck: try again or give up.",
        "Lo que se pidió a otro sistema y se detuvo: intentar de nuevo o desistir.";
}
