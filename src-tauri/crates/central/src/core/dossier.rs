//! A decided session as the archive wants it.

use archive::{AuditLink, Exhibit, ImagesAs, SealOptions, SealedCase, Times, seal};
use domain::{
    Similarity,
    assessment::{Assessment, ProcessType},
    check::{Answer, Check, FaceFinding, Finding, Reason},
    decision,
    evidence::Kind,
    field::{Declared, Name, Reading, Source},
    id::{RaoId, SessionId},
    operator::{Operator, Role, Standing},
    policy::Policy,
    verdict::{Grounds, conclude},
};
use jiff::Timestamp;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::{
    Central, audit,
    decision::{Outcome, operator_id},
    officer::Officer,
    readings::{CheckMark, Readings, Resemblance},
    request::Request,
};
use crate::CentralError;

/// The RA field of each datum.
const FIELDS: [(Name, &str); 17] = [
    (Name::Surname, "surname_1"),
    (Name::GivenName, "given_name"),
    (Name::Sex, "sex"),
    (Name::BirthDate, "birth_date"),
    (Name::BirthPlace, "birth_city"),
    (Name::BirthCountry, "birth_country"),
    (Name::Citizenship, "citizenship"),
    (Name::TaxCode, "citizen_tax_number"),
    (Name::DocumentNumber, "serial_number"),
    (Name::IssuingCountry, "id_document_country"),
    (Name::IssueDate, "id_document_issue_date"),
    (Name::ExpiryDate, "id_document_validity"),
    (Name::Issuer, "id_document_issuer"),
    (Name::Email, "email"),
    (Name::Phone, "mobile_phone_number"),
    (Name::HealthCardNumber, "health_card_number"),
    (Name::HealthCardExpiry, "health_card_expiry"),
];

/// Everything that goes into an archive of an approved session.
pub(crate) struct Dossier {
    session: SessionId,
    request_id: String,
    declared: Vec<Declared>,
    assessment: Option<Assessment>,
    decisions: Vec<decision::Decision>,
    operator: Operator,
    times: Times,
    files: Vec<(Kind, domain::evidence::Digest)>,
    audit: Vec<AuditLink>,
    images: ImagesAs,
}

impl Dossier {
    /// Gathers what is known of `request`, evidence aside.
    pub(crate) async fn gather(
        central: &Central,
        db: &mut SqliteConnection,
        request: &Request,
    ) -> Result<Self, CentralError> {
        let rao = request
            .decided_by(Outcome::Approve)
            .ok_or(CentralError::Damaged("an approved request"))?;
        let officer = Officer::find(db, rao).await?;
        let session = audit::session_id(request)?;
        Ok(Self {
            session,
            request_id: request.pk.to_string(),
            declared: declared(request),
            assessment: request.readings.as_ref().and_then(assessment),
            decisions: decisions(request, session),
            operator: operator(&officer),
            times: times(central, request),
            files: request
                .evidence
                .iter()
                .map(|piece| (piece.kind, piece.digest))
                .collect(),
            audit: audit::links(db, request).await?,
            images: images(request),
        })
    }

    /// Seals the dossier into a file without a name, read from its beginning.
    /// Reads all evidence: not for a thread that answers.
    pub(crate) fn seal(self, central: &Central) -> Result<std::fs::File, CentralError> {
        let mut contents = Vec::with_capacity(self.files.len());
        for (kind, digest) in &self.files {
            contents.push((*kind, central.files().read(*digest)?));
        }
        let evidence: Vec<Exhibit<'_>> = contents
            .iter()
            .map(|(kind, bytes)| Exhibit { kind: *kind, bytes })
            .collect();
        let case = SealedCase {
            session: self.session,
            request_id: &self.request_id,
            declared: &self.declared,
            reviews: &[],
            edits: &[],
            assessment: self.assessment.as_ref(),
            checklist: &[],
            register: None,
            decisions: &self.decisions,
            operator: &self.operator,
            times: self.times,
            evidence: &evidence,
            snapshots: &[],
            replaced: &[],
            audit: &self.audit,
        };
        let mut file = central.files().unnamed()?;
        let options = SealOptions {
            images: self.images,
            ..SealOptions::default()
        };
        seal(&case, &mut file, &options)
            .map_err(|error| CentralError::Archive(error.to_string()))?;
        std::io::Seek::rewind(&mut file).map_err(CentralError::io("read", "a sealed archive"))?;
        Ok(file)
    }
}

fn declared(request: &Request) -> Vec<Declared> {
    FIELDS
        .into_iter()
        .filter_map(|(field, name)| {
            let value = request.declared.get(name)?.into();
            Some(Declared { field, value })
        })
        .collect()
}

