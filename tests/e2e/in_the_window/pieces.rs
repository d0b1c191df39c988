//! What an operator says of the data, and pieces that the customer captures anew.

use test_support::journey::Journey;
use test_support::session::Story;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn only_the_bad_piece_is_captured_anew_and_the_review_goes_on() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("pieces").await? else {
        return Ok(());
    };
    let session = stage.send(Story::Genuine).await?;
    let journey = stage.open_desk().await?;
    let desk = &journey.desk;
    journey.open_case(session.request, "unassigned").await?;
    journey.claim().await?;
    journey.wait_for_checks().await?;

    desk.click("field-approve-surname").await?;
    reviewed(&journey, "surname", "approved").await?;
    desk.click("field-revise-givenName").await?;
    desk.fill("field-input-givenName", "Altra").await?;
    desk.press_key(test_support::desk::Key::Enter).await?;
    reviewed(&journey, "givenName", "revised").await?;
    desk.wait_for_text("field-givenName", "Altra").await?;
    desk.click("field-reset-givenName").await?;
    reviewed(&journey, "givenName", "notReviewed").await?;
    desk.click("field-reject-givenName").await?;
    reviewed(&journey, "givenName", "rejected").await?;
    desk.wait_until(
        "three things were said of the name",
        "return document.querySelectorAll(\"[data-testid='field-history-givenName'] li\").length === 3",
    )
    .await?;

    desk.click("field-approve-email").await?;
    reviewed(&journey, "email", "approved").await?;

    desk.press('i').await?;
    desk.wait_for("ask-again-sheet").await?;
    desk.press('2').await?;
    desk.wait_for("piece-reason-documentRear").await?;
    desk.click("ask-again-confirm").await?;
    desk.wait_until_gone("ask-again-sheet").await?;
    stage
        .central
        .wait_for(session.request, "VIDEOINCOMPLETE")
        .await?;

    let anew = stage.render(Story::WrongFace)?;
    stage
        .central
        .receive_again(&session, &anew, "document_rear")
        .await?;
    stage
        .central
        .wait_for(session.request, "VIDEOREVIEW")
        .await?;
    journey.open_case(session.request, "unassigned").await?;
    journey.claim().await?;
    desk.wait_for("earlier-documentRear").await?;
    // The surname was read in the zone on the rear, the address on neither side.
    reviewed(&journey, "surname", "notReviewed").await?;
    reviewed(&journey, "email", "approved").await?;
    desk.click("tab-timeline").await?;
    desk.wait_for_text("timeline", "Nuovi pezzi ricevuti")
        .await?;
    Ok(())
}

async fn reviewed(journey: &Journey, field: &str, review: &str) -> anyhow::Result<()> {
    let row = format!("[data-testid='field-{field}'][data-review='{review}']");
    journey.desk.wait_for(&row).await?;
    Ok(())
}
