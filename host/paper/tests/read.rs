//! What others read in the file: poppler draws it, zbar reads the codes, a screen reader the structure.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use balcao_brazil::Money;
use balcao_brazil::pix::{PixCharge, PixCode};
use balcao_brazil::slip::{Barcode, SlipParts};
use balcao_paper::{Logo, PaperError, Party, Pix, SecondCopy, Slip, second_copy};
use chrono::{Days, NaiveDate};

fn slip(at: u32) -> Slip {
    let due = NaiveDate::from_ymd_opt(2026, 12, 10).unwrap() + Days::new(u64::from(at) * 31);
    let amount = Money(9_990 + i64::from(at) * 1_017);
    let free_field = format!("000000{:019}", 1_234_567_890_123_456_789u64 / u64::from(at + 1));
    let parts = SlipParts { bank: "001", due: Some(due), amount, free_field: &free_field };
    let url = format!("pix.example.com/qr/v2/cobv/93598be0-1bd0-4997-8318-81776a1d8a{at:02}");
    let pix =
        PixCode { charge: PixCharge::Dynamic { url }, name: "Vertente Fibra".into(), city: "CANOAS".into() };
    Slip {
        invoice: format!("FAT{:08}", 41 + at),
        contract: "2024-000318".into(),
        our_number: format!("{:017}", 31_790_000 + at),
        barcode: Barcode::build(&parts).unwrap(),
        pix: Some(Pix { text: pix.encode().unwrap(), by_hand: false }),
        amount,
        due,
        instructions: vec![
            "Após o vencimento: multa de 2,00 % e juros de 1,00 % ao mês, contados por dia.".into(),
            "Pagável em qualquer banco até 59 dias após o vencimento.".into(),
        ],
    }
}

fn copy(slips: u32) -> SecondCopy {
    SecondCopy {
        payee: Party {
            name: "Vertente Fibra Telecomunicações Ltda".into(),
            tax_id: Some("48.291.537/0001-56".into()),
        },
        logo: None,
        payer: Party {
            name: "Otávio Brandão Sampaio".into(), tax_id: Some("•••.982.247-••".into())
        },
        made_on: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        slips: (0..slips).map(slip).collect(),
        mark: None,
    }
}

struct Kept {
    folder: tempfile::TempDir,
    pdf: PathBuf,
}

fn kept(copy: &SecondCopy) -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("copy.pdf");
    std::fs::write(&pdf, second_copy(copy).unwrap()).unwrap();
    Kept { folder, pdf }
}

/// What a program of Debian's `poppler-utils` or `zbar-tools` prints.
fn printed(program: &str, arguments: &[&str], file: &Path, then: &[&str]) -> String {
    let run = Command::new(program).args(arguments).arg(file).args(then).output();
    let run = run.unwrap_or_else(|error| panic!("{program} (poppler-utils, zbar-tools): {error}"));
    assert!(run.status.success(), "{program}: {}", String::from_utf8_lossy(&run.stderr));
    // Headings bear their words as UTF-16, which pdfinfo prints as they are.
    String::from_utf8_lossy(&run.stdout).into_owned()
}

/// What a scanner reads on a page that is drawn with so many dots to the inch.
fn scanned(kept: &Kept, page: usize, dots: u32) -> Vec<String> {
    let (page, dots) = (page.to_string(), dots.to_string());
    let picture = kept.folder.path().join(format!("page-{page}-{dots}"));
    let drawn = picture.to_str().unwrap();
    printed(
        "pdftoppm",
        &["-r", &dots, "-f", &page, "-l", &page, "-singlefile", "-gray"],
        &kept.pdf,
        &[drawn],
    );
    let mut codes: Vec<String> =
        printed("zbarimg", &["--quiet", "--set", "i25.enable=1"], &picture.with_extension("pgm"), &[])
            .lines()
            .map(str::to_owned)
            .collect();
    codes.sort();
    codes
}

#[test]
fn a_scanner_reads_what_the_bank_registered() {
    for (slips, dots) in [(1, 150), (1, 200), (3, 300)] {
        let copy = copy(slips);
        let kept = kept(&copy);
        for (at, slip) in copy.slips.iter().enumerate() {
            let pix = &slip.pix.as_ref().unwrap().text;
            assert_eq!(
                scanned(&kept, at + 1, dots),
                [format!("I2/5:{}", slip.barcode.as_str()), format!("QR-Code:{pix}")],
                "page {at} at {dots} dots"
            );
        }
    }
}