/// What the capture reported, as an assessment of its own. Without a
/// similarity there is none: nothing is said of faces then.
fn assessment(readings: &Readings) -> Option<Assessment> {
    let face = FaceFinding::Compared {
        similarity: similarity(readings.similarity?),
        frames: 0,
        several: Vec::new(),
    };
    let findings: Vec<Finding> = readings
        .checks
        .iter()
        .filter_map(|(name, mark)| {
            let answer = match mark {
                CheckMark::Passed => Answer::Yes,
                CheckMark::Failed => Answer::No,
            };
            let check = Check::from_registration_authority(name)?;
            Some(Finding::new(check, answer, Reason::Reported))
        })
        .collect();
    let process = ProcessType::High;
    Some(Assessment {
        process,
        status: conclude(
            Policy::default().rules(process),
            Grounds {
                findings: &findings,
                face: &face,
                features: &[],
                failure: None,
            },
        ),
        findings,
        face,
        features: Vec::new(),
        quality: Vec::new(),
        readings: FIELDS
            .into_iter()
            .filter_map(|(field, name)| {
                let value = readings.text(name)?.into();
                let source = Source::Capture;
                Some(Reading {
                    field,
                    source,
                    value,
                    seen: None,
                })
            })
            .collect(),
        differences: Vec::new(),
        mrz: None,
        problems: Vec::new(),
        fail_reason: None,
        // Nothing was proofed here.
        loip: None,
        engine: "reported by the capture".to_owned(),
        took_ms: 0,
    })
}

/// A reported similarity on the domain's scale: the largest distance that has its
/// score and its level. A level alone counts as its lower bound.
fn similarity(reported: Resemblance) -> Similarity {
    let score = reported.score.unwrap_or(match reported.level {
        domain::Level::High => 80,
        domain::Level::Medium => 60,
        domain::Level::Low => 40,
        domain::Level::VeryLow => 0,
    });
    (0..=1_000_u16)
        .rev()
        .map(|step| Similarity::from_distance(f32::from(step) / 1_000.0))
        .find(|it| it.score() >= score && it.level() >= reported.level)
        .unwrap_or(Similarity::from_distance(0.0))
}

fn decisions(request: &Request, session: SessionId) -> Vec<decision::Decision> {
    request
        .decisions
        .iter()
        .filter_map(|noted| {
            let outcome = match noted.outcome {
                Outcome::Validate => decision::Outcome::Validate,
                Outcome::Approve => decision::Outcome::Approve,
                // An approved session was never refused.
                Outcome::Refuse => return None,
            };
            Some(decision::Decision {
                id: noted.id,
                session,
                operator: operator_id(noted.rao),
                at: noted.at,
                outcome,
            })
        })
        .collect()
}

fn operator(officer: &Officer) -> Operator {
    Operator {
        id: operator_id(officer.pk),
        user_name: officer.user_name.clone(),
        display_name: format!("{} {}", officer.given_name, officer.surname_1),
        role: Role::Rao,
        standing: Standing::Active,
        rao_id: RaoId(officer.pk.to_string()),
        rao_user_name: officer.user_name.clone(),
    }
}

fn times(central: &Central, request: &Request) -> Times {
    let accepted = request
        .readings
        .as_ref()
        .and_then(|readings| readings.acceptance.reveal().get("date"))
        .and_then(Value::as_i64)
        .and_then(|at| Timestamp::from_millisecond(at).ok());
    Times {
        accepted,
        received: None,
        claimed: None,
        decided: request.decided_at,
        completed: request.decided_at,
        sealed: central.now(),
    }
}

fn images(request: &Request) -> ImagesAs {
    let as_pdf = request
        .partner
        .as_ref()
        .and_then(|partner| partner.object("output"))
        .and_then(|output| output.get("imagesAsPdf"))
        .and_then(Value::as_bool);
    match as_pdf {
        Some(true) => ImagesAs::Pdf,
        Some(false) | None => ImagesAs::Files,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Level;

    #[test]
    fn a_reported_similarity_keeps_its_level_and_its_score() {
        for (level, score) in [
            (Level::High, Some(93)),
            (Level::High, None),
            (Level::Medium, Some(60)),
            (Level::Low, None),
            (Level::VeryLow, Some(3)),
            (Level::VeryLow, None),
        ] {
            let similarity = similarity(Resemblance { level, score });
            assert_eq!(similarity.level(), level, "{score:?}");
            if let Some(score) = score {
                assert_eq!(similarity.score(), score);
            }
        }
    }
}
