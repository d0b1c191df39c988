//! Opens the desk for the person who sits at it.

use std::process::Command;

use anyhow::{Context as _, bail};
use test_support::central::RunningCentral;

use crate::Options;

/// Says what to type, opens the desk and waits until it is closed.
///
/// # Errors
/// When the desk cannot be started or ends with a failure.
pub(crate) async fn run(options: &Options, central: &RunningCentral) -> anyhow::Result<()> {
    let officer = &central.officer;
    eprintln!(
        "\nThe desk opens now. At its first start:\n\
         \x20 1. create an operator account; name and password are yours to choose\n\
         \x20    user name at the central API   {}\n\
         \x20    officer number (rao_id)        {}\n\
         \x20 2. before the first decision, give the officer's credentials\n\
         \x20    password                       {}\n\
         \x20    PIN                            {}\n\n\
         Data are in {} and are emptied by the next demo. Close the window to end.\n",
        officer.user_name,
        officer.id,
        officer.password,
        officer.pin,
        options.output.display()
    );
    let mut desk = Command::new(&options.application);
    desk.env("SPORTELLO_HOME", options.output.join("desk"))
        .env("SPORTELLO_CENTRAL_URL", &central.url)
        .env("SPORTELLO_CENTRAL_TOKEN", &central.token)
        .env("SPORTELLO_MODELS", &options.models);
    let status = tokio::process::Command::from(desk)
        .status()
        .await
        .with_context(|| format!("{} cannot be started", options.application.display()))?;
    if !status.success() {
        bail!("the desk ended with {status}");
    }
    Ok(())
}
