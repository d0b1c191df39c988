//! A piece of evidence in a window of its own.

use test_support::session::Story;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_is_looked_at_in_a_window_beside_the_case() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("beside").await? else {
        return Ok(());
    };
    let session = stage.send(Story::Genuine).await?;
    let journey = stage.open_desk().await?;
    let desk = &journey.desk;
    journey.open_case(session.request, "unassigned").await?;
    journey.claim().await?;
    journey.wait_for_evidence().await?;

    desk.press('w').await?;
    let case = desk.enter_other_window().await?;
    desk.wait_for("apart").await?;
    desk.wait_until(
        "the piece is drawn",
        "return [...document.querySelectorAll('img')].some((image) => image.naturalWidth > 0)",
    )
    .await?;
    let before = desk.text("zoom-level").await?;
    desk.press('+').await?;
    desk.wait_until(
        "it has a zoom of its own",
        &format!("return document.querySelector(\"[data-testid='zoom-level']\").textContent.trim() !== '{before}'"),
    )
    .await?;
    assert!(!desk.sees("refuse").await?, "it decides nothing");

    // Who signs out takes it along.
    desk.enter_window(&case).await?;
    desk.wait_for("refuse").await?;
    journey.sign_out().await?;
    desk.wait_for_windows(1).await
}
