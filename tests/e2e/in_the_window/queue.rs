//! The queue: lists, search, cases put aside.

use test_support::session::Story;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn cases_are_found_put_aside_and_gone_on_with() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("queue").await? else {
        return Ok(());
    };
    let genuine = stage.send(Story::Genuine).await?;
    let other = stage.send(Story::WrongFace).await?;
    let journey = stage.open_desk().await?;
    let desk = &journey.desk;
    journey.open_case(genuine.request, "unassigned").await?;
    desk.wait_for(&row(other.request)).await?;

    let person = Story::Genuine.person();
    for typed in [
        person.surname.to_lowercase(),
        person.tax_code.clone(),
        person.document.number.clone(),
    ] {
        desk.fill("queue-search", &typed).await?;
        desk.wait_until_gone(&row(other.request)).await?;
        desk.wait_for(&row(genuine.request)).await?;
    }
    desk.fill("queue-search", "nobody of this name").await?;
    desk.wait_for("queue-empty").await?;
    desk.click("[data-testid='queue-empty'] button").await?;
    desk.wait_for(&row(other.request)).await?;

    journey.claim().await?;
    desk.click("hold").await?;
    desk.fill("hold-note", "The bank calls back").await?;
    desk.click("hold-confirm").await?;
    desk.wait_for("resume").await?;
    desk.click("owner-all").await?;
    desk.click("queue-list").await?;
    desk.click("list-onHold").await?;
    desk.wait_for(&row(genuine.request)).await?;
    desk.wait_until_gone(&row(other.request)).await?;

    desk.click("resume").await?;
    desk.wait_for("hold").await?;
    Ok(())
}

fn row(pk: i64) -> String {
    test_support::journey::row(pk)
}
