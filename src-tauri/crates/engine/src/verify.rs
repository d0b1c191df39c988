//! A whole session: pictures, recording and data in, an assessment out.
//!
//! Start at [`Engine::verify`].

mod agreement;
mod complete;
mod dates;
mod declared;
mod document;
mod faces;
mod film;
mod integrity;
mod looks;
mod originals;
mod papers;
mod pictures;
mod presence;
mod quality;
mod read;
mod sides;
mod values;

use std::{fs, ops::ControlFlow, path::Path, thread};

use domain::{
    assessment::{Assessment, Problem, ProcessType, Status},
    check::{Answer, Check, FaceFinding, Finding},
    evidence::{Digest, Kind},
    failure::FailReason,
    field::{Declared, Reading},
    loip::{self, Judges, Loip, Proofing},
    place::PlaceTable,
    policy::Policy,
    verdict::{Grounds, conclude},
};
use image::RgbImage;
use jiff::civil::Date;

use crate::{
    error::EngineError,
    face::{Descriptor, FaceEngine},
    heap,
    imaging::Limits,
    manifest::{Models, PLACES},
    policy,
    quality::QualityPolicy,
    threads::joined,
};
use complete::complete;
use read::Read;
use values::Values;

/// The engine with its models loaded. Shared between threads as it is.
pub struct Engine {
    faces: FaceEngine,
    papers: papers::Reader,
    places: PlaceTable,
    policy: Policy,
    quality: QualityPolicy,
}

/// A session to be assessed. Pictures are files as they were received.
pub struct Case<'a> {
    /// By which rules the verdict is made.
    pub process: ProcessType,
    /// What the request declared.
    pub declared: &'a [Declared],
    /// What the capture read.
    pub captured: &'a [Reading],
    /// What the capture checked.
    pub reported: &'a [(Check, bool)],
    /// The pictures.
    pub pictures: Vec<(Kind, &'a [u8])>,
    /// The recording.
    pub footage: Option<&'a mut dyn Footage>,
    /// Evidence that was unusable before it came here.
    pub problems: &'a [Problem],
    /// What kept the capture from being completed, where something did.
    pub failure: Option<&'a FailReason>,
    /// The civil date at the counter.
    pub today: Date,
}

/// A recording that gives its frames when asked, on a thread of its own.
pub trait Footage: Send {
    /// Hands the frames to `take` one by one with their time in milliseconds
    /// from the first: upright RGB, one every
    /// [`crate::liveness::SAMPLE_EVERY_MS`], their longer side at most
    /// [`crate::liveness::LONGER_SIDE_PX`]. Ends where `take` breaks. Memory
    /// stays the same however long the recording is.
    ///
    /// # Errors
    ///
    /// The stable code of what is wrong with the recording, after the frames
    /// before it were handed over.
    fn stream(
        &mut self,
        take: &mut dyn FnMut(u32, &RgbImage) -> ControlFlow<()>,
    ) -> Result<(), String>;
}

/// A step of an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Opening the pictures.
    OpenPictures,
    /// Reading the document.
    ReadDocument,
    /// Opening the recording.
    OpenVideo,
    /// Comparing the faces.
    CompareFaces,
    /// Comparing the data, the tax code among them.
    CompareData,
    /// Making the verdict.
    Conclude,
}

impl Step {
    /// How many steps there are.
    pub const COUNT: u16 = 6;
}

/// Somebody wants the assessment to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the assessment was stopped")]
pub struct Stopped;

/// Who is told of each step, and may say stop before it.
pub trait Watch {
    /// Called before each step, in order.
    ///
    /// # Errors
    ///
    /// [`Stopped`] ends the assessment here.
    fn begin(&mut self, step: Step) -> Result<(), Stopped>;

    /// Called with the face of the selfie, where it could be described.
    fn saw_face(&mut self, _face: &Descriptor) {}
}

/// Watches nothing and never stops.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn begin(&mut self, _step: Step) -> Result<(), Stopped> {
        Ok(())
    }
}

impl Engine {
    /// Loads the models in `folder`, and the policies beside them.
    ///
    /// # Errors
    ///
    /// A missing or altered file, by its name; a policy that is none.
    pub fn open(folder: &Path) -> Result<Self, EngineError> {
        heap::share();
        let models = Models::open(folder)?;
        // Half of the models beside the other half.
        let (people, papers) = thread::scope(|scope| {
            let people = scope.spawn(|| -> Result<_, EngineError> {
                Ok((FaceEngine::open(&models)?, places(&models)?))
            });
            let papers = papers::Reader::open(&models);
            (joined(people), papers)
        });
        let (faces, places) = people?;
        Ok(Self {
            faces,
            papers: papers?,
            places,
            policy: policy::among(folder)?,
            quality: QualityPolicy::among(folder)?,
        })
    }

    /// The engine, to decide by `policy`.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// The engine, to measure the quality of pictures by `quality`.
    #[must_use]
    pub fn with_quality(self, quality: QualityPolicy) -> Self {
        Self { quality, ..self }
    }

