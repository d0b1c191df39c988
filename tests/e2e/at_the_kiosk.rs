//! The tests that open the kiosk's window before virtual cameras.

use anyhow::Context as _;
use test_support::fake_camera::Fault;
use test_support::session::Story;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn in_the_window_a_customer_captures_a_session_that_the_desk_finds() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("kiosk").await? else {
        return Ok(());
    };
    let session = stage.render(Story::Genuine)?;
    let invited = stage.central.invite(&session).await?;
    let request = stage.central.request(invited.request).await?;
    let code = request["kiosk_code"].as_str().context("a kiosk code")?;

    let visit = stage.open_kiosk(stage.films()?).await?;
    visit.open_shop().await?;
    visit.begin(code).await?;
    visit.consent().await?;
    visit.show_card().await?;
    visit.ask_for_code().await?;
    visit.give_code(&stage.central.newest_code()?).await?;
    visit.take_selfie().await?;
    visit.show_face().await?;
    visit.submit().await?;
    stage
        .central
        .wait_for(invited.request, "VIDEOREVIEW")
        .await?;
    drop(visit);

    let journey = stage.open_desk().await?;
    journey.open_case(invited.request, "unassigned").await?;
    journey.wait_for_evidence().await?;
    journey.watch_video().await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_window_a_camera_that_is_pulled_out_is_named_and_comes_back() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("kiosk-unplugged").await? else {
        return Ok(());
    };
    let session = stage.render(Story::Genuine)?;
    let invited = stage.central.invite(&session).await?;
    let request = stage.central.request(invited.request).await?;
    let code = request["kiosk_code"].as_str().context("a kiosk code")?;

    let visit = stage.open_kiosk(stage.films()?).await?;
    visit.open_shop().await?;
    visit.cameras.fault(1, Fault::Busy)?;
    visit.desk.click("begin-it").await?;
    visit.desk.fill("request-code", code).await?;
    visit.desk.click("request-find").await?;
    visit
        .desk
        .wait_for("[data-testid='device-document'][data-state='busy']")
        .await?;
    visit.cameras.fault(1, Fault::None)?;
    visit.desk.click("devices-ready").await?;
    visit.consent().await
}
