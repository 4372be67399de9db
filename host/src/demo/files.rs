//! Files of the customers who are shown around: a photo, a signed contract, a note. Drawn here, so that
//! the demonstration needs no file beside the binary. All others have none: a hundred thousand customers
//! cost nothing more.

use balcao_desk::contracts::NewContract;
use balcao_desk::requests::NewRequest;
use balcao_files::{Details, Files, Subject, records};
use balcao_store::Tx;
use chrono::{DateTime, TimeDelta, Utc};

use super::DemoError;
use super::picture;
use super::random::Ids;

/// Who gets files, and in which request they were handed over.
#[derive(Debug, Clone)]
pub struct Shown {
    contract: NewContract,
    visit: NewRequest,
}

impl Shown {
    /// A customer's files come with a request of theirs.
    pub fn new(contract: NewContract, visit: NewRequest) -> Self {
        Self { contract, visit }
    }

    /// Keeps their files.
    pub async fn keep(&self, tx: &mut Tx, files: &Files, ids: &mut Ids) -> Result<(), DemoError> {
        let mut at = self.visit.opened_at;
        for (subject, name, title, kind, visible, bytes) in [
            (Subject::Document, "contrato.pdf", "Contrato de adesão assinado", "contract", true, self.pdf()),
            (Subject::Attachment, "onu-da-sala.png", "ONU depois da troca", "photo", true, picture::onu()),
            (Subject::Attachment, "medicao.txt", "Medição da visita", "technical-report", false, note()),
        ] {
            at += TimeDelta::minutes(7);
            let mut receiving = files.receive(0)?;
            receiving.write(&bytes).await?;
            let received = receiving.finish(name, &[]).await?;
            let file = files.keep(tx, received, at).await?;
            let details = Details {
                title: title.into(),
                description: String::new(),
                kind: kind.into(),
                valid_until: None,
                visible,
            };
            self.record(tx, ids, subject, file, details, at).await?;
        }
        Ok(())
    }

    async fn record(
        &self,
        tx: &mut Tx,
        ids: &mut Ids,
        subject: Subject,
        file: balcao_files::FileId,
        details: Details,
        at: DateTime<Utc>,
    ) -> Result<(), DemoError> {
        let record = records::NewRecord {
            id: records::RecordId(ids.at(at)),
            subject,
            company: self.visit.company,
            person: self.visit.person,
            request: self.visit.id,
            tag: None,
            file,
            details,
            added_by: self.visit.opened_by,
            added_at: at,
        };
        Ok(records::insert_many(tx, &[record]).await?)
    }

    /// A page with a few lines on it.
    fn pdf(&self) -> Vec<u8> {
        let NewContract { number, plan, included_on, .. } = &self.contract;
        let lines = [
            "CONTRATO DE ADESAO (DEMONSTRACAO)".to_owned(),
            format!("Contrato {number} - {plan}"),
            format!("Assinado em {}", included_on.format("%d/%m/%Y")),
        ];
        let mut text = "BT /F1 14 Tf 60 780 Td 22 TL".to_owned();
        for line in lines {
            text.push_str(&format!(" ({}) Tj T*", line.replace(['(', ')', '\\'], " ")));
        }
        text.push_str(" ET");
        pdf(&text)
    }
}

/// A PDF of one page with this content.
fn pdf(content: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let table = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    let size = objects.len() + 1;
    out.push_str(&format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    out.into_bytes()
}

fn note() -> Vec<u8> {
    "Visita técnica\nSinal antes: -27,9 dBm\nSinal depois da troca do conector: -19,4 dBm\n".into()
}