    /// Assesses `case`.
    ///
    /// Unusable evidence is no error: it is listed as a problem, and the
    /// checks that needed it are *not assessable*.
    ///
    /// # Errors
    ///
    /// When a model does not run, or `watch` stops it.
    pub fn verify(&self, case: Case<'_>, watch: &mut dyn Watch) -> Result<Assessment, EngineError> {
        let today = case.today;
        let mut problems = case.problems.to_vec();

        watch.begin(Step::OpenPictures)?;
        let (pictures, unusable) = pictures::open(&case.pictures, &Limits::default());
        problems.extend(unusable);

        watch.begin(Step::ReadDocument)?;
        // Document and person are looked at beside each other: different
        // models, the same pictures.
        let describer = faces::Describer {
            engine: &self.faces,
            pictures: &pictures,
            problems: case.problems,
            policy: &self.quality.face,
        };
        let (papers, person) = thread::scope(|scope| {
            let person = scope.spawn(|| -> Result<_, EngineError> {
                let stills = describer.stills()?;
                let film = match case.footage {
                    Some(footage) => film::watch(&self.faces, footage)?.map(Some),
                    None => Ok(None),
                };
                Ok((stills, film))
            });
            let documents = &self.quality.document;
            let papers = self.papers.read(&self.faces, &pictures, today, documents);
            (papers, joined(person))
        });
        let papers::Papers {
            zone,
            reads: printed,
            looks,
            mut quality,
        } = papers?;
        let mut reads: Vec<Read> = case.captured.iter().map(Read::reported).collect();
        reads.extend(printed);

        watch.begin(Step::OpenVideo)?;
        let (stills, film) = person?;
        let film = film.unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });

        watch.begin(Step::CompareFaces)?;
        if let Some(face) = stills.face() {
            watch.saw_face(face);
        }
        quality.extend(stills.quality().cloned());
        let face = faces::compare(&stills, film.as_ref().map(|film| &film.liveness));

        watch.begin(Step::CompareData)?;
        let values = Values {
            declared: case.declared,
            reads: &reads,
        };
        let present: Vec<Kind> = pictures.iter().map(|(kind, _)| *kind).collect();
        let (documents_match, mut differences) = declared::documents_match(values);
        let (tax_code_match, said) = declared::tax_code_match(values, &self.places, today);
        differences.extend(said);

        watch.begin(Step::Conclude)?;
        let mut judged = vec![
            dates::non_expired(values, today),
            dates::not_underage(values, self.policy.of_age_years, today),
            integrity::data_integrity(
                zone.as_ref().map(|zone| (&zone.reading, zone.spot)),
                &reads,
                &self.places,
                today,
            ),
            documents_match,
            tax_code_match,
            sides::sides_match(&reads, &present),
            dates::health_card(values, present.contains(&Kind::HealthCardFront), today),
        ];
        judged.push(originals::not_copy(&looks.originals, &present));
        judged.extend(presence::findings(film.as_ref(), &problems));
        let findings = complete(&judged, case.reported);
        let features = looks.features;
        let status = conclude(
            self.policy.rules(case.process),
            Grounds {
                findings: &findings,
                face: &face,
                features: &features,
                failure: case.failure,
            },
        );
        let fail_reason = (status == Status::Failed).then(|| {
            case.failure
                .cloned()
                .unwrap_or_else(|| illegible(&case.pictures))
        });
        Ok(Assessment {
            process: case.process,
            status,
            loip: self.level(case.process, &findings, &face),
            findings,
            face,
            features,
            quality,
            readings: reads.into_iter().map(|read| read.reading).collect(),
            differences,
            mrz: zone.as_ref().map(|zone| document::summary(&zone.reading)),
            problems,
            fail_reason,
            engine: concat!("sportello-engine ", env!("CARGO_PKG_VERSION")).to_owned(),
            took_ms: 0,
        })
    }

    /// The level of identity proofing a session of `process` reaches when it
    /// is accepted. No chip is read here.
    fn level(
        &self,
        process: ProcessType,
        findings: &[Finding],
        face: &FaceFinding,
    ) -> Option<Loip> {
        let officer = match process {
            ProcessType::High => true,
            ProcessType::Substantial | ProcessType::SubstantialFullyAuto => false,
        };
        let validated = findings
            .iter()
            .any(|finding| finding.check == Check::DataIntegrity && finding.answer == Answer::Yes);
        loip::reached(Proofing {
            document: Judges {
                officer,
                engine: validated,
            },
            chip: false,
            face: Judges {
                officer,
                engine: face.level().is_some(),
            },
            laboratory_evaluated: self.policy.laboratory_evaluated,
        })
    }
}

/// Nothing of `pictures` could be used.
fn illegible(pictures: &[(Kind, &[u8])]) -> FailReason {
    let bytes: Vec<u8> = pictures
        .iter()
        .flat_map(|(_, bytes)| Digest::of(bytes).0)
        .collect();
    FailReason::illegible_document(&bytes)
}

/// The table of municipalities and countries among the models.
///
/// # Errors
///
/// When the file is missing, altered or not a table.
pub fn places(models: &Models) -> Result<PlaceTable, EngineError> {
    let path = models.path(PLACES)?;
    let text = fs::read_to_string(&path).map_err(|source| EngineError::Unreadable {
        path: path.clone(),
        source,
    })?;
    Ok(PlaceTable::parse(&text)?)
}
