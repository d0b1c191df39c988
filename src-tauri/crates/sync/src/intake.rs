//! Taking in what waits at the central API, and news of what was taken in.

use async_trait::async_trait;
use domain::{
    assessment::Problem,
    evidence::{Digest, Kind},
    id::CentralKey,
    session::State,
};
use tokio_util::sync::CancellationToken;

use crate::{
    Connector,
    error::{HostError, SyncError},
    remote::{RemoteEvidence, RemoteSession, Summary},
};

/// Where sessions are kept.
#[async_trait]
pub trait Intake: Send + Sync {
    /// What is known of the session.
    async fn knows(&self, key: CentralKey) -> Result<Known, HostError>;

    /// Keeps a session with its evidence: all of it or nothing.
    async fn keep(&self, session: RemoteSession) -> Result<(), HostError>;

    /// Puts a session that could be read in the place of one that could not.
    async fn mend(&self, session: RemoteSession) -> Result<(), HostError>;

    /// Takes a session that its customer had to complete: pieces that are new
    /// take the place of earlier ones.
    async fn renew(&self, session: RemoteSession) -> Result<(), HostError>;

    /// The sessions that were kept and are not decided, as far as is known here.
    async fn known_open(&self) -> Result<Vec<CentralKey>, HostError>;

    /// Says where a session stands at the central API. Late news must not take
    /// a session back: see [`State::gives_way_to`]. What its customer has comes
    /// back to review by [`renew`](Self::renew) alone.
    async fn state_news(&self, key: CentralKey, state: State) -> Result<News, HostError>;
}

/// What is known of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it is to be taken in.
    No,
    /// It was kept.
    Kept,
    /// It was kept, but its request could not be read so far.
    Unreadable,
    /// It was kept, and its customer has to capture something.
    WithCustomer,
}

/// Whether news was new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// The session has gone on.
    Taken,
    /// It had been there already, or further.
    Stale,
}

/// What came of an intake.
#[derive(Debug, Default)]
pub struct IntakeReport {
    /// Sessions that were kept.
    pub kept: Vec<CentralKey>,
    /// Those among them with something missing or unreadable.
    pub flawed: Vec<CentralKey>,
    /// Sessions that could be read at last.
    pub mended: Vec<CentralKey>,
    /// Sessions that their customers completed.
    pub renewed: Vec<CentralKey>,
    /// Sessions that went on at the central API.
    pub moved_on: Vec<CentralKey>,
    /// Sessions that could not be fetched this time; the next intake tries again.
    pub failed: Vec<(CentralKey, SyncError)>,
    /// Rows of the list that had not even a key.
    pub unreadable_rows: u32,
}

impl IntakeReport {
    /// Whether anything is different now.
    #[must_use]
    pub fn changed(&self) -> bool {
        [&self.kept, &self.mended, &self.renewed, &self.moved_on]
            .into_iter()
            .any(|keys| !keys.is_empty())
    }
}

/// Takes in every session that waits and is not known yet, asks again for
/// those that could not be read and those that customers completed, then asks after those that are known, open and
/// no longer in the list.
///
/// A session that cannot be read does not stop the others: it is kept with its
/// problems, or, where the fault may pass, left for the next time. `stop` ends
/// the work between two sessions.
///
/// # Errors
/// When the list cannot be read, the link breaks, or the store fails. What was
/// kept until then stays.
pub async fn take_in(
    connector: &Connector,
    intake: &dyn Intake,
    stop: &CancellationToken,
) -> Result<IntakeReport, SyncError> {
    let waiting = connector.waiting().await?;
    let mut report = IntakeReport {
        unreadable_rows: waiting.unreadable,
        ..IntakeReport::default()
    };
    if waiting.unreadable > 0 {
        tracing::warn!(rows = waiting.unreadable, "The list has rows without a key");
    }
    for summary in &waiting.sessions {
        if stop.is_cancelled() {
            return Ok(report);
        }
        take_in_one(connector, intake, summary, &mut report).await?;
    }
    for key in intake.known_open().await.map_err(SyncError::Host)? {
        if stop.is_cancelled() {
            return Ok(report);
        }
        let listed = waiting.sessions.iter().find(|row| row.key == key);
        let state = match listed {
            Some(row) => Ok(row.state.clone()),
            None => connector.state(key).await,
        };
        match state {
            Ok(state) => {
                let news = intake.state_news(key, state).await;
                if news.map_err(SyncError::Host)? == News::Taken {
                    report.moved_on.push(key);
                }
            }
            Err(error) => report.note(key, error)?,
        }
    }
    Ok(report)
}

async fn take_in_one(
    connector: &Connector,
    intake: &dyn Intake,
    summary: &Summary,
    report: &mut IntakeReport,
) -> Result<(), SyncError> {
    let key = summary.key;
    match intake.knows(key).await.map_err(SyncError::Host)? {
        Known::No => {}
        Known::Kept => return Ok(()),
        Known::Unreadable => return mend(connector, intake, summary, report).await,
        Known::WithCustomer => return renew(connector, intake, summary, report).await,
    }
    let session = match fetch(connector, summary).await {
        Ok(session) => session,
        Err(error) => return report.note(key, error),
    };
    let is_flawed = !session.problems.is_empty() || session.unreadable.is_some();
    intake.keep(session).await.map_err(SyncError::Host)?;
    tracing::info!(central.key = %key, "Took in request {key}");
    report.kept.push(key);
    if is_flawed {
        tracing::warn!(central.key = %key, "Request {key} has missing or unreadable parts");
        report.flawed.push(key);
    }
    Ok(())
}

