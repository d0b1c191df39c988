//! A kiosk that is killed while it records.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use test_support::desk;
use test_support::kiosk::Visit;

use super::ends::nothing_in_the_clear;
use crate::stage::{self, Stage};

/// How files of what was captured end.
pub(super) const ENDINGS: [&str; 3] = ["sealed", "draft", "part"];

#[tokio::test(flavor = "multi_thread")]
async fn in_the_window_a_session_that_was_killed_is_taken_up_again_or_wiped() -> anyhow::Result<()>
{
    let Some(stage) = Stage::set("kiosk-killed").await? else {
        return Ok(());
    };
    let (invited, code) = stage.invite().await?;
    let declared = stage::declared();
    let mut visit = stage.open_kiosk(&[]).await?;
    visit.open_shop().await?;
    visit.begin(&code).await?;
    kill_while_it_records(&mut visit).await?;
    nothing_in_the_clear(&visit, &declared)?;

    // Its customer may still be there.
    visit.desk.revive().await?;
    visit.desk.wait_for("screen-devices").await?;
    ensure!(captured(&visit, "draft")?.is_empty(), "it is begun anew");
    visit.desk.click("devices-ready").await?;
    visit.show_front().await?;
    kill_while_it_records(&mut visit).await?;
    ensure!(!captured(&visit, "sealed")?.is_empty(), "the front is kept");
    nothing_in_the_clear(&visit, &declared)?;

    // Nobody can be there any more.
    visit.desk.set("SPORTELLO_KIOSK_IDLE_SECONDS", "1");
    visit.desk.revive().await?;
    visit.open_shop().await?;
    for ending in ENDINGS {
        ensure!(
            captured(&visit, ending)?.is_empty(),
            "a {ending} file stays"
        );
    }
    stage.ended(invited.request, "Service.Interrupted").await?;
    nothing_in_the_clear(&visit, &declared)
}

/// Kills the application when some of a recording is on the disk.
async fn kill_while_it_records(visit: &mut Visit) -> anyhow::Result<()> {
    wait_for_recording(visit).await?;
    visit.desk.kill()
}

/// Waits until some of a recording is on the disk.
pub(super) async fn wait_for_recording(visit: &Visit) -> anyhow::Result<()> {
    desk::until("a recording grows", || {
        let drafts = captured(visit, "draft")?;
        let grown = drafts
            .iter()
            .any(|draft| fs::metadata(draft).is_ok_and(|it| it.len() > 0));
        Ok(grown.then_some(()))
    })
    .await
}

/// The files of what was captured that end in `ending`.
pub(super) fn captured(visit: &Visit, ending: &str) -> anyhow::Result<Vec<PathBuf>> {
    let folder = visit.desk.data().join("kiosk");
    let entries = fs::read_dir(folder).context("there is no folder for what is captured")?;
    let files = entries.flatten().map(|entry| entry.path());
    Ok(files
        .filter(|file| file.extension().is_some_and(|found| found == ending))
        .collect())
}
