//! Operação.

use super::Lang;
use crate::jobs::Job;

crate::message::messages! {
    operation = "Operação", "Operation", "Operación";
    operation_about = "Como está o próprio Balcão: banco de dados, fila, plugins, tarefas e o que está lento.",
        "How the desk itself is: database, queue, plugins, jobs and what is slow.",
        "Cómo está el propio Balcão: base de datos, cola, plugins, tareas y lo que está lento.";
    operation_as_of(at: &str) = "Situação de {at}", "As of {at}", "Situación de {at}";
    operation_database = "Banco de dados e versão", "Database and version", "Base de datos y versión";
    operation_kind = "Tipo", "Kind", "Tipo";
    operation_answers_in = "Responde em", "Answers in", "Responde en";
    operation_size = "Tamanho", "Size", "Tamaño";
    operation_migration = "Migração", "Migration", "Migración";
    operation_store = "Arquivos", "Files", "Archivos";
    operation_try = "Testar agora", "Test now", "Probar ahora";
    operation_outbox = "Fila de entregas", "Queue of deliveries", "Cola de entregas";
    operation_outbox_empty = "Nada espera para sair do Balcão.", "Nothing waits to leave the desk.", "Nada espera para salir del Balcão.";
    operation_count = "Esperando", "Waiting", "Esperando";
    operation_engine = "Plugins", "Plugins", "Plugins";
    operation_calls = "Chamadas", "Calls", "Llamadas";
    operation_failures = "Falhas", "Failures", "Fallas";
    operation_cpu = "Processador", "Processor", "Procesador";
    operation_aside = "Afastados", "Set aside", "Apartados";
    operation_since_start = "Desde o início deste processo.", "Since this process began.", "Desde el inicio de este proceso.";
    operation_jobs = "Tarefas de fundo", "Background jobs", "Tareas de fondo";
    operation_job = "Tarefa", "Job", "Tarea";
    operation_last_run = "Última vez", "Last run", "Última vez";
    operation_failed = "Falhou", "Failed", "Falló";
    operation_went_well = "Em ordem", "Went well", "En orden";
    operation_not_yet = "Ainda não", "Not yet", "Todavía no";
    operation_slow = "Páginas mais lentas", "Slowest pages", "Páginas más lentas";
    operation_route = "Rota", "Route", "Ruta";
    operation_mean = "Média", "Mean", "Promedio";
    operation_longest = "Mais longa", "Longest", "Más larga";
    operation_slow_hint = "Até o primeiro byte da resposta, desde o início deste processo. O porquê de uma falha está no log.",
        "Up to the first byte of the answer, since this process began. Why something failed is in the log.",
        "Hasta el primer byte de la respuesta, desde el inicio de este proceso. El porqué de una falla está en el log.";
}

impl Lang {
    /// What a job does.
    pub fn operation_job_name(self, job: Job) -> &'static str {
        match job {
            Job::Sweep => self.pick(
                "Uploads abandonados e bytes excluídos",
                "Uploads given up and bytes deleted",
                "Cargas abandonadas y bytes eliminados",
            ),
            Job::Collect => {
                self.pick("Arquivos sem registro", "Files without a record", "Archivos sin registro")
            }
            Job::Unheard => self.pick(
                "Boletos sem resposta do banco",
                "Slips without the bank's answer",
                "Boletas sin respuesta del banco",
            ),
            Job::Heads => {
                self.pick("Assinatura da auditoria", "Signature of the audit trail", "Firma de la auditoría")
            }
            Job::Proof => {
                self.pick("Prova da auditoria", "Proof of the audit trail", "Prueba de la auditoría")
            }
        }
    }
}
