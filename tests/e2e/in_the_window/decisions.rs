//! Decisions that do not go straight through: taken back, or made in two steps.

use std::fs;

use anyhow::ensure;
use test_support::session::Story;

use crate::stage::Stage;

const COLLEAGUE: &str = "operatore.due";
/// Whether nobody can go on to the documents here.
const NO_APPROVAL: &str = "return document.querySelector(\"[data-testid='release']\") !== null && \
    document.querySelector(\"[data-testid='documents']:not([disabled])\") === null";

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_taken_back_before_it_leaves() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("undo").await? else {
        return Ok(());
    };
    let session = stage.send(Story::WrongFace).await?;
    let journey = stage.open_desk().await?;
    journey.open_case(session.request, "unassigned").await?;
    journey.claim().await?;
    journey.prepare_refusal("other", "Too hasty").await?;
    journey.confirm_refusal().await?;
    journey.desk.click("undo").await?;
    journey.desk.wait_for("refuse").await?;
    let request = stage.central.request(session.request).await?;
    ensure!(request["status"] == "VIDEOREVIEW", "nothing has left");
    journey.desk.click("tab-timeline").await?;
    journey
        .desk
        .wait_for_text("timeline", "Operatore Uno")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_steps_nobody_makes_both() -> anyhow::Result<()> {
    let Some(mut stage) = Stage::set("two-steps").await? else {
        return Ok(());
    };
    let rules = stage.own_house()?.join("house.toml");
    let two = fs::read_to_string(&rules)?.replace("steps = \"one\"", "steps = \"two\"");
    fs::write(&rules, two)?;
    let session = stage.send(Story::Genuine).await?;
    let journey = stage.open_desk().await?;
    let desk = &journey.desk;
    journey
        .make_account(COLLEAGUE, "Operatore Due", "rao")
        .await?;
    journey.open_case(session.request, "unassigned").await?;
    journey.claim().await?;
    journey.wait_for_checks().await?;
    journey.answer_checklist().await?;
    desk.click("validate").await?;
    desk.wait_for("[data-testid='delivery-validate'][data-delivery='delivered']")
        .await?;
    desk.wait_until("who validated does not approve", NO_APPROVAL)
        .await?;
    desk.click("release").await?;
    journey.sign_out().await?;

    journey.sign_in_as(COLLEAGUE).await?;
    journey.open_case(session.request, "unassigned").await?;
    journey.claim().await?;
    desk.click("documents").await?;
    journey.read_documents().await
}
