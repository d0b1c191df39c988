//! Documents in base64: pictures of a request, declaration, contract.

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use domain::{
    assessment::Problem,
    evidence::{MAX_IMAGE_BYTES, Media},
};
use serde::Deserialize;
use serde_json::Value;

use super::{request::kind_named, unexpected};
use crate::{
    error::{Operation, SyncError},
    remote::{Declaration, EvidenceSet, RemoteEvidence},
};

/// With or without padding: both occur.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The pictures in the answer of `pl_get_documents`, newest of each kind;
/// documents that are not pictures are passed over.
pub(crate) fn pictures(answer: Vec<Value>) -> EvidenceSet {
    let mut set = EvidenceSet::default();
    for entry in answer {
        let Some(kind) = entry
            .get("type")
            .and_then(Value::as_str)
            .and_then(kind_named)
            .filter(|kind| kind.is_image())
        else {
            continue;
        };
        set.pieces.retain(|piece| piece.kind != kind);
        set.problems.retain(|problem| problem.evidence != kind);
        match picture(entry.get("document")) {
            Ok(bytes) => set.pieces.push(RemoteEvidence { kind, bytes }),
            Err(code) => set.problems.push(Problem {
                evidence: kind,
                code: code.to_owned(),
            }),
        }
    }
    set.pieces.sort_by_key(|piece| piece.kind);
    set
}

fn picture(document: Option<&Value>) -> Result<Vec<u8>, &'static str> {
    let bytes = document
        .and_then(Value::as_str)
        .and_then(decoded)
        .ok_or("undecodable")?;
    match bytes.len() as u64 {
        0 => Err("empty"),
        length if length > MAX_IMAGE_BYTES => Err("too_large"),
        _ => Ok(bytes),
    }
}

/// The contract in the answer of `pl_get_document`: a list of one, or that one.
pub(crate) fn contract(answer: &Value) -> Result<Vec<u8>, SyncError> {
    let wrong = |what: &str| unexpected(Operation::Contract, what);
    let entry = match answer.as_array() {
        Some(list) => list.first().ok_or_else(|| wrong("no document"))?,
        None => answer,
    };
    let bytes = entry
        .get("document")
        .and_then(Value::as_str)
        .and_then(decoded)
        .ok_or_else(|| wrong("no document in base64"))?;
    if Media::sniff(&bytes) != Media::Pdf {
        return Err(wrong("a document that is no PDF"));
    }
    Ok(bytes)
}

/// The answer of `generates_tbs_receipt`.
#[derive(Deserialize)]
pub(crate) struct Receipt {
    serial_number: String,
    receipt: String,
}

impl TryFrom<Receipt> for Declaration {
    type Error = SyncError;

    fn try_from(receipt: Receipt) -> Result<Self, SyncError> {
        if receipt.serial_number.trim().is_empty() || receipt.receipt.trim().is_empty() {
            return Err(unexpected(Operation::Declaration, "an empty declaration"));
        }
        Ok(Self {
            serial_number: receipt.serial_number,
            text: receipt.receipt.into(),
        })
    }
}

/// The bytes behind `text`: line breaks and the front of a data URL are set aside.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let text = match text.strip_prefix("data:") {
        Some(url) => url.split_once("base64,")?.1,
        None => text,
    };
    if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        let packed: Vec<u8> = text
            .bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        return BASE64.decode(packed).ok();
    }
    BASE64.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use domain::evidence::Kind;
    use serde_json::json;

    use super::*;

    #[test]
    fn base64_is_read_in_each_of_its_dresses() {
        for text in [
            "AQIDBA==",
            "AQIDBA",
            "AQID\r\nBA==\n",
            "data:image/png;base64,AQIDBA==",
        ] {
            assert_eq!(decoded(text).as_deref(), Some(&[1, 2, 3, 4][..]), "{text}");
        }
        for text in ["AQID!A==", "data:text/plain,hello", "A"] {
            assert_eq!(decoded(text), None, "{text}");
        }
    }

    #[test]
    fn a_bad_picture_does_not_spoil_the_others() {
        let set = pictures(vec![
            json!({"pk": 1, "type": "document_front", "document": "AQID"}),
            json!({"pk": 2, "type": "document_rear", "document": "%%%"}),
            json!({"pk": 3, "type": "document_owner", "document": ""}),
            json!({"pk": 4, "type": "document_photo"}),
            json!({"pk": 5, "type": "signed_contract", "document": "AQID"}),
            json!({"pk": 6, "type": "contract", "document": "AQID"}),
            json!({"document": "AQID"}),
            json!(7),
        ]);
        assert_eq!(set.pieces.len(), 1);
        assert_eq!(set.pieces[0].kind, Kind::DocumentFront);
        let problems: Vec<(Kind, &str)> = set
            .problems
            .iter()
            .map(|it| (it.evidence, it.code.as_str()))
            .collect();
        assert_eq!(
            problems,
            [
                (Kind::DocumentRear, "undecodable"),
                (Kind::Selfie, "empty"),
                (Kind::DocumentPhoto, "undecodable")
            ]
        );
    }

    #[test]
    fn the_newest_of_a_kind_counts() {
        let set = pictures(vec![
            json!({"type": "document_front", "document": "!"}),
            json!({"type": "document_front", "document": "AQID"}),
            json!({"type": "document_front", "document": "BAUG"}),
        ]);
        assert_eq!(
            set.pieces,
            [RemoteEvidence {
                kind: Kind::DocumentFront,
                bytes: vec![4, 5, 6]
            }]
        );
        assert!(set.problems.is_empty());
    }

    #[test]
    fn a_picture_over_twenty_megabytes_is_a_problem() {
        let large = BASE64.encode(vec![0; MAX_IMAGE_BYTES as usize + 1]);
        let set = pictures(vec![json!({"type": "document_front", "document": large})]);
        assert_eq!(set.problems[0].code, "too_large");
    }

    #[test]
    fn a_contract_must_be_a_pdf() {
        let pdf = BASE64.encode("%PDF-1.7 and so on");
        assert!(contract(&json!([{"document": pdf, "type": "contract"}])).is_ok());
        assert!(contract(&json!({"document": pdf})).is_ok());
        for wrong in [
            json!([]),
            json!([{"document": "AQID"}]),
            json!([{"type": "contract"}]),
            json!("x"),
        ] {
            let error = contract(&wrong).expect_err("no contract");
            assert_eq!(error.code(), "unexpected_answer");
        }
    }
}
