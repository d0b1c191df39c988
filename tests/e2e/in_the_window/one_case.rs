//! Looking at one case, by keyboard.

use test_support::desk::Key;
use test_support::session::Story;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_looked_at_and_refused_without_a_mouse() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("keyboard").await? else {
        return Ok(());
    };
    let session = stage.send(Story::WrongFace).await?;
    let journey = stage.open_desk().await?;
    let desk = &journey.desk;
    desk.wait_for(&test_support::journey::row(session.request))
        .await?;
    // The next case is claimed and opened.
    desk.press('n').await?;
    desk.wait_for("release").await?;
    journey.wait_for_checks().await?;

    desk.press('?').await?;
    desk.wait_for("keys-sheet").await?;
    desk.press_key(Key::Escape).await?;
    desk.wait_until_gone("keys-sheet").await?;

    let before = desk.text("zoom-level").await?;
    desk.press('+').await?;
    desk.press('+').await?;
    assert_ne!(desk.text("zoom-level").await?, before, "the picture grew");
    desk.press('0').await?;
    desk.wait_for_text("zoom-level", &before).await?;
    desk.press('m').await?;
    desk.wait_for("[data-testid='magnifier'][aria-pressed='true']")
        .await?;
    desk.press('m').await?;

    desk.press('t').await?;
    desk.wait_until(
        "the picture is turned by a quarter",
        "return document.querySelector(\"[data-testid='viewer-left'] img\").style.rotate === '90deg'",
    )
    .await?;
    desk.press('b').await?;
    desk.wait_for("[data-testid='boxes'][aria-pressed='false']")
        .await?;
    desk.press('l').await?;
    desk.wait_for("[data-testid='link-zoom'][aria-pressed='false']")
        .await?;

    desk.press('v').await?;
    desk.wait_for("compare").await?;
    desk.press('v').await?;
    desk.wait_until_gone("compare").await?;

    desk.wait_for("video").await?;
    let at = "document.querySelector(\"[data-testid='video']\").currentTime";
    desk.press('.').await?;
    desk.press('.').await?;
    desk.wait_until("two frames on", &format!("return {at} > 0.02"))
        .await?;

    desk.press('r').await?;
    desk.wait_for("refuse-sheet").await?;
    desk.press('8').await?;
    desk.press_key(Key::Escape).await?;
    desk.wait_until_gone("refuse-sheet").await?;
    Ok(())
}
