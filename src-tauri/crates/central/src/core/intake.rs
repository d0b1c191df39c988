//! Taking evidence in: pictures and data, the video, and the step to review
//! once everything is there.

use domain::{
    evidence::{Kind, Media},
    session::State,
};
use sqlx::SqliteConnection;

use super::{
    Central, again, evidence,
    files::Stored,
    readings::Readings,
    request::{self, Request},
    session::{self, Step},
};
use crate::CentralError;

/// Pictures and data of a session, as they came in one upload.
pub(crate) struct Upload {
    /// Digest of the upload, to tell a repetition.
    pub(crate) sha256: String,
    pub(crate) readings: Readings,
    pub(crate) images: Vec<(Kind, Vec<u8>)>,
}

/// Takes `upload` in for the session of `video_pk`. The very same upload
/// again changes nothing, in whatever state. Where pieces were asked for again,
/// those alone are taken, and the others stay as they are.
pub(crate) async fn pictures(
    central: &Central,
    video_pk: i64,
    upload: Upload,
) -> Result<Request, CentralError> {
    let known = {
        let mut db = central.read().await?;
        Request::by_video_pk(&mut db, video_pk).await?
    };
    if known.upload_sha256.as_deref() == Some(&upload.sha256) {
        return Ok(known);
    }
    Step::Upload.demand(&known.state)?;
    let mut stored = Vec::with_capacity(upload.images.len());
    for (kind, image) in &upload.images {
        stored.push((*kind, central.files().keep(image)?));
    }
    let mut tx = central.write().await?;
    let request = Request::by_video_pk(&mut tx, video_pk).await?;
    Step::Upload.demand(&request.state)?;
    for (kind, file) in stored {
        if !is_taken(&request, kind) {
            continue;
        }
        let known = evidence::piece(&request, kind).map(|known| known.digest);
        if again::piece(kind).is_some() && request.asked.wants(kind) && known == Some(file.digest) {
            return Err(CentralError::invalid(
                evidence::name(kind),
                "is the picture that could not be used",
            ));
        }
        evidence::vouch(central, &mut tx, request.pk, kind, file, file.media.mime()).await?;
        again::arrived(central, &mut tx, request.pk, kind).await?;
    }
    let again = !request.asked.open.is_empty();
    let readings = match request.readings {
        Some(known) if again => known.renewed(upload.readings),
        Some(_) | None => upload.readings,
    };
    request::write_readings(central, &mut tx, request.pk, &readings, &upload.sha256).await?;
    let request = settle(central, &mut tx, request.pk).await?;
    tx.commit().await?;
    central.callbacks().notify_one();
    Ok(request)
}

/// Whether a video is still wanted for the session of `identifier`.
pub(crate) async fn video_is_wanted(
    central: &Central,
    identifier: &str,
) -> Result<Request, CentralError> {
    let mut db = central.read().await?;
    Request::by_video(&mut db, identifier).await
}

/// Takes the video in for the session of `identifier`. The very same video
/// again changes nothing, in whatever state.
pub(crate) async fn video(
    central: &Central,
    identifier: &str,
    stored: Stored,
) -> Result<Request, CentralError> {
    let mut tx = central.write().await?;
    let request = Request::by_video(&mut tx, identifier).await?;
    if evidence::piece(&request, Kind::Video).is_some_and(|known| known.digest == stored.digest) {
        return Ok(request);
    }
    Step::Upload.demand(&request.state)?;
    if !is_taken(&request, Kind::Video) {
        return Ok(request);
    }
    evidence::vouch(
        central,
        &mut tx,
        request.pk,
        Kind::Video,
        stored,
        stored.media.mime(),
    )
    .await?;
    again::arrived(central, &mut tx, request.pk, Kind::Video).await?;
    let request = settle(central, &mut tx, request.pk).await?;
    tx.commit().await?;
    central.callbacks().notify_one();
    Ok(request)
}

/// Whether a piece of this `kind` takes the place of the one that is there:
/// where some were asked for again, only those.
fn is_taken(request: &Request, kind: Kind) -> bool {
    request.asked.open.is_empty() || request.asked.wants(kind)
}

/// Whether `media` is a video that a session can have.
pub(crate) const fn is_video(media: Media) -> bool {
    match media {
        Media::Mp4 | Media::QuickTime | Media::WebM => true,
        Media::Jpeg | Media::Png | Media::WebP | Media::Pdf | Media::Other => false,
    }
}

/// Whether `media` is a picture that a session can have.
pub(crate) const fn is_picture(media: Media) -> bool {
    match media {
        Media::Jpeg | Media::Png | Media::WebP => true,
        Media::Mp4 | Media::QuickTime | Media::WebM | Media::Pdf | Media::Other => false,
    }
}

/// Takes the session where its evidence puts it: to review when complete, to
/// incomplete when data came without a picture that is needed.
async fn settle(
    central: &Central,
    tx: &mut SqliteConnection,
    pk: i64,
) -> Result<Request, CentralError> {
    let mut request = Request::find(tx, pk).await?;
    let missing = evidence::missing(&request);
    let has_data = request.readings.is_some();
    if has_data && missing.is_empty() {
        session::advance(central, tx, &mut request, State::WaitingForReview).await?;
    } else if has_data
        && missing.iter().any(|kind| *kind != Kind::Video)
        && request.state.gives_way_to(&State::Incomplete)
    {
        session::advance(central, tx, &mut request, State::Incomplete).await?;
    }
    Ok(request)
}
