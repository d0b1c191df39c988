//! The whole job in the real window, with nobody at the desk.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};
use serde_json::Value;
use test_support::central::{Received, RunningCentral};
use test_support::desk::{Desk, Settings};
use test_support::journey::{self, Journey};
use test_support::session::Story;

use crate::summary::Summary;
use crate::{Options, Sent};

/// Approves one session, refuses another, exports the archive and asks the
/// central API what it knows.
///
/// # Errors
/// When a step cannot be done or its result is not the expected one.
pub(crate) async fn run(
    options: &Options,
    central: &RunningCentral,
    sent: &[Sent],
) -> anyhow::Result<()> {
    if let Some(missing) = Desk::missing() {
        bail!("no window can be opened: {missing}");
    }
    let mut summary = Summary::new(&options.output);
    let desk = Desk::open(Settings {
        application: options.application.clone(),
        central_url: central.url.clone(),
        central_token: central.token.clone(),
        models: options.models.clone(),
        language: "it",
        trace: options.output.clone(),
        environment: Vec::new(),
    })
    .await?;
    desk.resize(1440, 900).await?;
    let journey = Journey::new(desk, central.officer.clone());

    let outcome = walk(&journey, options, central, sent, &mut summary).await;
    if let Err(error) = &outcome {
        let what = format!("{error:#}");
        summary.finding(
            "The demo broke off",
            what.lines().next().unwrap_or_default(),
        );
    }
    summary.write()?;
    eprintln!("see {}", options.output.join("summary.html").display());
    outcome
}

async fn walk(
    journey: &Journey,
    options: &Options,
    central: &RunningCentral,
    sent: &[Sent],
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let genuine = received(sent, Story::Genuine)?;
    let wrong_face = received(sent, Story::WrongFace)?;

    journey.fill_first_start().await?;
    take(
        journey,
        summary,
        "first-start",
        "The first start: the operator's account",
    )
    .await?;
    journey.first_start().await?;
    journey.give_credentials().await?;
    approve(journey, genuine, summary).await?;
    let request = central.wait_for(genuine.request, "ENROLLREADY").await?;
    tell(central, genuine, &request, "Genuine session", summary).await?;

    export(journey, options, genuine, summary).await?;

    choose(journey, "language-en", "theme-dark").await?;
    take(
        journey,
        summary,
        "settings-dark",
        "Settings, in English and dark",
    )
    .await?;
    journey.desk.click("nav-queue").await?;
    refuse(journey, wrong_face, summary).await?;
    let request = central.wait_for(wrong_face.request, "REFUSED").await?;
    tell(
        central,
        wrong_face,
        &request,
        "Session with another face",
        summary,
    )
    .await
}

async fn approve(
    journey: &Journey,
    session: &Received,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    journey.desk.click("owner-all").await?;
    journey
        .desk
        .wait_for(&journey::row(session.request))
        .await?;
    journey
        .desk
        .wait_until(
            "every session is assessed",
            "return [...document.querySelectorAll('[data-central-key]')].every((row) => !row.innerText.includes('Controlli'))",
        )
        .await?;
    take(journey, summary, "queue", "The queue, assessed").await?;
    journey.open_case(session.request, "all").await?;
    journey.claim().await?;
    journey.wait_for_checks().await?;
    journey.wait_for_evidence().await?;
    take(
        journey,
        summary,
        "claimed",
        "A claimed case: pictures, checks, fields",
    )
    .await?;
    journey.watch_video().await?;
    take(journey, summary, "compared", "Compared with the video").await?;
    journey.answer_checklist().await?;
    journey.desk.click("tab-checklist").await?;
    take(journey, summary, "checklist", "The checklist, answered").await?;
    journey.desk.click("tab-review").await?;
    journey.validate().await?;
    journey.read_documents().await?;
    take(
        journey,
        summary,
        "documents",
        "Validated: declaration and contract",
    )
    .await?;
    journey.approve().await?;
    take(
        journey,
        summary,
        "approved",
        "Approved; the next case opens",
    )
    .await
}

async fn refuse(
    journey: &Journey,
    session: &Received,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    journey.open_case(session.request, "all").await?;
    journey.claim().await?;
    journey.wait_for_checks().await?;
    journey.wait_for_evidence().await?;
    take(
        journey,
        summary,
        "other-face",
        "A card that shows somebody else",
    )
    .await?;
    journey
        .prepare_refusal("faceMismatch", "Card and recording show two people")
        .await?;
    take(
        journey,
        summary,
        "refusal",
        "The refusal and what the customer will read",
    )
    .await?;
    journey.confirm_refusal().await?;
    take(journey, summary, "refused", "Refused").await
}

async fn export(
    journey: &Journey,
    options: &Options,
    session: &Received,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    journey.open_case(session.request, "done").await?;
    let saved = journey.export().await?;
    take(journey, summary, "exported", "The archive is saved").await?;
    let archive = options.output.join("archive.zip");
    std::fs::copy(&saved, &archive).context("the archive cannot be kept")?;
    let verified = verify(&options.sportelloctl, &archive)?;
    summary.finding(
        "Archive",
        format!("archive.zip; `sportelloctl archive verify`: {verified}"),
    );
    Ok(())
}

async fn choose(journey: &Journey, language: &str, theme: &str) -> anyhow::Result<()> {
    journey.desk.click("nav-settings").await?;
    journey.desk.click(language).await?;
    journey.desk.click(theme).await
}

async fn take(
    journey: &Journey,
    summary: &mut Summary,
    name: &str,
    caption: &str,
) -> anyhow::Result<()> {
    let path = summary.picture(name, caption);
    journey.desk.screenshot(&path).await
}

/// Notes what both faces of the central API say.
async fn tell(
    central: &RunningCentral,
    session: &Received,
    request: &Value,
    what: &str,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let verification = central.verification(&session.verification).await?;
    let text = |value: &Value| value.as_str().unwrap_or("–").to_owned();
    summary.finding(
        what,
        format!(
            "RA face {}, partner face {}, reason {}",
            text(&request["status"]),
            text(&verification["status"]),
            text(&verification["reason"])
        ),
    );
    Ok(())
}

fn verify(sportelloctl: &Path, archive: &Path) -> anyhow::Result<String> {
    let output = Command::new(sportelloctl)
        .args(["archive", "verify"])
        .arg(archive)
        .output()
        .with_context(|| format!("{} cannot be started", sportelloctl.display()))?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        bail!("the archive does not verify: {said}");
    }
    Ok(said.lines().next().unwrap_or("exit 0").to_owned())
}

fn received(sent: &[Sent], story: Story) -> anyhow::Result<&Received> {
    sent.iter()
        .find(|each| each.story == story)
        .map(|each| &each.received)
        .with_context(|| format!("the session `{}` was not sent", story.name()))
}
