//! Whole rendered sessions, from files to a verdict: each story ends as it
//! should, and for the right reason.

use std::path::Path;

use domain::{
    Level,
    advice::Advice,
    assessment::{Assessment, ProcessType, Status},
    check::{Answer, Check, Reason, Sign},
    evidence::{Kind, Place},
    feature::{self, Presence},
    field::{Declared, Name},
    loip::Loip,
    quality::{Measure, Subject},
};
use engine::Unwatched;
use jiff::civil::{Date, date};
use test_support::{
    portrait::{self, Portrait, Sitter},
    session::{DemoSession, Story, Studio},
    video,
};
use workflow::verification::{EmbeddedVerifier, Input, Verifier as _};

const TODAY: Date = date(2026, 11, 21);

#[test]
fn every_story_ends_as_it_should() {
    let Some(models) = models() else {
        return;
    };
    let studio = Studio::open(&models).expect("portraits and ffmpeg are there");
    let verifier = EmbeddedVerifier::new(&models);
    let render = |story| studio.render(story).expect("fonts are there");
    let verify = |session: &DemoSession| {
        let input = input(session);
        let found = verifier.verify(&input, &mut Unwatched);
        found.expect("the engine runs")
    };

    let genuine = verify(&render(Story::Genuine));
    check("genuine", &genuine, Status::Accepted, &[]);
    assert_eq!(genuine.face.level(), Some(Level::High));
    assert_eq!(genuine.loip, Some(Loip::Baseline));
    yes(
        &genuine,
        &[
            Check::LivenessDetected,
            Check::NotFaceSpoofing,
            Check::SidesMatch,
            Check::NotBwCopy,
        ],
    );
    features(&genuine);
    poor("genuine", &genuine, &[]);
    let shown = genuine.findings.iter().flat_map(|finding| &finding.seen);
    assert!(
        shown
            .clone()
            .any(|spot| matches!(spot.place, Place::Area(_)))
            && shown
                .clone()
                .any(|spot| matches!(spot.place, Place::Time(_))),
        "findings point at parts of pictures and at times of the video"
    );

    let wrong_face = verify(&render(Story::WrongFace));
    check("wrong face", &wrong_face, Status::Inconclusive, &[]);
    assert_eq!(wrong_face.face.level(), Some(Level::VeryLow));

    let expired = verify(&render(Story::Expired));
    check("expired", &expired, Status::Rejected, &[Check::NonExpired]);

    let tax_code = verify(&render(Story::OtherTaxCode));
    check(
        "another's tax code",
        &tax_code,
        Status::Rejected,
        &[Check::DataIntegrity, Check::TaxCodeMatch],
    );

    let birth_date = verify(&render(Story::OtherBirthDate));
    check(
        "another date of birth",
        &birth_date,
        Status::Rejected,
        &[Check::DocumentsMatch],
    );

    let blurred = verify(&render(Story::BlurredRear));
    check("a blurred rear", &blurred, Status::Inconclusive, &[]);
    let rear = (Kind::DocumentRear, Measure::Sharpness, Advice::HoldStill);
    poor("a blurred rear", &blurred, &[rear]);

    let dark = verify(&render(Story::DarkSelfie));
    check("a dark selfie", &dark, Status::Accepted, &[]);
    let selfie = (Kind::Selfie, Measure::Underexposure, Advice::MoreLight);
    poor("a dark selfie", &dark, &[selfie]);

    let minor = verify(&render(Story::Minor));
    check("minor", &minor, Status::Rejected, &[Check::NotUnderage]);

    let copied = studio.photocopied(Story::Genuine).expect("fonts are there");
    let copied = verify(&copied);
    check(
        "a photocopy",
        &copied,
        Status::Rejected,
        &[Check::NotBwCopy],
    );
    let finding = copied
        .findings
        .iter()
        .find(|finding| finding.check == Check::NotBwCopy)
        .expect("every check is answered");
    assert_eq!(finding.reason, Reason::Seen(vec![Sign::NoColour]));
    assert!(
        finding
            .seen
            .iter()
            .all(|spot| matches!(spot.place, Place::Area(_))),
        "the document is pointed at"
    );

    let mut replayed = render(Story::Genuine);
    let scene = Portrait::load(&models, Sitter::Astronaut)
        .expect("a portrait")
        .scene();
    replayed.video = Some(video::of_still(&scene, video::Take::SHORT).expect("ffmpeg is there"));
    check(
        "a photograph before the camera",
        &verify(&replayed),
        Status::Rejected,
        &[Check::NotFaceSpoofing, Check::LivenessDetected],
    );
}

