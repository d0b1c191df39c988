//! A person who was filmed, before the kiosk's camera.

use std::path::Path;

use test_support::fake_camera::footage;
use test_support::kiosk::{FACE, MODE};

use crate::stage::Stage;

/// Somebody turns the head to the right, then to the left.
const FILM: &str = "../shared/data/videos/genuine_d12.mp4";

#[tokio::test(flavor = "multi_thread")]
async fn in_the_window_a_person_on_film_answers_the_challenge() -> anyhow::Result<()> {
    let film = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILM);
    if !film.exists() {
        eprintln!("SKIPPED: kiosk-footage: no measuring data ({FILM} is not there)");
        return Ok(());
    }
    let Some(stage) = Stage::set("kiosk-footage").await? else {
        return Ok(());
    };
    let (invited, code) = stage.invite().await?;
    let visit = stage
        .open_kiosk(&[("SPORTELLO_KIOSK_CHALLENGE", "right,left")])
        .await?;
    stage.walk_up_to_the_face(&visit, &code).await?;
    visit.desk.wait_for("face-begin").await?;
    visit.cameras.show(FACE, &footage::whole(&film, MODE)?)?;
    visit.show_face().await?;
    stage.hand_in(&visit, invited.request).await?;
    drop(visit);

    let journey = stage.open_desk().await?;
    journey.open_case(invited.request, "unassigned").await?;
    journey.wait_for_evidence().await?;
    journey.watch_video().await
}
