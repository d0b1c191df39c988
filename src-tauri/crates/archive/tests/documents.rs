//! The documents as PDF files.

use std::fs;

use archive::pdf::{
    Contract, Declaration, Document, Images, Language, OperatorSignature, Picture, Provider,
    Signer, Timeline, TimelineAnswer, TimelineLine, Typesetter,
};
use jiff::Timestamp;

const PROVIDER: Provider<'_> = Provider {
    name: "Banca Esempio S.p.A.",
    address: Some("Via Esempio 1, 10121 Torino"),
    tax_number: Some("12345678903"),
    contact: Some("identificazione@banca.example"),
};

const OPERATOR: OperatorSignature<'_> = OperatorSignature {
    name: "Paola Esempio",
    document_number: Some("CA00000AA"),
    code: Some("1400"),
};

const SIGNER: Signer<'_> = Signer {
    surname: "Rossi",
    given_name: "Maria",
    birth_date: Some("6 novembre 1977"),
    birth_place: Some("Roma (RM)"),
    birth_country: None,
    tax_code: Some("RSSMRA77S46H501R"),
    document_type: Some("Carta d’identità"),
    document_number: Some("CA00000AA"),
    document_issuer: None,
    document_expiry: Some("6 novembre 2033"),
    email: Some("maria.rossi@posta.example"),
    phone: None,
};

#[test]
fn every_document_is_pdf_a_2b_with_embedded_fonts() {
    let jpeg = jpeg();
    for (name, document) in [
        ("declaration", Document::Declaration(&declaration(SIGNER))),
        (
            "contract-it",
            Document::Contract(&contract(Language::Italian)),
        ),
        (
            "contract-en",
            Document::Contract(&contract(Language::English)),
        ),
        ("images", Document::Images(&images(&jpeg))),
        (
            "timeline-it",
            Document::Timeline(&timeline(Language::Italian)),
        ),
        (
            "timeline-en",
            Document::Timeline(&timeline(Language::English)),
        ),
    ] {
        let pdf = Typesetter::new().render(&document, at()).expect(name);
        keep(name, &pdf);
        let text = String::from_utf8_lossy(&pdf);
        assert!(
            text.contains("pdfaid:part>2<") || text.contains("pdfaid:part=\"2\""),
            "{name}"
        );
        assert!(text.contains("FontFile"), "{name} embeds its fonts");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let declaration = declaration(SIGNER);
    let render = || {
        Typesetter::new()
            .render(&Document::Declaration(&declaration), at())
            .expect("a document")
    };
    assert!(render() == render(), "byte for byte");
}

#[test]
fn a_jpeg_is_embedded_byte_for_byte() {
    let jpeg = jpeg();
    let pdf = Typesetter::new()
        .render(&Document::Images(&images(&jpeg)), at())
        .expect("a document");
    assert!(pdf.windows(jpeg.len()).any(|window| window == jpeg));
}

#[test]
fn a_damaged_picture_gives_a_page_and_no_error() {
    for bytes in [&b""[..], b"\xFF\xD8\xFF\xE0", b"GIF89a", &jpeg()[..40]] {
        let pdf = Typesetter::new().render(&Document::Images(&images(bytes)), at());
        assert!(pdf.is_ok(), "{} bytes: {pdf:?}", bytes.len());
    }
}

#[test]
fn a_name_in_letters_without_a_glyph_does_not_stop_the_document() {
    let signer = Signer {
        surname: "王",
        given_name: "小明 \u{1F600}\u{7}",
        ..SIGNER
    };
    let declaration = declaration(signer);
    let pdf = Typesetter::new().render(&Document::Declaration(&declaration), at());
    assert!(pdf.is_ok(), "{pdf:?}");
}

fn declaration(signer: Signer<'_>) -> Declaration<'_> {
    Declaration {
        language: Language::Italian,
        serial_number: "3ef3696d2939241d",
        request_id: "25319",
        receipt: "La sottoscritta Paola Esempio,\r\ntitolare del documento CA00000AA,\r\n\r\nDICHIARA \
                  di avere identificato la persona indicata sotto.",
        provider: PROVIDER,
        operator: OPERATOR,
        signer,
        date: "1 marzo 2026, ore 10:00",
    }
}

fn contract(language: Language) -> Contract<'static> {
    Contract {
        language,
        request_id: "25319",
        service: "Certificato qualificato di firma elettronica a distanza",
        provider: PROVIDER,
        operator: OPERATOR,
        signer: SIGNER,
        date: "1 marzo 2026",
    }
}

/// Both languages have words for every event, and the same ones.
#[test]
fn a_timeline_has_a_word_for_every_event() {
    let template = include_str!("../templates/timeline.typ");
    for event in EVENTS {
        assert!(domain::audit::Event::from_name(event).is_some(), "{event}");
        let words = template.matches(&format!("      {event}: \"")).count();
        assert_eq!(words, 2, "{event} in two languages");
    }
}

/// What a reader of the printed timeline gets to see, in order.
#[test]
fn a_timeline_says_what_the_log_says() {
    let mut timeline = timeline(Language::English);
    timeline.lines.truncate(3);
    insta::assert_json_snapshot!("timeline", timeline);
}

#[test]
fn a_timeline_of_many_entries_goes_over_many_pages() {
    let mut long = timeline(Language::Italian);
    let lines = std::mem::take(&mut long.lines);
    long.lines = lines.into_iter().cycle().take(200).collect();
    let short = timeline(Language::Italian);
    let render = |timeline: &Timeline<'_>| {
        Typesetter::new()
            .render(&Document::Timeline(timeline), at())
            .expect("a document")
    };
    assert!(render(&long).len() > render(&short).len());
}

