//! Cameras that fail: said by name, and the session goes on when they are back.

use test_support::fake_camera::Fault;
use test_support::kiosk::{DOCUMENT, FACE};

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn in_the_window_cameras_that_fail_are_named_and_the_session_goes_on_when_they_are_back()
-> anyhow::Result<()> {
    let Some(stage) = Stage::set("kiosk-cameras").await? else {
        return Ok(());
    };
    let (_, code) = stage.invite().await?;
    let visit = stage.open_kiosk(&[]).await?;
    visit.open_shop().await?;

    // Another program has it.
    visit.cameras.fault(DOCUMENT, Fault::Busy)?;
    visit.find(&code).await?;
    let busy = "[data-testid='device-document'][data-state='busy']";
    let words = "Usata da un altro programma";
    visit.desk.wait_for_text(busy, words).await?;
    let face = "[data-testid='device-face'][data-state='ok']";
    visit.desk.wait_for(face).await?;
    visit.cameras.fault(DOCUMENT, Fault::None)?;
    visit.desk.click("devices-ready").await?;
    visit.consent().await?;

    // No picture comes any more.
    visit.desk.wait_for("screen-capture").await?;
    visit.cameras.fault(DOCUMENT, Fault::Stall)?;
    let words = "Telecamera per il documento: Immagine ferma";
    visit.hear_of("stalled", words).await?;
    visit.cameras.fault(DOCUMENT, Fault::None)?;
    visit.show_front().await?;

    // Its cable is pulled out.
    visit.cameras.fault(DOCUMENT, Fault::Unplugged)?;
    let words = "Telecamera per il documento: Cavo staccato";
    visit.hear_of("unplugged", words).await?;
    visit.cameras.fault(DOCUMENT, Fault::None)?;
    visit.show_rear().await?;
    visit.ask_for_code().await?;
    visit.give_code(&stage.central.newest_code()?).await?;

    visit.desk.wait_for("screen-capture").await?;
    visit.cameras.fault(FACE, Fault::Unplugged)?;
    let words = "Telecamera per il viso: Cavo staccato";
    visit.hear_of("unplugged", words).await?;
    visit.cameras.fault(FACE, Fault::None)?;
    visit.take_selfie().await
}
