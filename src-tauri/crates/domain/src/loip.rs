//! The level of identity proofing a session reaches, and what each check
//! proves for it: ETSI TS 119 461 V2.1.1 (2025-02).
//!
//! Start at [`reached`]; [`support`] is the table of checks and clauses.

use crate::check::Check;

/// A level of identity proofing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Loip {
    /// Baseline.
    Baseline,
    /// Extended.
    Extended,
}

impl Loip {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Extended => "extended",
        }
    }

    /// The level behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Baseline, Self::Extended]
            .into_iter()
            .find(|level| level.name() == name)
    }

    /// The object identifier of the policy:
    /// `itu-t(0) identified-organization(4) etsi(0) 19461 policy-identifiers(1)`.
    #[must_use]
    pub const fn oid(self) -> &'static str {
        match self {
            Self::Baseline => "0.4.0.19461.1.1",
            Self::Extended => "0.4.0.19461.1.2",
        }
    }
}

/// Who judges something: an officer, the engine, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Judges {
    /// A registration officer does.
    pub officer: bool,
    /// The engine does.
    pub engine: bool,
}

impl Judges {
    const fn both(self) -> bool {
        self.officer && self.engine
    }
}

/// How an unattended remote session (clause 9.2.3) is proofed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Proofing {
    /// Who validates the document.
    pub document: Judges,
    /// Whether the chip of the document was read and verified.
    pub chip: bool,
    /// Who binds the person to the document by the face.
    pub face: Judges,
    /// [`crate::policy::Policy::laboratory_evaluated`].
    pub laboratory_evaluated: bool,
}

/// The level that `proofing` reaches once it ends well; `None` where it
/// reaches none.
///
/// - Somebody looks at document and face, alone or beside the engine: Baseline
///   (9.2.3.2, manual; 9.2.3.3, combined document and manual face).
/// - Officer and engine bind the face, and the document is validated from its
///   chip or by both: Extended is open (9.2.3.3), for engines whose detection
///   of attacks was evaluated (BIN-8.4.2-04A, -07X).
/// - Nobody looks: only a digital document counts (9.2.3.4), that is a chip.
#[must_use]
pub const fn reached(proofing: Proofing) -> Option<Loip> {
    let Proofing {
        document,
        chip,
        face,
        laboratory_evaluated,
    } = proofing;
    let document_counts = chip || document.officer;
    let face_counts = face.officer || (chip && face.engine);
    if !document_counts || !face_counts {
        return None;
    }
    if laboratory_evaluated && face.both() && (chip || document.both()) {
        return Some(Loip::Extended);
    }
    Some(Loip::Baseline)
}

/// What a check is decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// What is printed on the document or coded in it.
    DocumentData,
    /// Pictures of the document.
    DocumentPicture,
    /// Pictures of both sides of the document.
    BothSides,
    /// The moving picture of the face.
    FaceVideo,
    /// What the person said, and what was read.
    Declaration,
    /// A message to the person's telephone.
    Telephone,
}

/// What the standard asks for in a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Support {
    /// What it is decided on.
    pub basis: Basis,
    /// The requirements it is evidence for; none where the standard, as far as
    /// it was read, does not ask for the check.
    pub clauses: &'static [&'static str],
}

/// What `check` is decided on, and the requirements it is evidence for.
///
/// VAL-8.3.3-10: issuer, validity and number are recorded. VAL-8.3.3-12X: the
/// zone is extracted, validated and compared with the visual zone. VAL-8.3.3-04B:
/// images of each side. VAL-8.3.3-07X: security features are verified.
/// BIN-8.4.2-02X and -03X: presentation attacks and deepfakes are detected.
/// BIN-8.4.2-01: the face is filmed at proofing time. ISS-8.5.2-02X: the
/// evidence documents what was used.
#[must_use]
pub const fn support(check: Check) -> Support {
    let (basis, clauses): (Basis, &'static [&'static str]) = match check {
        Check::NonExpired => (Basis::DocumentData, &["VAL-8.3.3-10"]),
        Check::DataIntegrity => (Basis::DocumentData, &["VAL-8.3.3-12X"]),
        Check::DocumentsMatch => (Basis::Declaration, &["VAL-8.3.3-10", "ISS-8.5.2-02X"]),
        Check::SidesMatch => (Basis::BothSides, &["VAL-8.3.3-04B"]),
        Check::NotBwCopy => (Basis::DocumentPicture, &["VAL-8.3.3-07X"]),
        Check::NotFaceSpoofing => (Basis::FaceVideo, &["BIN-8.4.2-02X", "BIN-8.4.2-03X"]),
        Check::LivenessDetected => (Basis::FaceVideo, &["BIN-8.4.2-01", "BIN-8.4.2-02X"]),
        Check::NotUnderage => (Basis::DocumentData, &[]),
        Check::TaxCodeMatch => (Basis::Declaration, &[]),
        Check::HealthCardNotExpired => (Basis::DocumentPicture, &[]),
        Check::OtpValidation => (Basis::Telephone, &[]),
    };
    Support { basis, clauses }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY: Judges = Judges {
        officer: false,
        engine: false,
    };
    const OFFICER: Judges = Judges {
        officer: true,
        engine: false,
    };
    const ENGINE: Judges = Judges {
        officer: false,
        engine: true,
    };
    const BOTH: Judges = Judges {
        officer: true,
        engine: true,
    };

    #[test]
    fn what_only_people_look_at_is_never_more_than_baseline() {
        check(OFFICER, false, OFFICER, Some(Loip::Baseline));
        check(BOTH, false, OFFICER, Some(Loip::Baseline));
        check(OFFICER, false, BOTH, Some(Loip::Baseline));
        check(OFFICER, true, OFFICER, Some(Loip::Baseline));
    }

    #[test]
    fn people_and_engine_together_may_reach_extended() {
        check(BOTH, false, BOTH, Some(Loip::Extended));
        check(ENGINE, true, BOTH, Some(Loip::Extended));
    }

    #[test]
    fn nothing_is_reached_without_people_unless_a_chip_was_read() {
        check(ENGINE, false, ENGINE, None);
        check(ENGINE, true, ENGINE, Some(Loip::Baseline));
        check(ENGINE, true, NOBODY, None);
        check(NOBODY, false, OFFICER, None);
    }

    #[test]
    fn an_engine_that_no_laboratory_saw_claims_baseline() {
        let proofing = Proofing {
            document: BOTH,
            chip: true,
            face: BOTH,
            laboratory_evaluated: false,
        };
        assert_eq!(reached(proofing), Some(Loip::Baseline));
    }

    #[test]
    fn levels_survive_their_names() {
        for level in [Loip::Baseline, Loip::Extended] {
            assert_eq!(Loip::from_name(level.name()), Some(level));
        }
    }

    #[test]
    fn every_clause_is_cited_in_its_own_form() {
        for check in Check::ALL {
            for clause in support(check).clauses {
                let known = ["VAL-8.3.3-", "BIN-8.4.2-", "ISS-8.5.2-"];
                assert!(
                    known.iter().any(|prefix| clause.starts_with(prefix)),
                    "{clause}"
                );
            }
        }
    }

    #[track_caller]
    fn check(document: Judges, chip: bool, face: Judges, expected: Option<Loip>) {
        let proofing = Proofing {
            document,
            chip,
            face,
            laboratory_evaluated: true,
        };
        assert_eq!(reached(proofing), expected, "{proofing:?}");
    }
}
