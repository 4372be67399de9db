//! The administration. Each subject has a file of its own.

crate::message::messages! {
    administration = "Administração", "Administration", "Administración";
    admin_watch = "Acompanhamento", "Watching", "Seguimiento";
    outside_about = "O que foi pedido a outro sistema e parou: tentar de novo ou desistir.",
        "What was asked of another system and is stuck: try again or give up.",
        "Lo que se pidió a otro sistema y se detuvo: intentar de nuevo o desistir.";
}
