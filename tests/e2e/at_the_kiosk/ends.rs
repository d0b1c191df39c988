//! Sessions that end early: the central API knows why, and nothing stays.

use anyhow::ensure;
use test_support::kiosk::Visit;
use test_support::session::Declared;
use test_support::traces;

use super::cut_off::{ENDINGS, captured, wait_for_recording};
use crate::stage::{self, Stage};

/// What the addresses of captured pictures contain.
const PICTURES: &str = "/media/";

/// Notes in the window that the warning and the end came: they stay for seconds
/// alone, in which a busy machine may not answer.
const WATCH: &str = "
    window.seen = {};
    const signs = {
        warning: \"[data-testid='idle-sheet']\",
        end: \"[data-testid='stopped'][data-reason='idle']\",
    };
    const look = () => {
        for (const [name, sign] of Object.entries(signs)) {
            if (document.querySelector(sign) !== null) window.seen[name] = true;
        }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    look();
    return true";

#[tokio::test(flavor = "multi_thread")]
async fn in_the_window_silence_is_warned_of_and_leaves_nothing_personal() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("kiosk-idle").await? else {
        return Ok(());
    };
    let (invited, code) = stage.invite().await?;
    let visit = stage
        .open_kiosk(&[("SPORTELLO_KIOSK_IDLE_SECONDS", "36")])
        .await?;
    visit.open_shop().await?;
    visit.begin(&code).await?;
    wait_for_recording(&visit).await?;

    visit.desk.run(WATCH).await?;
    for (what, seen) in [
        ("the warning was up", "return window.seen.warning === true"),
        ("the session has ended", "return window.seen.end === true"),
    ] {
        visit.desk.wait_until(what, seen).await?;
    }
    for ending in ENDINGS {
        ensure!(
            captured(&visit, ending)?.is_empty(),
            "a {ending} file stays"
        );
    }
    stage.ended(invited.request, "InactiveUser.Aborted").await?;
    let declared = stage::declared();
    nothing_personal(&visit, &declared).await?;
    // It closes by itself.
    visit.open_shop().await?;
    nothing_personal(&visit, &declared).await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_window_three_wrong_codes_end_the_session() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("kiosk-code").await? else {
        return Ok(());
    };
    let (invited, code) = stage.invite().await?;
    let visit = stage.open_kiosk(&[]).await?;
    visit.open_shop().await?;
    visit.begin(&code).await?;
    visit.show_card().await?;
    visit.ask_for_code().await?;
    let right = stage.central.newest_code()?;
    for (wrong, left) in [("111111", "2"), ("222222", "1")] {
        visit
            .give_code(if right == wrong { "999999" } else { wrong })
            .await?;
        visit.desk.wait_for_text("attempts-left", left).await?;
    }
    visit
        .give_code(if right == "333333" {
            "999999"
        } else {
            "333333"
        })
        .await?;
    visit.see_the_end("otp").await?;
    stage.ended(invited.request, "User.OtpFailed").await?;
    nothing_personal(&visit, &stage::declared()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_window_a_customer_reads_the_policy_and_chooses_a_person() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("kiosk-in-person").await? else {
        return Ok(());
    };
    let (invited, code) = stage.invite().await?;
    let visit = stage.open_kiosk(&[]).await?;
    visit.open_shop().await?;
    visit.find(&code).await?;
    visit.desk.click("devices-ready").await?;
    visit.desk.click("policy").await?;
    visit
        .desk
        .wait_for_text("policy-sheet", "Informativa")
        .await?;
    visit.desk.click("policy-close").await?;
    visit.desk.wait_until_gone("policy-sheet").await?;
    visit.desk.click("in-person").await?;
    visit.desk.click("in-person-yes").await?;
    let words = "Una persona viene da lei";
    visit.desk.wait_for_text("screen-stopped", words).await?;
    stage.ended(invited.request, "User.ChoseInPerson").await?;
    nothing_personal(&visit, &stage::declared()).await
}

/// Neither the window nor a file tells of who was `declared`.
pub(super) async fn nothing_personal(visit: &Visit, declared: &Declared) -> anyhow::Result<()> {
    let page = visit.page().await?;
    for text in [
        &declared.first_name,
        &declared.last_name,
        &declared.phone,
        &declared.mail,
    ] {
        ensure!(
            !page.contains(text.as_str()),
            "the window still holds something personal"
        );
    }
    ensure!(!page.contains(PICTURES), "a picture can still be shown");
    nothing_in_the_clear(visit, declared)
}

/// No file tells of who was `declared`.
pub(super) fn nothing_in_the_clear(visit: &Visit, declared: &Declared) -> anyhow::Result<()> {
    let wanted = traces::personal(declared);
    let found = traces::holding(visit.desk.everything(), &wanted)?;
    ensure!(found.is_empty(), "in the clear: {found:?}");
    Ok(())
}