/// `failing` in the order of [`Check::ALL`].
#[track_caller]
fn check(name: &str, found: &Assessment, status: Status, failing: &[Check]) {
    let said: Vec<_> = found
        .findings
        .iter()
        .map(|finding| (finding.check.name(), finding.answer, &finding.reason))
        .collect();
    let failed: Vec<Check> = found
        .findings
        .iter()
        .filter(|finding| finding.answer == Answer::No)
        .map(|finding| finding.check)
        .collect();
    assert_eq!(failed, failing, "{name}: {said:#?}");
    assert_eq!(found.status, status, "{name}: {:?}, {said:#?}", found.face);
}

/// Exactly `expected` is poor, and each is pointed at in its picture.
#[track_caller]
fn poor(name: &str, found: &Assessment, expected: &[(Kind, Measure, Advice)]) {
    let measured: Vec<_> = found
        .quality
        .iter()
        .map(|picture| (picture.evidence, picture.subject))
        .collect();
    assert_eq!(
        measured,
        [
            (Kind::DocumentFront, Subject::Document),
            (Kind::DocumentRear, Subject::Document),
            (Kind::DocumentFront, Subject::Face),
            (Kind::Selfie, Subject::Face),
        ],
        "{name}"
    );
    let mut failing = Vec::new();
    for picture in &found.quality {
        for measured in picture.report.failing() {
            failing.push((picture.evidence, measured.measure, measured.advice));
            let spots = picture.seen(measured);
            assert!(
                spots
                    .iter()
                    .all(|spot| matches!(spot.place, Place::Area(_))),
                "{name}: {spots:?}"
            );
        }
    }
    assert_eq!(failing, expected, "{name}: {:#?}", found.quality);
}

/// The drawn card shows everything that a still can show.
#[track_caller]
fn features(found: &Assessment) {
    let seen: Vec<(feature::Name, Presence)> = found
        .features
        .iter()
        .map(|feature| (feature.name, feature.presence))
        .collect();
    let shown = |name| (name, Presence::Found);
    assert_eq!(
        seen,
        [
            shown(feature::Name::Header),
            shown(feature::Name::Photo),
            shown(feature::Name::Signature),
            shown(feature::Name::Mrz),
            shown(feature::Name::Chip),
            shown(feature::Name::BarCode),
            shown(feature::Name::GhostPortrait),
            (feature::Name::Ovi1, Presence::NotAssessable),
        ],
        "{:#?}",
        found.features
    );
}

#[track_caller]
fn yes(found: &Assessment, checks: &[Check]) {
    for check in checks {
        let finding = found
            .findings
            .iter()
            .find(|finding| finding.check == *check);
        let finding = finding.expect("every check is answered");
        assert_eq!(finding.answer, Answer::Yes, "{finding:?}");
    }
}

fn input(session: &DemoSession) -> Input {
    let declared = &session.declared;
    let mut pictures = vec![(Kind::DocumentFront, session.front.clone())];
    pictures.extend(
        session
            .rear
            .iter()
            .map(|rear| (Kind::DocumentRear, rear.clone())),
    );
    pictures.push((Kind::Selfie, session.selfie.clone()));
    Input {
        process: ProcessType::High,
        declared: [
            (Name::GivenName, declared.first_name.as_str()),
            (Name::Surname, &declared.last_name),
            (Name::Sex, declared.sex.letter()),
            (Name::BirthDate, &declared.birth_date),
            (Name::BirthPlace, &declared.birth_place),
            (Name::TaxCode, &declared.tax_code),
        ]
        .map(|(field, value)| Declared {
            field,
            value: value.into(),
        })
        .to_vec(),
        captured: Vec::new(),
        reported: Vec::new(),
        pictures,
        video: session.video.clone(),
        problems: Vec::new(),
        failure: None,
        today: TODAY,
    }
}

/// The folder of models where everything a session needs was fetched.
fn models() -> Option<std::path::PathBuf> {
    let models = portrait::models().filter(|models| is_complete(models));
    if models.is_none() {
        eprintln!("SKIPPED: verdicts of whole sessions (run `cargo xtask setup`)");
    }
    models
}

fn is_complete(models: &Path) -> bool {
    models.join("fetched/blazeface.onnx").is_file()
}
