//! What a desk does with files and answers that are not what they should be.

use central::faults::{Fault, Operation};
use domain::evidence::MAX_VIDEO_BYTES;
use test_support::hostile;
use test_support::session::{DemoSession, Story};

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn bad_evidence_is_named_on_its_case_and_the_desk_goes_on() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("bad-evidence").await? else {
        return Ok(());
    };
    let whole = stage.render(Story::Genuine)?;
    let truncated = DemoSession {
        front: hostile::truncated(&whole.front),
        ..whole.clone()
    };
    let vast = DemoSession {
        selfie: hostile::vast_png(),
        ..whole.clone()
    };
    let truncated = stage.central.receive(&truncated).await?;
    let vast = stage.central.receive(&vast).await?;
    let emptied = stage.central.receive(&whole).await?;
    // Evidence of the same bytes is one file: this one has a video of its own,
    // with an empty box at its end.
    let swollen = DemoSession {
        video: whole
            .video
            .as_ref()
            .map(|video| [&video[..], b"\0\0\0\x08free"].concat()),
        ..whole.clone()
    };
    let swollen = stage.central.receive(&swollen).await?;
    for (session, bytes) in [(&emptied, 0), (&swollen, MAX_VIDEO_BYTES + 1)] {
        stage
            .central
            .resize_evidence(session.request, "video", bytes)
            .await?;
    }
    let genuine = stage.send(Story::SecondGenuine).await?;

    let journey = stage.open_desk().await?;
    for (session, piece, problem) in [
        (&truncated, "documentFront", "truncated"),
        (&vast, "selfie", "dimensionsTooLarge"),
        (&emptied, "video", "empty"),
        (&swollen, "video", "fileTooLarge"),
    ] {
        journey.open_case(session.request, "all").await?;
        journey.claim().await?;
        let named = format!("[data-testid='evidence-problem-{piece}'][data-problem='{problem}']");
        journey.desk.wait_for(&named).await?;
    }
    journey.open_case(genuine.request, "all").await?;
    journey.claim().await?;
    journey.wait_for_checks().await?;
    journey.wait_for_evidence().await
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_of_the_wrong_shape_are_told_and_nothing_is_lost() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("wrong-shape").await? else {
        return Ok(());
    };
    let session = stage.send(Story::SecondGenuine).await?;
    let faults = stage.central.central().faults();
    faults.plan(Operation::ListRequests, Fault::WrongShape, 1);
    faults.plan(Operation::GetRequest, Fault::WrongShape, 1000);
    let journey = stage.open_desk().await?;
    journey.open_case(session.request, "all").await?;
    journey.claim().await?;
    journey.desk.wait_for("request-unreadable").await?;
    // The central API is mended; the desk asks again and completes the case.
    faults.clear();
    journey.desk.wait_until_gone("request-unreadable").await?;
    journey.wait_for_checks().await?;
    faults.plan(Operation::Validate, Fault::WrongShape, 1);
    journey.validate().await?;
    stage.central.wait_for(session.request, "CREATED").await?;
    Ok(())
}