/// Asks for a session again that could not be read; it is put in its place
/// once all of it can be.
async fn mend(
    connector: &Connector,
    intake: &dyn Intake,
    summary: &Summary,
    report: &mut IntakeReport,
) -> Result<(), SyncError> {
    let key = summary.key;
    // The small question first: while that fails, a video is not fetched again.
    let read = match connector.request(key).await {
        Ok(session) => session,
        Err(error) => return report.still_unreadable(key, error),
    };
    let session = match complete(connector, read).await {
        Ok(session) if session.unreadable.is_none() => session,
        Ok(_) => return Ok(()),
        Err(error) => return report.note(key, error),
    };
    intake.mend(session).await.map_err(SyncError::Host)?;
    tracing::info!(central.key = %key, "Read request {key}, which could not be read before");
    report.mended.push(key);
    Ok(())
}

/// Fetches a session that is in review again; once all of it can be read, it
/// takes the place of what its customer had to capture anew.
async fn renew(
    connector: &Connector,
    intake: &dyn Intake,
    summary: &Summary,
    report: &mut IntakeReport,
) -> Result<(), SyncError> {
    let key = summary.key;
    let read = match connector.request(key).await {
        // The list may be older than what the desk knows.
        Ok(session) if session.state != State::WaitingForReview => return Ok(()),
        Ok(session) => session,
        Err(error) => return report.note(key, error),
    };
    let session = match complete(connector, read).await {
        Ok(session) if session.unreadable.is_none() => session,
        Ok(_) => return Ok(()),
        Err(error) => return report.note(key, error),
    };
    intake.renew(session).await.map_err(SyncError::Host)?;
    tracing::info!(central.key = %key, "The customer of request {key} completed it");
    report.renewed.push(key);
    Ok(())
}

impl IntakeReport {
    /// A lasting fault was put down when the session was kept; others are news.
    fn still_unreadable(&mut self, key: CentralKey, error: SyncError) -> Result<(), SyncError> {
        match lasting(error) {
            Ok(_) => Ok(()),
            Err(error) => self.note(key, error),
        }
    }

    /// Puts one session's failure down; a fault of the link ends the intake.
    fn note(&mut self, key: CentralKey, error: SyncError) -> Result<(), SyncError> {
        if error.concerns_the_link() {
            return Err(error);
        }
        tracing::warn!(
            central.key = %key,
            vendor.id = error.vendor_id(),
            %error,
            "Request {key} could not be fetched"
        );
        self.failed.push((key, error));
        Ok(())
    }
}

/// Fetches a session with everything that belongs to it.
///
/// # Errors
/// Only what may be better the next time; whatever will stay as it is (a shape
/// that does not fit, a picture that is none) becomes a problem of the session.
pub async fn fetch(connector: &Connector, summary: &Summary) -> Result<RemoteSession, SyncError> {
    let key = summary.key;
    let session = match connector.request(key).await {
        Ok(session) => session,
        Err(error) => {
            let mut bare = RemoteSession::bare(key, summary.state.clone());
            bare.unreadable = Some(lasting(error)?);
            bare
        }
    };
    complete(connector, session).await
}

/// Fetches what belongs to `session` beside the request itself.
async fn complete(
    connector: &Connector,
    mut session: RemoteSession,
) -> Result<RemoteSession, SyncError> {
    match connector.evidence(session.key).await {
        Ok(set) => {
            session.evidence = set.pieces;
            session.problems = set.problems;
        }
        Err(error) => {
            let code = lasting(error)?;
            session.unreadable.get_or_insert(code);
        }
    }
    fetch_video(connector, &mut session).await?;
    compare_digests(&mut session);
    Ok(session)
}

async fn fetch_video(connector: &Connector, session: &mut RemoteSession) -> Result<(), SyncError> {
    let code = match &session.video_identifier {
        None => "missing",
        Some(identifier) => match connector.video(identifier).await {
            Ok(bytes) if bytes.is_empty() => "empty",
            Ok(bytes) => {
                session.evidence.push(RemoteEvidence {
                    kind: Kind::Video,
                    bytes,
                });
                return Ok(());
            }
            Err(SyncError::NotFound { .. }) => "missing",
            Err(error) => lasting(error)?,
        },
    };
    session.problems.push(problem(Kind::Video, code));
    Ok(())
}

/// Evidence that was announced must be there, and be what was announced.
fn compare_digests(session: &mut RemoteSession) {
    let mut found = Vec::new();
    for (kind, digest) in &session.digests {
        if session.problems.iter().any(|it| it.evidence == *kind) {
            continue;
        }
        match session.evidence.iter().find(|it| it.kind == *kind) {
            None => found.push(problem(*kind, "missing")),
            Some(piece) if Digest::of(&piece.bytes) != *digest => {
                found.push(problem(*kind, "altered"));
            }
            Some(_) => {}
        }
    }
    session.problems.extend(found);
}

fn problem(evidence: Kind, code: &str) -> Problem {
    Problem {
        evidence,
        code: code.to_owned(),
    }
}

/// The code of an error that will be the same the next time, or the error.
fn lasting(error: SyncError) -> Result<&'static str, SyncError> {
    match error {
        SyncError::UnexpectedAnswer { .. }
        | SyncError::TooLarge { .. }
        | SyncError::Refused { .. }
        | SyncError::WrongState { .. } => Ok(error.code()),
        SyncError::Configuration { .. }
        | SyncError::Unreachable { .. }
        | SyncError::TimedOut { .. }
        | SyncError::Unauthorised { .. }
        | SyncError::CredentialsRejected { .. }
        | SyncError::LockedOut { .. }
        | SyncError::NotFound { .. }
        | SyncError::Server { .. }
        | SyncError::Host(_) => Err(error),
    }
}