const EVENTS: [&str; 24] = [
    "store_created",
    "operator_created",
    "signed_in",
    "sign_in_failed",
    "signed_out",
    "session_received",
    "session_mended",
    "pieces_received",
    "assessed",
    "claimed",
    "released",
    "viewed",
    "field_reviewed",
    "snapshot_kept",
    "note_added",
    "decided",
    "decision_undone",
    "documents_shown",
    "delivered",
    "delivery_refused",
    "state_changed",
    "exported",
    "code_sent",
    "code_checked",
];

fn timeline(language: Language) -> Timeline<'static> {
    let line = |(place, event): (usize, &'static str)| TimelineLine {
        sequence: 100 + place as u64,
        at: "01/03/2026 10:00:00".to_owned(),
        who: if place % 2 == 0 {
            String::new()
        } else {
            "Paola Esempio".to_owned()
        },
        event,
        detail: format!(
            r#"{{"evidence":["{}"],"state":"validated"}}"#,
            "ab".repeat(32)
        ),
        digest: "0f".repeat(32),
    };
    Timeline {
        language,
        request_id: "25319",
        session: "019ac6a2-8f2c-7c1e-9a3b-0242ac120002",
        provider: PROVIDER,
        printed_by: "Paola Esempio",
        date: "1 marzo 2026, ore 10:00",
        lines: EVENTS.into_iter().enumerate().map(line).collect(),
        answers: vec![TimelineAnswer {
            item: "hologram",
            answer: "yes",
            seen: "video 00:04.200".to_owned(),
            at: "01/03/2026 09:58:00".to_owned(),
            who: "Paola Esempio".to_owned(),
        }],
    }
}

fn images(bytes: &[u8]) -> Images<'_> {
    let file = "images/01-document-front.jpg";
    let caption = "Documento, fronte";
    Images {
        language: Language::Italian,
        request_id: "25319",
        pictures: vec![
            Picture {
                caption,
                file,
                bytes,
            },
            Picture {
                caption: "Selfie",
                file: "images/02-selfie.jpg",
                bytes,
            },
        ],
    }
}

/// A small JPEG with something on it.
fn jpeg() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(48, 32, |x, y| {
        image::Rgb([(x * 5) as u8, (y * 7) as u8, 128])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .expect("a JPEG");
    bytes.into_inner()
}

fn at() -> Timestamp {
    "2026-03-01T09:00:00Z".parse().expect("a timestamp")
}

/// Leaves the document where `SPORTELLO_KEEP_DOCUMENTS` says, to be looked at.
fn keep(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("SPORTELLO_KEEP_DOCUMENTS") {
        let path = std::path::PathBuf::from(folder).join(format!("{name}.pdf"));
        fs::write(path, pdf).expect("the folder is there");
    }
}
