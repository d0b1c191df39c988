//! A whole session without the central API.

use anyhow::ensure;

use super::ends::nothing_personal;
use crate::stage::{self, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn in_the_window_a_session_without_a_line_waits_and_arrives_when_it_is_back()
-> anyhow::Result<()> {
    let Some(mut stage) = Stage::set("kiosk-offline").await? else {
        return Ok(());
    };
    let declared = stage::declared();
    let visit = stage.open_kiosk(&[]).await?;
    visit.open_shop().await?;
    stage.central.go_away().await?;

    visit.ask_anew(&declared).await?;
    visit.desk.click("devices-ready").await?;
    visit.consent().await?;
    visit.show_card().await?;
    visit.take_selfie().await?;
    visit.show_face().await?;
    visit.submit().await?;
    visit.is_sent("waiting").await?;
    let words = "1 sessione in attesa di invio";
    visit.desk.wait_for_text("kiosk-waiting", words).await?;

    stage.central.come_back().await?;
    let request = stage.central.wait_for_review().await?;
    ensure!(
        request["surname_1"] == declared.last_name.as_str(),
        "it is the one that was made without a line: {request}"
    );
    visit.desk.wait_until_gone("kiosk-waiting").await?;
    nothing_personal(&visit, &declared).await
}
