//! Writes every demo session into a folder of its own, as `sportelloctl verify`
//! reads it, and `measured`, with 10 s of 720p: `cargo run -p sportello-test-support --example render_sessions -- FOLDER`.

use std::{env, fs, path::PathBuf};

use anyhow::Context as _;
use serde_json::json;
use test_support::{
    portrait,
    session::{DemoSession, Story, Studio},
};

fn main() -> anyhow::Result<()> {
    let target = env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .context("name the folder to write to")?;
    let models = portrait::models().context("run `cargo xtask models` first")?;
    let studio = Studio::open(&models)?;
    for story in Story::ALL {
        let session = studio.render(story)?;
        write(&session, &target.join(story.name()))?;
    }
    write(&studio.measured()?, &target.join("measured"))
}

fn write(session: &DemoSession, folder: &std::path::Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    let declared = &session.declared;
    let request = json!({ "user": {
        "firstName": declared.first_name,
        "lastName": declared.last_name,
        "gender": declared.sex.letter(),
        "birthDate": declared.birth_date,
        "birthPlace": declared.birth_place,
        "taxCode": declared.tax_code,
    }});
    fs::write(folder.join("request.json"), request.to_string())?;
    fs::write(folder.join("document_front.jpg"), &session.front)?;
    fs::write(folder.join("selfie.jpg"), &session.selfie)?;
    if let Some(rear) = &session.rear {
        fs::write(folder.join("document_rear.jpg"), rear)?;
    }
    if let Some(video) = &session.video {
        fs::write(folder.join("video.mp4"), video)?;
    }
    Ok(())
}
