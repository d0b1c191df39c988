//! `audit.json`: the part of the audit log that covers a case, with what is
//! needed to compute its chain again.

use domain::{
    audit::{Actor, ChainError, Entry, Event, Record},
    evidence::Digest,
};
use serde::{Deserialize, Serialize};

/// How to compute a digest, for whoever checks without this program.
const FORMULA: &str = "digest = SHA-256(previous || sequence as 8 bytes big-endian || for each of \
    at, actor, event, session (empty if null), detail: length in bytes as 8 bytes big-endian || \
    UTF-8 bytes); the previous digest of the first entry of a log is 32 zero bytes";

/// One link of the chain that goes into an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditLink {
    /// An entry about the case, or about no case.
    Entry(Entry),
    /// An entry about another case: its place and digests, not what it says.
    Other {
        /// Its number.
        sequence: u64,
        /// The digest of the entry before it.
        previous: [u8; 32],
        /// Its own digest.
        digest: [u8; 32],
    },
}

impl AuditLink {
    const fn sequence(&self) -> u64 {
        match self {
            Self::Entry(entry) => entry.sequence,
            Self::Other { sequence, .. } => *sequence,
        }
    }

    const fn previous(&self) -> [u8; 32] {
        match self {
            Self::Entry(entry) => entry.previous,
            Self::Other { previous, .. } => *previous,
        }
    }

    fn digest(&self) -> [u8; 32] {
        match self {
            Self::Entry(entry) => entry.digest(),
            Self::Other { digest, .. } => *digest,
        }
    }
}

/// The end of the chain, which the manifest repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Head {
    /// Number of the last entry.
    pub(crate) sequence: u64,
    /// Its digest, in hex.
    pub(crate) digest: String,
    /// How many links there are.
    pub(crate) links: usize,
}

/// The file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuditFile {
    format: String,
    formula: String,
    links: Vec<Link>,
}

/// A link: whole with `entry`, without what it says else.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Link {
    sequence: u64,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    entry: Option<Said>,
    previous: String,
    digest: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    at: String,
    actor: String,
    event: String,
    session: Option<String>,
    detail: String,
}

const FORMAT: &str = "sportello-audit/1";

impl AuditFile {
    pub(crate) fn of(links: &[AuditLink]) -> Self {
        let links = links
            .iter()
            .map(|link| Link {
                sequence: link.sequence(),
                entry: match link {
                    AuditLink::Entry(entry) => Some(Said::of(&entry.record)),
                    AuditLink::Other { .. } => None,
                },
                previous: Digest(link.previous()).to_hex(),
                digest: Digest(link.digest()).to_hex(),
            })
            .collect();
        Self {
            format: FORMAT.to_owned(),
            formula: FORMULA.to_owned(),
            links,
        }
    }

    /// The end of the chain, without looking at what comes before.
    pub(crate) fn head(&self) -> Option<Head> {
        self.links.last().map(|last| Head {
            sequence: last.sequence,
            digest: last.digest.clone(),
            links: self.links.len(),
        })
    }

    /// The links, or `None` where one is not in the form of a link.
    pub(crate) fn links(&self) -> Option<Vec<AuditLink>> {
        (self.format == FORMAT).then_some(())?;
        self.links.iter().map(Link::read).collect()
    }

    /// Whether the digests written down are those of the links.
    pub(crate) fn states(&self, links: &[AuditLink]) -> Result<(), ChainError> {
        for (written, link) in self.links.iter().zip(links) {
            if Digest(link.digest()).to_hex() != written.digest {
                return Err(ChainError::Broken {
                    sequence: link.sequence(),
                });
            }
        }
        Ok(())
    }
}

impl Link {
    fn read(&self) -> Option<AuditLink> {
        let previous = Digest::from_hex(&self.previous)?.0;
        let digest = Digest::from_hex(&self.digest)?.0;
        let sequence = self.sequence;
        Some(match &self.entry {
            None => AuditLink::Other {
                sequence,
                previous,
                digest,
            },
            Some(said) => AuditLink::Entry(Entry {
                sequence,
                record: said.read()?,
                previous,
            }),
        })
    }
}

impl Said {
    fn of(record: &Record) -> Self {
        Self {
            at: record.at.to_string(),
            actor: record.actor.text(),
            event: record.event.name().to_owned(),
            session: record.session.map(|session| session.to_string()),
            detail: record.detail.clone(),
        }
    }

    fn read(&self) -> Option<Record> {
        let session = match &self.session {
            Some(session) => Some(session.parse().ok()?),
            None => None,
        };
        Some(Record {
            at: self.at.parse().ok()?,
            actor: Actor::from_text(&self.actor)?,
            event: Event::from_name(&self.event)?,
            session,
            detail: self.detail.clone(),
        })
    }
}

/// Checks that every link follows from the one before it.
pub(crate) fn check_chain(links: &[AuditLink]) -> Result<(), ChainError> {
    for pair in links.windows(2) {
        let [before, after] = [&pair[0], &pair[1]];
        let expected = before.sequence() + 1;
        if after.sequence() != expected {
            return Err(ChainError::Gap {
                expected,
                found: after.sequence(),
            });
        }
        if after.previous() != before.digest() {
            return Err(ChainError::Broken {
                sequence: after.sequence(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_chain_survives_its_file() {
        let links = sample::audit();
        let text = serde_json::to_string(&AuditFile::of(&links)).expect("JSON");
        let file: AuditFile = serde_json::from_str(&text).expect("the same");
        assert_eq!(file.links().as_ref(), Some(&links));
        assert_eq!(check_chain(&links), Ok(()));
        assert_eq!(file.states(&links), Ok(()));
    }

    #[test]
    fn a_changed_taken_out_or_swapped_entry_breaks_the_chain() {
        let mut links = sample::audit();
        if let AuditLink::Entry(entry) = &mut links[0] {
            entry.record.detail = "{}".to_owned();
        }
        assert_eq!(check_chain(&links), Err(ChainError::Broken { sequence: 8 }));

        let mut links = sample::audit();
        links.remove(1);
        assert_eq!(
            check_chain(&links),
            Err(ChainError::Gap {
                expected: 8,
                found: 9
            })
        );

        let mut links = sample::audit();
        links.swap(0, 1);
        assert_eq!(
            check_chain(&links),
            Err(ChainError::Gap {
                expected: 9,
                found: 7
            })
        );
    }
}
