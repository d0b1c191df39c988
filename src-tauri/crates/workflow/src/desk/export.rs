//! Exporting a case as an archive, and verifying one.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{BufReader, Write as _},
    path::{Path, PathBuf},
};

use archive::{
    AuditLink, Checked, Edit, Exhibit, Kept, Replaced, Report, Reviewed, SealOptions, SealedCase,
    Times,
};
use domain::{
    audit::{self, Actor, Entry, Event},
    evidence::{Digest, Kind, Spot},
    id::SessionId,
    operator::{Act, Operator},
};
use store::{Cause, Delivery};
use zeroize::Zeroizing;

use super::{CaseFile, Desk};
use crate::WorkflowError;

pub use archive::ImagesAs as Images;

/// How many audit entries are read at a time.
const PAGE: u32 = 1000;

/// An archive that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedArchive {
    /// Where.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256.
    pub digest: Digest,
}

impl Desk {
    /// Seals a case into an archive at `path`. The file appears when it is
    /// whole; one of the same name is replaced.
    ///
    /// # Errors
    ///
    /// When the role does not allow it, evidence was altered, or the file
    /// cannot be written.
    pub async fn export(
        &self,
        session: SessionId,
        path: &Path,
        images: Images,
    ) -> Result<ExportedArchive, WorkflowError> {
        let operator = self.permitted(Act::Export)?;
        let file = self.file(session).await?;
        let mut evidence = Vec::new();
        for record in &file.session.evidence {
            evidence.push((
                record.kind,
                self.inner.store.read_evidence(record.id).await?,
            ));
        }
        let links = self.links(session).await?;
        let sealed_at = self.inner.clock.now();
        let target = path.to_owned();
        let written = tokio::task::spawn_blocking(move || {
            let case = Bundle {
                file,
                operator,
                evidence,
                links,
            };
            write(&case, &target, sealed_at, images)
        })
        .await
        .map_err(|_| WorkflowError::Interrupted)??;
        let operator = self.permitted(Act::Export)?;
        let detail = serde_json::json!({ "sha256": written.digest.to_hex() }).to_string();
        self.audit(
            Actor::Operator(operator.id),
            Event::Exported,
            session,
            &detail,
        )
        .await?;
        self.changed(session);
        Ok(written)
    }

    /// Verifies the archive at `path`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is no archive.
    pub async fn verify_archive(&self, path: &Path) -> Result<Report, WorkflowError> {
        self.permitted(Act::View)?;
        let path = path.to_owned();
        tokio::task::spawn_blocking(move || {
            let file = File::open(&path).map_err(|source| WorkflowError::File {
                what: "the archive",
                source,
            })?;
            Ok(archive::verify(BufReader::new(file))?)
        })
        .await
        .map_err(|_| WorkflowError::Interrupted)?
    }

    /// The audit log from the first to the last entry about `session`; of
    /// other entries in between only the digests.
    async fn links(&self, session: SessionId) -> Result<Vec<AuditLink>, WorkflowError> {
        let own = self.inner.store.audit_of(session).await?;
        let (Some(first), Some(last)) = (own.first(), own.last()) else {
            return Ok(Vec::new());
        };
        let (mut next, last) = (first.sequence, last.sequence);
        let mut links = Vec::new();
        while next <= last {
            let page = self.inner.store.audit_all(next, PAGE).await?;
            let Some(end) = page.last().map(|entry| entry.sequence) else {
                break;
            };
            links.extend(
                page.into_iter()
                    .filter(|entry| entry.sequence <= last)
                    .map(|entry| link(entry, session)),
            );
            next = end + 1;
        }
        Ok(links)
    }
}

/// Everything that goes into an archive.
struct Bundle {
    file: CaseFile,
    operator: Operator,
    evidence: Vec<(Kind, Zeroizing<Vec<u8>>)>,
    links: Vec<AuditLink>,
}

fn link(entry: Entry, session: SessionId) -> AuditLink {
    if entry.record.session == Some(session) {
        return AuditLink::Entry(entry);
    }
    AuditLink::Other {
        sequence: entry.sequence,
        previous: entry.previous,
        digest: entry.digest(),
    }
}

