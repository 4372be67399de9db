//! Trying the file store: `balcao check`, "Testar agora".

use balcao_access::finding::Finding;
use balcao_access::labels;

use crate::{FileId, Files};

/// What it is called.
pub const PART: &str = "files";

impl Files {
    /// Writes an object, reads it whole and in part, and removes it.
    pub async fn check(&self) -> Finding {
        let place = self.objects().place().to_owned();
        match self.try_all().await {
            Ok(true) => Finding::works(
                PART,
                place,
                labels!(
                    pt: "Gravar, ler e apagar um arquivo funcionou.",
                    en: "Writing, reading and removing a file worked.",
                    es: "Escribir, leer y borrar un archivo funcionó.",
                ),
            ),
            Ok(false) => Finding::failed(
                PART,
                place,
                labels!(
                    pt: "O que foi lido não é o que foi gravado.",
                    en: "What was read is not what was written.",
                    es: "Lo leído no es lo que se escribió.",
                ),
                labels!(
                    pt: "Confira o disco ou o servidor de objetos: ele altera ou perde dados.",
                    en: "Check the disk or the object server: it changes or loses data.",
                    es: "Revise el disco o el servidor de objetos: altera o pierde datos.",
                ),
            ),
            Err(error) => {
                let why = first_line(&error.to_string());
                Finding::failed(
                    PART,
                    place,
                    labels!(
                        pt: "O armazenamento de arquivos não funcionou: {why}",
                        en: "The file store did not work: {why}",
                        es: "El almacén de archivos no funcionó: {why}",
                    ),
                    if self.objects().is_folder() {
                        labels!(
                            pt: "O usuário do Balcão precisa poder gravar na pasta, e o disco precisa ter espaço.",
                            en: "The user of Balcão has to be able to write to the folder, and the disk needs space.",
                            es: "El usuario de Balcão debe poder escribir en la carpeta, y el disco necesita espacio.",
                        )
                    } else {
                        labels!(
                            pt: "Confira files-endpoint, o nome do bucket, AWS_ACCESS_KEY_ID e AWS_SECRET_ACCESS_KEY, e se a chave pode gravar, ler, listar e apagar.",
                            en: "Check files-endpoint, the bucket's name, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that the key may put, get, list and delete.",
                            es: "Revise files-endpoint, el nombre del bucket, AWS_ACCESS_KEY_ID y AWS_SECRET_ACCESS_KEY, y que la clave pueda grabar, leer, listar y borrar.",
                        )
                    },
                )
            }
        }
    }

    /// Whether what was read is what was written. What a failure leaves behind is collected.
    async fn try_all(&self) -> std::io::Result<bool> {
        let (objects, id) = (self.objects(), FileId::new());
        let written: Vec<u8> = (0..=u8::MAX).cycle().take(70_000).collect();
        let mut writing = objects.write(id);
        writing.put(written.clone()).await?;
        writing.finish().await?.claim();
        let whole = objects.whole(id).await?;
        let part = objects.range(id, 256..512).await?;
        objects.remove(id).await?;
        Ok(whole == written && part == written[256..512])
    }
}

/// The rest of an S3 server's answer is a page of XML.
fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(200).collect()
}
