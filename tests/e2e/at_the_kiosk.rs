//! The tests that open the kiosk's window before virtual cameras.

mod cameras;
mod cut_off;
mod ends;
mod offline;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn in_the_window_a_customer_captures_a_session_that_the_desk_finds() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("kiosk").await? else {
        return Ok(());
    };
    let (invited, code) = stage.invite().await?;

    let visit = stage.open_kiosk(&[]).await?;
    visit.open_shop().await?;
    visit.begin(&code).await?;
    visit.show_card().await?;
    visit.ask_for_code().await?;
    visit.give_code(&stage.central.newest_code()?).await?;
    visit.take_selfie().await?;
    visit.show_face().await?;
    visit.submit().await?;
    visit.is_sent("delivered").await?;
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