#[test]
fn text_is_read_back_in_its_order_and_whole() {
    let copy = copy(2);
    let kept = kept(&copy);
    let text = printed("pdftotext", &["-raw"], &kept.pdf, &["-"]);
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert_eq!(pages.len(), 2);
    for (page, slip) in pages.iter().zip(&copy.slips) {
        let due = slip.due.format("%d/%m/%Y").to_string();
        let line = slip.barcode.line().formatted();
        let amount = slip.amount.to_string();
        let mut from = 0;
        for expected in [
            "Vertente Fibra Telecomunicações Ltda",
            &format!("2ª via da fatura {}", slip.invoice),
            "Emitida em 24/11/2026",
            "Otávio Brandão Sampaio",
            "•••.982.247-••",
            "48.291.537/0001-56",
            &due,
            &amount,
            "Pague com PIX",
            "Instruções",
            "multa de 2,00 % e juros de 1,00 % ao mês",
            "Boleto bancário",
            "001-9",
            &line,
            &slip.our_number,
        ] {
            let found = page[from..].find(expected);
            from += found.unwrap_or_else(|| panic!("{expected:?} comes next in:\n{}", &page[from..]));
        }
        let joined = page.replace(['\n', ' '], "");
        assert!(joined.contains(&slip.pix.as_ref().unwrap().text.replace(' ', "")), "the PIX text is whole");
    }
}

#[test]
fn a_screen_reader_finds_language_title_headings_and_words_for_pictures() {
    let copy = copy(2);
    let kept = kept(&copy);
    let told = printed("pdfinfo", &[], &kept.pdf, &[]);
    assert!(told.contains("Tagged:          yes"), "{told}");
    assert!(told.contains("2ª via de 2 faturas"), "{told}");
    let structure = printed("pdfinfo", &["-struct-text"], &kept.pdf, &[]);
    for expected in ["Document", "H1", "H2", "L (block)", "LBody", "Figure"] {
        assert!(structure.contains(expected), "{expected} in\n{structure}");
    }
    let bytes = std::fs::read(&kept.pdf).unwrap();
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("/Lang(pt-BR)") || has("/Lang (pt-BR)"), "the language is said");
    let first = structure.find("2ª via da fatura FAT00000041").unwrap();
    let second = structure.find("2ª via da fatura FAT00000042").unwrap();
    assert!(first < second && structure[first..second].contains("Linha digitável"), "page after page");
}

#[test]
fn one_slip_and_twenty_stay_small_and_quick() {
    // Once, to read the fonts.
    second_copy(&copy(1)).unwrap();
    let logo = Logo::from_png(include_bytes!("logo.png")).unwrap();
    for slips in [1, 20] {
        let copy = SecondCopy { logo: Some(logo.clone()), ..copy(slips) };
        let mut times: Vec<Duration> = (0..5)
            .map(|_| {
                let begun = Instant::now();
                second_copy(&copy).unwrap();
                begun.elapsed()
            })
            .collect();
        times.sort();
        let bytes = second_copy(&copy).unwrap().len();
        println!("{slips} slips: {bytes} bytes, {:?} (median of 5)", times[2]);
        if slips == 1 {
            assert!(bytes < 100_000, "{bytes} bytes");
        }
    }
}

#[test]
fn a_logo_and_a_mark_are_drawn_and_a_customer_may_have_any_name() {
    let mut copy = copy(1);
    copy.logo = Some(Logo::from_png(include_bytes!("logo.png")).unwrap());
    copy.mark = Some("DEMONSTRAÇÃO: este boleto não pode ser pago.".into());
    copy.payer.name = format!("Œuvre 日本 {} \u{202e}\u{0}", "Nascimento ".repeat(30));
    copy.slips[0].pix.as_mut().unwrap().by_hand = true;
    let kept = kept(&copy);
    let text = printed("pdftotext", &["-raw"], &kept.pdf, &["-"]);
    assert!(text.contains("DEMONSTRAÇÃO: este boleto não pode ser pago."), "{text}");
    assert!(text.contains("Este PIX é conferido à mão"), "{text}");
    assert!(text.contains("Œuvre ?? Nascimento"), "{text}");
    let structure = printed("pdfinfo", &["-struct-text"], &kept.pdf, &[]);
    assert_eq!(structure.matches("Figure").count(), 3, "logo, QR code, bars:\n{structure}");
    assert_eq!(scanned(&kept, 1, 200).len(), 2);
}

#[test]
fn what_could_not_be_paid_is_not_drawn() {
    let mut wrong = copy(1);
    wrong.slips[0].pix.as_mut().unwrap().text.push('0');
    assert!(matches!(second_copy(&wrong), Err(PaperError::Pix(..))));
    wrong.slips.clear();
    assert!(matches!(second_copy(&wrong), Err(PaperError::Nothing)));
}
