//! The papers of the legal office, as an administrator sees them.

use std::fs;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_template_s_mistake_is_named_until_it_is_mended() -> anyhow::Result<()> {
    let Some(mut stage) = Stage::set("templates").await? else {
        return Ok(());
    };
    let declaration = stage.own_house()?.join("templates/declaration.typ");
    let journey = stage.open_desk().await?;
    let desk = &journey.desk;
    desk.click("nav-settings").await?;
    let drawn = "[data-testid='template-preview'] canvas";
    desk.wait_for(drawn).await?;
    desk.click("template-contract").await?;
    desk.wait_for(drawn).await?;

    let good = fs::read_to_string(&declaration)?;
    fs::write(&declaration, "= Dichiarazione\n\n#let amount = (\n")?;
    desk.click("template-reload").await?;
    let problem = "template-problem-declaration";
    desk.wait_for_text(problem, "declaration.typ").await?;
    assert!(!desk.sees("template-problem-contract").await?);

    fs::write(&declaration, good)?;
    desk.click("template-reload").await?;
    desk.wait_until_gone(problem).await?;
    desk.click("template-declaration").await?;
    desk.wait_for(drawn).await?;
    Ok(())
}
