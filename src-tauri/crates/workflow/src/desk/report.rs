//! The timeline of a case on paper: a PDF/A of its audit log.

use std::{collections::HashMap, path::Path};

use archive::pdf::{Document, Provider, Timeline, TimelineAnswer, TimelineLine, Typesetter};
use domain::{
    audit::{Actor, Entry, Event},
    checklist::{Answered, Sight},
    clock::counter_zone,
    evidence::{Digest, Place},
    id::{OperatorId, SessionId},
    operator::Act,
};
use jiff::Timestamp;
use store::EvidenceRecord;

use super::{Desk, ExportedArchive};
use crate::WorkflowError;

pub use archive::pdf::Language;

impl Desk {
    /// Prints what the audit log says of a case to a PDF/A file at `path`. The
    /// log says so, and to whom; its own entry is in the next one.
    ///
    /// # Errors
    ///
    /// When the role does not allow exports, there is no such case, or the file
    /// cannot be written.
    pub async fn print_timeline(
        &self,
        session: SessionId,
        path: &Path,
        language: Language,
    ) -> Result<ExportedArchive, WorkflowError> {
        let operator = self.permitted(Act::Export)?;
        let record = self.inner.store.session(session).await?;
        let entries = self.inner.store.audit_of(session).await?;
        let answers = self.inner.store.checklist(session).await?;
        let names = self.operator_names().await?;
        let provider = self.inner.provider.clone();
        let now = self.inner.clock.now();
        let (target, printed_by) = (path.to_owned(), operator.display_name);
        let (bytes, digest) = tokio::task::spawn_blocking(move || {
            let timeline = Timeline {
                language,
                request_id: &record.central_key.to_string(),
                session: &session.to_string(),
                provider: Provider {
                    name: &provider,
                    ..Provider::default()
                },
                printed_by: &printed_by,
                date: &moment(now),
                lines: entries.iter().map(|entry| line(entry, &names)).collect(),
                answers: answers
                    .iter()
                    .map(|answered| answer(answered, &record.evidence, &names))
                    .collect(),
            };
            let pdf = Typesetter::new().render(&Document::Timeline(&timeline), now)?;
            std::fs::write(&target, &pdf).map_err(|source| WorkflowError::File {
                what: "the timeline",
                source,
            })?;
            Ok::<_, WorkflowError>((pdf.len() as u64, Digest::of(&pdf)))
        })
        .await
        .map_err(|_| WorkflowError::Interrupted)??;
        let detail = serde_json::json!({ "timeline_sha256": digest.to_hex() }).to_string();
        let actor = Actor::Operator(operator.id);
        self.audit(actor, Event::Exported, session, &detail).await?;
        self.changed(session);
        Ok(ExportedArchive {
            path: path.to_owned(),
            bytes,
            digest,
        })
    }
}

fn line(entry: &Entry, names: &HashMap<OperatorId, String>) -> TimelineLine {
    TimelineLine {
        sequence: entry.sequence,
        at: moment(entry.record.at),
        who: match entry.record.actor {
            Actor::Operator(id) => name(names, id),
            Actor::Application => String::new(),
        },
        event: entry.record.event.name(),
        detail: entry.record.detail.clone(),
        digest: Digest(entry.digest()).to_hex(),
    }
}

fn answer(
    answered: &Answered,
    evidence: &[EvidenceRecord],
    names: &HashMap<OperatorId, String>,
) -> TimelineAnswer {
    TimelineAnswer {
        item: answered.item.name(),
        answer: answered.answer.name(),
        seen: answered
            .seen
            .map(|sight| seen(sight, evidence))
            .unwrap_or_default(),
        at: moment(answered.at),
        who: name(names, answered.operator),
    }
}

/// The kind of the piece and the time of a recording; the id of a piece that
/// another one has replaced.
fn seen(sight: Sight, evidence: &[EvidenceRecord]) -> String {
    let piece = evidence.iter().find(|piece| piece.id == sight.evidence);
    let piece = piece.map_or_else(
        || sight.evidence.to_string(),
        |piece| piece.kind.name().to_owned(),
    );
    match sight.place {
        Place::Time(ms) => format!("{piece} {}", time_code(ms)),
        Place::Whole | Place::Area(_) => piece,
    }
}

/// A time of a recording: minutes, seconds and thousandths.
fn time_code(ms: u32) -> String {
    let (seconds, thousandths) = (ms / 1000, ms % 1000);
    format!("{:02}:{:02}.{thousandths:03}", seconds / 60, seconds % 60)
}

fn name(names: &HashMap<OperatorId, String>, id: OperatorId) -> String {
    names.get(&id).cloned().unwrap_or_else(|| id.to_string())
}

/// An instant on paper, in the counter's time with its zone.
fn moment(at: Timestamp) -> String {
    at.to_zoned(counter_zone())
        .strftime("%d/%m/%Y %H:%M:%S %Z")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_a_recording_is_minutes_seconds_and_thousandths() {
        assert_eq!(time_code(4_200), "00:04.200");
        assert_eq!(time_code(754_007), "12:34.007");
    }

    #[test]
    fn an_instant_on_paper_has_its_zone() {
        let at = "2026-07-01T08:30:00.5Z".parse().expect("an instant");
        assert_eq!(moment(at), "01/07/2026 10:30:00 CEST");
    }
}
