//! Two desks, each a process with a store of its own, on one central API.

use test_support::session::Story;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn of_two_desks_the_first_decides_and_the_second_sees_both_versions() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("two-desks").await? else {
        return Ok(());
    };
    let session = stage.send(Story::WrongFace).await?;
    let (first, second) = tokio::try_join!(stage.open_desk(), stage.open_desk())?;
    for desk in [&first, &second] {
        desk.open_case(session.request, "unassigned").await?;
        desk.claim().await?;
    }
    first
        .prepare_refusal("faceMismatch", "Decided at the first desk")
        .await?;
    second
        .prepare_refusal("documentSuspicious", "Decided at the second desk")
        .await?;
    first.confirm_refusal().await?;
    let refused = stage.central.wait_for(session.request, "REFUSED").await?;
    second.confirm_refusal().await?;

    second.open_case(session.request, "refused").await?;
    second.desk.wait_for_text("elsewhere", "Rifiut").await?;
    let shown = second.desk.text("elsewhere").await?;
    assert!(
        shown.contains("Documento sospetto"),
        "what was wanted stands beside what there is: {shown}"
    );
    second
        .desk
        .wait_for("[data-testid='delivery-refuse'][data-delivery='failed']")
        .await?;
    first.open_case(session.request, "refused").await?;
    first
        .desk
        .wait_for("[data-testid='delivery-refuse'][data-delivery='delivered']")
        .await?;
    assert!(!first.desk.sees("elsewhere").await?);
    let after = stage.central.request(session.request).await?;
    assert_eq!(
        after["videoid"]["refusal_reason"], refused["videoid"]["refusal_reason"],
        "the first decision stands"
    );
    Ok(())
}
