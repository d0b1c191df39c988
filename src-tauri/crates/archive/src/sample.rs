//! A case for tests. Nobody in it exists.

use domain::{
    Level, Similarity,
    advice::Advice,
    assessment::{Assessment, MrzSummary, ProcessType, Status},
    audit::{Actor, Entry, Event, Record},
    check::{Answer, Check, FaceFinding, Finding, Reason},
    checklist::{FaceFeature, Item, Question, SecurityFeature},
    decision::{Decision, Finality, Outcome, Refusal, RefusalReason},
    evidence::{Area, Digest, Kind, Media, Spot},
    feature::{self, Feature, Presence, Side},
    field::{Against, Declared, Difference, Name, Reading, Review, Source},
    id::{OperatorId, RaoId, SessionId},
    loip::Loip,
    operator::{Operator, Role, Standing},
    quality::{Bound, Measure, Measured, PictureQuality, Report, Subject, Unit},
    register::{Listing, Query, Wanted},
};
use jiff::Timestamp;

use crate::{
    audit::AuditLink,
    case::{Checked, Edit, Exhibit, Kept, Replaced, Reviewed, SealedCase, Times},
};

/// What a case borrows from.
pub(crate) struct Sample {
    declared: Vec<Declared>,
    reviews: Vec<Reviewed>,
    edits: Vec<Edit>,
    snapshots: Vec<Kept>,
    replaced: Vec<Replaced>,
    assessment: Assessment,
    checklist: Vec<Checked>,
    query: Query,
    decisions: Vec<Decision>,
    operator: Operator,
}

impl Sample {
    pub(crate) fn new() -> Self {
        Self {
            declared: declared(),
            reviews: reviews(),
            edits: edits(),
            snapshots: vec![Kept {
                digest: Digest::of(b"frame"),
                of: Digest::of(b"\0\0\0\x18ftypmp42 video"),
                at_ms: 4_200,
                operator: operator(),
                at: at("09:07:30"),
            }],
            replaced: vec![Replaced {
                kind: Kind::DocumentRear,
                media: Media::Jpeg,
                size_bytes: 5,
                digest: Digest::of(b"blurred"),
                at: at("09:04:00"),
            }],
            assessment: assessment(),
            checklist: checklist(),
            query: Query {
                wanted: Wanted::new("CA00000AA", "ITA"),
                listing: Listing::NotListed,
                as_of: Some(at("06:00:00")),
                operator: operator(),
                at: at("09:07:00"),
            },
            decisions: decisions(),
            operator: Operator {
                id: operator(),
                user_name: "p.esempio".into(),
                display_name: "Paola Esempio".into(),
                role: Role::Rao,
                standing: Standing::Active,
                rao_id: RaoId("1400".into()),
                rao_user_name: "rao1400".into(),
            },
        }
    }

    pub(crate) fn case<'a>(
        &'a self,
        evidence: &'a [Exhibit<'a>],
        audit: &'a [AuditLink],
    ) -> SealedCase<'a> {
        SealedCase {
            session: session(),
            request_id: "25319",
            declared: &self.declared,
            reviews: &self.reviews,
            edits: &self.edits,
            assessment: Some(&self.assessment),
            checklist: &self.checklist,
            register: Some(&self.query),
            decisions: &self.decisions,
            operator: &self.operator,
            times: Times {
                accepted: None,
                received: Some(at("09:00:00")),
                claimed: Some(at("09:05:00")),
                decided: Some(at("09:10:00")),
                completed: Some(at("09:10:12")),
                sealed: at("09:30:00"),
            },
            evidence,
            snapshots: &self.snapshots,
            replaced: &self.replaced,
            audit,
        }
    }
}

/// The surname was revised, then open again, then revised once more.
fn edits() -> Vec<Edit> {
    let edit = |minute: &str, operator, review| Edit {
        field: Name::Surname,
        at: at(minute),
        operator,
        review,
    };
    vec![
        edit(
            "09:03:00",
            Some(operator()),
            Review::Revised("ESEMPI".into()),
        ),
        edit("09:04:00", None, Review::NotReviewed),
        edit(
            "09:06:00",
            Some(operator()),
            Review::Revised("ESEMPIO".into()),
        ),
    ]
}

/// One small exhibit of each sort.
pub(crate) const EVIDENCE: [Exhibit<'static>; 5] = [
    Exhibit {
        kind: Kind::Contract,
        bytes: b"%PDF-1.7 contract",
    },
    Exhibit {
        kind: Kind::Video,
        bytes: b"\0\0\0\x18ftypmp42 video",
    },
    Exhibit {
        kind: Kind::Selfie,
        bytes: b"\xFF\xD8\xFF\xE0 selfie",
    },
    Exhibit {
        kind: Kind::DocumentFront,
        bytes: b"\x89PNG\r\n\x1a\n front",
    },
    Exhibit {
        kind: Kind::Declaration,
        bytes: b"%PDF-1.7 declaration",
    },
];

fn checklist() -> Vec<Checked> {
    let area = Area {
        x: 610,
        y: 120,
        width: 180,
        height: 140,
    };
    [
        (
            Item::Security(SecurityFeature::Hologram),
            Answer::Yes,
            Some(Spot::video_at(4_200)),
        ),
        (
            Item::Security(SecurityFeature::Microprint),
            Answer::Yes,
            Some(Spot::area(Kind::DocumentFront, area)),
        ),
        (Item::Question(Question::MrzAgrees), Answer::Yes, None),
        (Item::Face(FaceFeature::Ears), Answer::NotAssessable, None),
    ]
    .map(|(item, answer, seen)| Checked {
        item,
        answer,
        operator: operator(),
        at: at("09:08:00"),
        seen,
    })
    .into()
}

