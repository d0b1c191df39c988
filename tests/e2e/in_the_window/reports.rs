//! What the desk says about many cases, and on paper about one.

use std::path::PathBuf;

use test_support::desk;
use test_support::journey::Journey;
use test_support::session::Story;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn duplicates_timeline_and_statistics_tell_what_happened() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("reports").await? else {
        return Ok(());
    };
    // The same customer comes twice.
    let first = stage.send(Story::Genuine).await?;
    let second = stage.send(Story::Genuine).await?;
    let journey = stage.open_desk().await?;
    let desk = &journey.desk;

    journey.open_case(first.request, "unassigned").await?;
    journey.claim().await?;
    journey.wait_for_checks().await?;
    journey.open_case(second.request, "unassigned").await?;
    journey.claim().await?;
    journey.wait_for_checks().await?;
    desk.click("tab-duplicates").await?;
    desk.wait_for("[data-testid^='twin-']").await?;

    journey.prepare_refusal("other", "The same again").await?;
    journey.confirm_refusal().await?;
    stage.central.wait_for(second.request, "REFUSED").await?;

    journey.open_case(second.request, "refused").await?;
    desk.click("tab-timeline").await?;
    desk.wait_for_text("timeline", "Operatore Uno").await?;
    desk.click("print-timeline").await?;
    let paper = saved(&journey, "pdf").await?;
    assert!(std::fs::read(&paper)?.starts_with(b"%PDF-1."));

    desk.click("nav-statistics").await?;
    desk.wait_for_text("statistics-operators", "Operatore Uno")
        .await?;
    desk.wait_for_text("statistics-reasons", "1").await?;
    desk.click("statistics-export").await?;
    let table = std::fs::read_to_string(saved(&journey, "csv").await?)?;
    assert!(table.contains("other"), "{table}");
    Ok(())
}

/// The file with `extension` that the desk saves.
async fn saved(journey: &Journey, extension: &str) -> anyhow::Result<PathBuf> {
    let folder = journey.desk.saved();
    desk::until("a file is saved", || {
        let mut entries = std::fs::read_dir(&folder)?.flatten();
        Ok(entries
            .find(|entry| {
                entry
                    .path()
                    .extension()
                    .is_some_and(|found| found == extension)
            })
            .map(|entry| entry.path()))
    })
    .await
}