fn write(
    bundle: &Bundle,
    path: &Path,
    sealed: jiff::Timestamp,
    images: Images,
) -> Result<ExportedArchive, WorkflowError> {
    let file = |source| WorkflowError::File {
        what: "the archive",
        source,
    };
    let partial = path.with_extension("zip.part");
    let mut out = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(&partial)
        .map_err(file)?;
    let record = &bundle.file.session;
    let request_id = record.central_key.to_string();
    let decisions: Vec<_> = bundle
        .file
        .decisions
        .iter()
        .map(|record| record.decision.clone())
        .collect();
    let reviews: Vec<_> = bundle
        .file
        .reviews
        .iter()
        .map(|review| Reviewed {
            field: review.field,
            review: review.review.clone(),
        })
        .collect();
    let edits: Vec<_> = bundle
        .file
        .review_history
        .iter()
        .map(|review| Edit {
            field: review.field,
            at: review.at,
            operator: match review.cause {
                Cause::Operator => Some(review.operator),
                Cause::PieceReplaced => None,
            },
            review: review.review.clone(),
        })
        .collect();
    let replaced: Vec<_> = bundle
        .file
        .superseded
        .iter()
        .map(|piece| Replaced {
            kind: piece.record.kind,
            media: piece.record.media,
            size_bytes: piece.record.size_bytes,
            digest: piece.record.digest,
            at: piece.at,
        })
        .collect();
    let snapshots = kept(&bundle.file);
    let checklist = checked(&bundle.file);
    let exhibits: Vec<_> = bundle
        .evidence
        .iter()
        .map(|(kind, bytes)| Exhibit { kind: *kind, bytes })
        .collect();
    let case = SealedCase {
        session: record.id,
        request_id: &request_id,
        declared: &record.declared,
        reviews: &reviews,
        edits: &edits,
        assessment: bundle.file.assessment.as_ref(),
        checklist: &checklist,
        register: bundle.file.checklist.query.as_ref(),
        decisions: &decisions,
        operator: &bundle.operator,
        times: times(&bundle.file, sealed),
        evidence: &exhibits,
        snapshots: &snapshots,
        replaced: &replaced,
        audit: &bundle.links,
    };
    let done = archive::seal(
        &case,
        &mut out,
        &SealOptions {
            images,
            ..SealOptions::default()
        },
    );
    let sealed = match done {
        Ok(sealed) => sealed,
        Err(error) => {
            drop(out);
            // What is left of a failed export is of no use to anybody.
            let _gone = fs::remove_file(&partial);
            return Err(error.into());
        }
    };
    out.flush().map_err(file)?;
    out.sync_all().map_err(file)?;
    let bytes = out.metadata().map_err(file)?.len();
    fs::rename(&partial, path).map_err(file)?;
    Ok(ExportedArchive {
        path: path.to_owned(),
        bytes,
        digest: sealed.digest,
    })
}

/// The frames that operators kept, each with the recording that it is of.
fn kept(file: &CaseFile) -> Vec<Kept> {
    let pieces = file.session.evidence.iter();
    let replaced = file.superseded.iter().map(|piece| &piece.record);
    let digests: HashMap<_, _> = pieces
        .chain(replaced)
        .map(|record| (record.id, record.digest))
        .collect();
    let digest = |id| digests.get(id).copied();
    file.snapshots
        .iter()
        .filter_map(|snapshot| {
            Some(Kept {
                digest: digest(&snapshot.evidence)?,
                of: digest(&snapshot.of)?,
                at_ms: snapshot.at_ms,
                operator: snapshot.operator,
                at: snapshot.at,
            })
        })
        .collect()
}

/// The answers of the checklist. A piece that a newer one has replaced is not in
/// the archive; the audit log still names it.
fn checked(file: &CaseFile) -> Vec<Checked> {
    let kind_of = |id| {
        let mut pieces = file.session.evidence.iter();
        pieces.find(|piece| piece.id == id).map(|piece| piece.kind)
    };
    file.checklist
        .answers
        .iter()
        .map(|answered| Checked {
            item: answered.item,
            answer: answered.answer,
            operator: answered.operator,
            at: answered.at,
            seen: answered.seen.and_then(|sight| {
                Some(Spot {
                    evidence: kind_of(sight.evidence)?,
                    place: sight.place,
                })
            }),
        })
        .collect()
}

fn times(file: &CaseFile, sealed: jiff::Timestamp) -> Times {
    let first = |event| {
        file.timeline
            .iter()
            .find(|entry: &&audit::Entry| entry.record.event == event)
            .map(|entry| entry.record.at)
    };
    let last = file.decisions.last();
    Times {
        accepted: Some(file.session.created_at),
        received: Some(file.session.received_at),
        claimed: first(Event::Claimed),
        decided: last.map(|record| record.decision.at),
        completed: last.and_then(|record| match record.delivery {
            Delivery::Delivered { at } => Some(at),
            Delivery::Waiting { .. }
            | Delivery::Sending
            | Delivery::Failed { .. }
            | Delivery::Refused { .. } => None,
        }),
        sealed,
    }
}
