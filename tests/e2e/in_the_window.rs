//! The tests that open the window.

mod bad_input;
mod beside;
mod colleagues;
mod decisions;
mod one_case;
mod pieces;
mod queue;
mod reports;
mod templates;
mod two_desks;

use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use central::faults::{Fault, Operation};
use test_support::callbacks::Callbacks;
use test_support::session::Story;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_session_is_enrolled_and_its_archive_verifies() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("approved").await? else {
        return Ok(());
    };
    let session = stage.send(Story::Genuine).await?;
    let journey = stage.open_desk().await?;

    journey.open_case(session.request, "unassigned").await?;
    journey.claim().await?;
    journey.wait_for_checks().await?;
    journey.wait_for_evidence().await?;
    journey.watch_video().await?;
    journey.keep_frame().await?;
    journey.validate().await?;
    journey.read_documents().await?;
    journey.approve().await?;

    stage
        .central
        .wait_for(session.request, "ENROLLREADY")
        .await?;
    let verification = stage.central.verification(&session.verification).await?;
    assert_eq!(verification["status"], "ok");
    assert_eq!(verification["completed"], true);

    journey.open_case(session.request, "done").await?;
    let archive = journey.export().await?;
    assert!(verifies(&archive)?, "an archive as it was saved is intact");
    let altered = archive.with_file_name("altered.zip");
    let mut bytes = std::fs::read(&archive)?;
    let frame = b"snapshot.png";
    assert!(
        bytes.windows(frame.len()).any(|name| name == frame),
        "the frame that was kept is in it"
    );
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&altered, bytes)?;
    assert!(!verifies(&altered)?, "one changed bit is noticed");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_session_ends_as_ko_with_the_reason() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("refused").await? else {
        return Ok(());
    };
    let session = stage.send(Story::WrongFace).await?;
    let journey = stage.open_desk().await?;

    journey.open_case(session.request, "unassigned").await?;
    journey.claim().await?;
    journey
        .prepare_refusal("faceMismatch", "Two different people")
        .await?;
    journey.confirm_refusal().await?;

    let request = stage.central.wait_for(session.request, "REFUSED").await?;
    let verification = stage.central.verification(&session.verification).await?;
    assert_eq!(verification["status"], "ko");
    let reason = verification["reason"]
        .as_str()
        .context("a refusal has a reason")?;
    assert!(reason.contains("Two different people"), "{reason}");
    assert_eq!(request["videoid"]["refusal_reason"].as_str(), Some(reason));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_outlives_a_kill_and_arrives_once() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("killed").await? else {
        return Ok(());
    };
    let callbacks = Callbacks::listen().await?;
    let session = stage
        .send_with_callback(Story::WrongFace, &callbacks)
        .await?;
    let mut journey = stage.open_desk().await?;
    journey.open_case(session.request, "unassigned").await?;
    journey.claim().await?;
    journey
        .prepare_refusal("faceMismatch", "Killed on the way")
        .await?;
    // The answer to the first delivery is lost as well: the desk has to ask again.
    let faults = stage.central.central().faults();
    faults.plan(Operation::Refuse, Fault::AnswerLost, 1);
    journey.confirm_refusal().await?;
    journey.desk.kill()?;
    let request = stage.central.request(session.request).await?;
    assert_eq!(
        request["status"], "VIDEOREVIEW",
        "the decision was still held back"
    );

    let started = Instant::now();
    journey.desk.revive().await?;
    journey.desk.wait_for("sign-in-user").await?;
    let asked = started.elapsed();
    journey.sign_in().await?;
    let in_the_queue = started.elapsed();
    println!(
        "MEASURED: from the start of the application to the sign-in {} ms, through the sign-in to the queue {} ms",
        asked.as_millis(),
        in_the_queue.as_millis()
    );
    journey.give_credentials().await?;
    stage.central.wait_for(session.request, "REFUSED").await?;
    journey.open_case(session.request, "refused").await?;
    journey
        .desk
        .wait_for("[data-testid='delivery-refuse'][data-delivery='delivered']")
        .await?;
    callbacks.wait_for("ko").await?;
    assert_eq!(
        callbacks.statuses(),
        ["validation", "ko"],
        "one change, one callback"
    );
    Ok(())
}

/// Whether `sportelloctl archive verify` finds `archive` intact.
fn verifies(archive: &std::path::Path) -> anyhow::Result<bool> {
    let program =
        std::path::Path::new(env!("CARGO_BIN_EXE_sportello")).with_file_name("sportelloctl");
    ensure!(
        program.is_file(),
        "sportelloctl is not built: cargo build --workspace"
    );
    let output = Command::new(program)
        .args(["archive", "verify"])
        .arg(archive)
        .output()?;
    match output.status.code() {
        Some(0) => Ok(true),
        Some(1) => Ok(false),
        other => anyhow::bail!("{other:?}: {}", String::from_utf8_lossy(&output.stderr)),
    }
}