/// Entries 7 to 9 of a log; 8 is about another case.
pub(crate) fn audit() -> Vec<AuditLink> {
    let mut previous = [7; 32];
    [(7, Event::Claimed), (8, Event::Viewed), (9, Event::Decided)]
        .into_iter()
        .map(|(sequence, event)| {
            let record = Record {
                at: at("09:05:00"),
                actor: Actor::Operator(operator()),
                event,
                session: Some(session()),
                detail: "{\"code\":1}".into(),
            };
            let entry = Entry {
                sequence,
                record,
                previous,
            };
            let before = previous;
            previous = entry.digest();
            if event == Event::Viewed {
                let digest = previous;
                AuditLink::Other {
                    sequence,
                    previous: before,
                    digest,
                }
            } else {
                AuditLink::Entry(entry)
            }
        })
        .collect()
}

fn declared() -> Vec<Declared> {
    [
        (Name::GivenName, "Maria"),
        (Name::Surname, "Rosi"),
        (Name::BirthPlace, "Roma"),
        (Name::BirthDate, "1977-11-06"),
        (Name::Phone, "+390000000000"),
    ]
    .map(|(field, value)| Declared {
        field,
        value: value.into(),
    })
    .into()
}

fn reviews() -> Vec<Reviewed> {
    vec![
        Reviewed {
            field: Name::Surname,
            review: Review::Revised("Rossi".into()),
        },
        Reviewed {
            field: Name::GivenName,
            review: Review::Approved("Maria".into()),
        },
        Reviewed {
            field: Name::Phone,
            review: Review::Rejected,
        },
    ]
}

const AREA: Area = Area {
    x: 60,
    y: 420,
    width: 890,
    height: 150,
};

fn assessment() -> Assessment {
    let similarity = Similarity::from_distance(0.31);
    assert_eq!(similarity.level(), Level::High);
    let until = "2033-11-06".parse().expect("a date");
    Assessment {
        process: ProcessType::High,
        status: Status::Inconclusive,
        findings: vec![
            Finding::new(Check::NonExpired, Answer::Yes, Reason::ValidUntil(until)),
            Finding::new(
                Check::DocumentsMatch,
                Answer::No,
                Reason::Disagrees(vec![Name::Surname]),
            )
            .seen_at([Spot::area(Kind::DocumentRear, AREA), Spot::video_at(4_250)]),
            Finding::new(
                Check::LivenessDetected,
                Answer::NotAssessable,
                Reason::NoMethod,
            ),
        ],
        face: FaceFinding::Compared {
            similarity,
            frames: 3,
            several: vec![Kind::Selfie],
        },
        features: vec![
            Feature {
                name: feature::Name::Photo,
                presence: Presence::Found,
                side: Side::Data,
                area: Some(AREA),
            },
            Feature {
                name: feature::Name::Ovi1,
                presence: Presence::NotAssessable,
                side: Side::Data,
                area: None,
            },
        ],
        quality: vec![PictureQuality {
            evidence: Kind::DocumentRear,
            subject: Subject::Document,
            area: Some(AREA),
            report: Report {
                measures: vec![
                    Measured::new(
                        Measure::Sharpness,
                        Some(4.6),
                        Unit::Pixels,
                        (Bound::AtMost, 1.6),
                        Advice::HoldStill,
                    ),
                    Measured::new(
                        Measure::Cover,
                        None,
                        Unit::Share,
                        (Bound::AtMost, 0.015),
                        Advice::UncoverDocument,
                    ),
                ],
            },
        }],
        readings: [
            (Name::Surname, "ROSSI"),
            (Name::DocumentNumber, "CA00000AA"),
        ]
        .map(|(field, value)| Reading {
            field,
            source: Source::Mrz,
            value: value.into(),
            seen: None,
        })
        .into(),
        differences: vec![Difference {
            field: Name::Surname,
            against: Against::Read(Source::Mrz),
            says: "ROSSI".into(),
        }],
        mrz: Some(MrzSummary {
            format: "TD1".into(),
            lines: vec!["C<ITACA00000AA<<<<<<<<<<<<<<<<".into()],
            valid: true,
            repaired: 1,
        }),
        problems: Vec::new(),
        fail_reason: None,
        loip: Some(Loip::Baseline),
        engine: "engine 0.1.0".into(),
        took_ms: 1200,
    }
}

fn decisions() -> Vec<Decision> {
    let refusal = Refusal {
        reason: RefusalReason::DataMismatch,
        text: "The surname is another.".into(),
        finality: Finality::Repeatable,
    };
    vec![Decision {
        id: "01890000-0000-7000-8000-00000000000d"
            .parse()
            .expect("an id"),
        session: session(),
        operator: operator(),
        at: at("09:10:00"),
        outcome: Outcome::Refuse(refusal),
    }]
}

fn session() -> SessionId {
    "01890000-0000-7000-8000-000000000001"
        .parse()
        .expect("an id")
}

fn operator() -> OperatorId {
    "01890000-0000-7000-8000-000000000002"
        .parse()
        .expect("an id")
}

fn at(time: &str) -> Timestamp {
    format!("2026-03-01T{time}Z").parse().expect("a timestamp")
}
