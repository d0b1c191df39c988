//! The tests that open the kiosk's window before virtual cameras.

mod cameras;
mod cut_off;
mod ends;
mod footage;
mod offline;

use test_support::kiosk::DOCUMENT;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn in_the_window_the_desk_finds_a_captured_session_and_asks_for_a_piece_again()
-> anyhow::Result<()> {
    let Some(stage) = Stage::set("kiosk").await? else {
        return Ok(());
    };
    let (invited, code) = stage.invite().await?;

    let visit = stage.open_kiosk(&[]).await?;
    stage.walk_up_to_the_face(&visit, &code).await?;
    visit.show_face().await?;
    stage.hand_in(&visit, invited.request).await?;
    drop(visit);

    let journey = stage.open_desk().await?;
    journey.open_case(invited.request, "unassigned").await?;
    journey.wait_for_evidence().await?;
    journey.watch_video().await?;
    journey.claim().await?;
    journey.desk.press('i').await?;
    journey.desk.wait_for("ask-again-sheet").await?;
    journey.desk.press('1').await?;
    journey.desk.wait_for("piece-reason-documentFront").await?;
    journey.desk.click("ask-again-confirm").await?;
    stage
        .central
        .wait_for(invited.request, "VIDEOINCOMPLETE")
        .await?;
    drop(journey);

    // The same code, and nothing but what was asked for.
    let visit = stage.open_kiosk(&[]).await?;
    visit
        .cameras
        .show(DOCUMENT, &stage.films()?.front_again()?)?;
    visit.open_shop().await?;
    visit.find(&code).await?;
    visit.desk.wait_for("asked-documentFront").await?;
    visit.desk.click("devices-ready").await?;
    visit.desk.wait_for("screen-taken").await?;
    visit.desk.click("keep").await?;
    stage.hand_in(&visit, invited.request).await
}
