//! Several operators at one desk: accounts, claims, cases that change hands.

use test_support::session::Story;

use crate::stage::Stage;

const COLLEAGUE: &str = "operatore.due";
const AUDITOR: &str = "revisore.uno";
/// Whether no decision is open.
const UNDECIDABLE: &str = "return ['refuse', 'validate'].every((name) => \
    [...document.querySelectorAll(`[data-testid='${name}']`)].every((button) => button.disabled))";

#[tokio::test(flavor = "multi_thread")]
async fn a_claimed_case_is_only_read_by_others_until_it_is_taken_over() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("colleagues").await? else {
        return Ok(());
    };
    let session = stage.send(Story::WrongFace).await?;
    let journey = stage.open_desk().await?;
    let desk = &journey.desk;
    journey
        .make_account(COLLEAGUE, "Operatore Due", "rao")
        .await?;
    journey
        .make_account(AUDITOR, "Revisore Uno", "auditor")
        .await?;

    journey.open_case(session.request, "unassigned").await?;
    journey.claim().await?;
    desk.click("tab-notes").await?;
    desk.fill("note-text", "Seen by the first").await?;
    desk.click("note-add").await?;
    desk.wait_for_text("note", "Seen by the first").await?;
    desk.fill("note-text", "Begun and not ended").await?;
    journey.sign_out().await?;

    journey.sign_in_as(AUDITOR).await?;
    journey.open_case(session.request, "all").await?;
    desk.wait_for("claimed-by").await?;
    assert!(!desk.sees("take-over").await?, "an auditor looks");
    desk.wait_until("an auditor decides nothing", UNDECIDABLE)
        .await?;
    journey.sign_out().await?;

    journey.sign_in_as(COLLEAGUE).await?;
    journey.open_case(session.request, "all").await?;
    desk.wait_for_text("claimed-by", "Operatore Uno").await?;
    desk.wait_until("a colleague's case cannot be decided", UNDECIDABLE)
        .await?;
    desk.click("take-over").await?;
    desk.click("hand-over-absent").await?;
    desk.click("hand-over-confirm").await?;
    desk.wait_for("release").await?;
    desk.click("tab-notes").await?;
    desk.wait_for_text("note", "Seen by the first").await?;
    desk.wait_until(
        "the note that the first began is the first's alone",
        "return document.querySelector(\"[data-testid='note-text']\").value === ''",
    )
    .await?;
    desk.click("hand-over").await?;
    desk.click("[data-testid^='colleague-']").await?;
    desk.click("hand-over-shiftChange").await?;
    desk.click("hand-over-confirm").await?;
    desk.wait_for_text("claimed-by", "Operatore Uno").await?;
    journey.sign_out().await?;

    journey.sign_in().await?;
    journey.open_case(session.request, "mine").await?;
    desk.wait_for("release").await?;
    desk.click("tab-notes").await?;
    desk.wait_until(
        "the note that was begun is there again",
        "return document.querySelector(\"[data-testid='note-text']\").value === 'Begun and not ended'",
    )
    .await?;
    desk.click("tab-timeline").await?;
    desk.wait_for_text("timeline", "Operatore Due").await?;
    Ok(())
}
