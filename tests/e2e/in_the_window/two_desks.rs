//! Two desks, each a process with a store of its own, on one central API.

use test_support::desk::Key;
use test_support::session::Story;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn of_two_desks_the_first_decides_and_the_second_sees_both_versions() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("two-desks").await? else {
        return Ok(());
    };
    let heard_of = stage.send(Story::WrongFace).await?;
    let at_once = stage.send(Story::Expired).await?;
    let (first, second) = tokio::try_join!(stage.open_desk(), stage.open_desk())?;

    // The second desk hears of the first one's decision while it prepares its own.
    for desk in [&first, &second] {
        desk.open_case(heard_of.request, "unassigned").await?;
        desk.claim().await?;
    }
    second
        .prepare_refusal("documentSuspicious", "Decided at the second desk")
        .await?;
    first
        .prepare_refusal("faceMismatch", "Decided at the first desk")
        .await?;
    first.confirm_refusal().await?;
    stage.central.wait_for(heard_of.request, "REFUSED").await?;
    second.desk.wait_for_text("case-state", "Rifiut").await?;
    second.desk.click("refuse-confirm").await?;
    second
        .desk
        .wait_for_text("conflict-seen", "Da esaminare")
        .await?;
    second
        .desk
        .wait_for_text("conflict-found", "Rifiut")
        .await?;
    second.desk.click("conflict-show").await?;
    second.desk.press_key(Key::Escape).await?;
    second.desk.wait_until_gone("refuse-sheet").await?;

    // Both decide before either knows of the other.
    for desk in [&first, &second] {
        desk.open_case(at_once.request, "all").await?;
        desk.claim().await?;
    }
    first
        .prepare_refusal("documentExpired", "Decided at the first desk")
        .await?;
    second
        .prepare_refusal("documentSuspicious", "Decided at the second desk")
        .await?;
    first.confirm_refusal().await?;
    second.confirm_refusal().await?;
    second.open_case(at_once.request, "refused").await?;
    second
        .desk
        .wait_for("[data-testid='delivery-refuse'][data-delivery='failed']")
        .await?;
    second
        .desk
        .wait_for_text("elsewhere", "Documento sospetto")
        .await?;
    second.desk.wait_for_text("elsewhere", "Rifiutato").await?;
    first.open_case(at_once.request, "refused").await?;
    first
        .desk
        .wait_for("[data-testid='delivery-refuse'][data-delivery='delivered']")
        .await?;
    assert!(!first.desk.sees("elsewhere").await?);

    for request in [heard_of.request, at_once.request] {
        let after = stage.central.request(request).await?;
        let said = after["videoid"]["refusal_reason"].as_str();
        assert!(
            said.is_some_and(|said| said.contains("Decided at the first desk")),
            "the first decision stands: {said:?}"
        );
    }
    Ok(())
}
