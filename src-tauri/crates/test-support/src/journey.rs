//! The way of an operator through the desk, one step a function. The demo and
//! the tests in the window walk it.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::central::Officer;
use crate::desk::{self, Desk};

/// The password of the operator account.
const PASSWORD: &str = "specimen-password-1";
/// The name that the operator types at sign-in.
const USER_NAME: &str = "operatore.uno";

/// An operator at a desk.
pub struct Journey {
    /// The desk.
    pub desk: Desk,
    officer: Officer,
}

impl Journey {
    /// An operator who decides as `officer`.
    #[must_use]
    pub const fn new(desk: Desk, officer: Officer) -> Self {
        Self { desk, officer }
    }

    /// Fills in the form of the first start, without sending it.
    ///
    /// # Errors
    /// When the form is not there.
    pub async fn fill_first_start(&self) -> anyhow::Result<()> {
        let desk = &self.desk;
        desk.fill("first-display-name", "Operatore Uno").await?;
        desk.fill("first-user", USER_NAME).await?;
        desk.fill("first-password", PASSWORD).await?;
        desk.fill("first-password-again", PASSWORD).await?;
        desk.fill("first-rao-user", &self.officer.user_name).await?;
        desk.fill("first-rao-id", &self.officer.id).await
    }

    /// Makes the first operator account and comes to the queue.
    ///
    /// # Errors
    /// When the desk does not offer it or does not let the operator in.
    pub async fn first_start(&self) -> anyhow::Result<()> {
        self.fill_first_start().await?;
        self.desk.click("first-create").await?;
        self.desk.wait_for("queue").await?;
        Ok(())
    }

    /// Signs in with the account of [`first_start`](Self::first_start).
    ///
    /// # Errors
    /// When the desk does not let the operator in.
    pub async fn sign_in(&self) -> anyhow::Result<()> {
        self.sign_in_as(USER_NAME).await
    }

    /// Signs out.
    ///
    /// # Errors
    /// When the desk does not let the operator go.
    pub async fn sign_out(&self) -> anyhow::Result<()> {
        self.desk.click("sign-out").await?;
        self.desk.wait_for("sign-in-user").await?;
        Ok(())
    }

    /// Signs in with the account `user_name`, whose password is that of every
    /// account here.
    ///
    /// # Errors
    /// When the desk does not let the operator in.
    pub async fn sign_in_as(&self, user_name: &str) -> anyhow::Result<()> {
        self.desk.fill("sign-in-user", user_name).await?;
        self.desk.fill("sign-in-password", PASSWORD).await?;
        self.desk.click("sign-in").await?;
        self.desk.wait_for("queue").await?;
        Ok(())
    }

    /// Makes the account `user_name`, as an administrator does, with `role`
    /// (`rao`, `auditor` or `administrator`), and comes back to the queue.
    ///
    /// # Errors
    /// When the desk does not make it.
    pub async fn make_account(
        &self,
        user_name: &str,
        display_name: &str,
        role: &str,
    ) -> anyhow::Result<()> {
        let desk = &self.desk;
        desk.click("nav-settings").await?;
        desk.click("account-new").await?;
        desk.fill("account-display-name", display_name).await?;
        desk.fill("account-user", user_name).await?;
        desk.click(&format!("account-role-{role}")).await?;
        desk.fill("account-rao-user", &self.officer.user_name)
            .await?;
        desk.fill("account-rao-id", &self.officer.id).await?;
        desk.fill("account-password", PASSWORD).await?;
        desk.fill("account-password-again", PASSWORD).await?;
        desk.click("account-save").await?;
        desk.wait_for(&format!("account-change-{user_name}"))
            .await?;
        desk.click("nav-queue").await?;
        desk.wait_for("queue").await?;
        Ok(())
    }

    /// Gives the officer's password and PIN, which decisions need.
    ///
    /// # Errors
    /// When the desk does not take them.
    pub async fn give_credentials(&self) -> anyhow::Result<()> {
        self.desk.click("connection").await?;
        self.desk.click("give-credentials").await?;
        self.desk
            .fill("rao-password", &self.officer.password)
            .await?;
        self.desk.fill("rao-pin", &self.officer.pin).await?;
        self.desk.click("credentials-save").await?;
        self.desk.wait_until_gone("credentials-dialog").await
    }

    /// Opens the case of the request `pk` among open ones (`mine`, `unassigned`
    /// or `all`), or from another list (`done`, `refused`, …).
    ///
    /// # Errors
    /// When it is not there.
    pub async fn open_case(&self, pk: i64, from: &str) -> anyhow::Result<()> {
        let (owner, list) = if ["mine", "unassigned", "all"].contains(&from) {
            (from, "open")
        } else {
            ("all", from)
        };
        self.desk.click(&format!("owner-{owner}")).await?;
        let shown = format!("[data-testid='queue-list'][data-list='{list}']");
        if !self.desk.sees(&shown).await? {
            self.desk.click("queue-list").await?;
            self.desk.click(&format!("list-{list}")).await?;
        }
        self.desk.click(&row(pk)).await?;
        self.desk.wait_for_text("case-key", &pk.to_string()).await
    }

    /// Claims the open case, unless the desk has done so: after a decision it
    /// claims the next one by itself.
    ///
    /// # Errors
    /// When a colleague has it.
    pub async fn claim(&self) -> anyhow::Result<()> {
        self.desk
            .wait_for("[data-testid='claim'], [data-testid='release']")
            .await?;
        if !self.desk.sees("release").await? {
            self.desk.click("claim").await?;
        }
        self.desk.wait_for("release").await?;
        Ok(())
    }

    /// Waits until the engine has assessed the open case.
    ///
    /// # Errors
    /// When it does not or cannot.
    pub async fn wait_for_checks(&self) -> anyhow::Result<()> {
        self.desk.wait_for("verdict").await?;
        Ok(())
    }

    /// Waits until the pictures and the video of the open case are drawn.
    ///
    /// # Errors
    /// When a picture cannot be shown.
    pub async fn wait_for_evidence(&self) -> anyhow::Result<()> {
        self.desk.wait_for("viewer-left").await?;
        self.desk
            .wait_until(
                "every picture is drawn",
                "return [...document.images].every((image) => image.complete && image.naturalWidth > 0)",
            )
            .await
    }

    /// Plays the video, seeks to its middle and stops there.
    ///
    /// # Errors
    /// When it does not play or does not seek.
    pub async fn watch_video(&self) -> anyhow::Result<()> {
        self.desk.wait_for("video").await?;
        let video = "const video = document.querySelector(\"[data-testid='video']\");";
        self.desk.click("video-play").await?;
        self.desk
            .wait_until(
                "the video plays",
                &format!("{video} return video.currentTime > 0.3"),
            )
            .await?;
        self.desk.click("video-play").await?;
        self.desk
            .run(&format!(
                "{video} video.currentTime = video.duration / 2; return true"
            ))
            .await?;
        self.desk
            .wait_until(
                "the video has moved to its middle",
                &format!("{video} return !video.seeking && Math.abs(video.currentTime - video.duration / 2) < 0.5"),
            )
            .await
    }

    /// Keeps the frame at which the video stands, by keyboard; it is shown beside
    /// the other pieces.
    ///
    /// # Errors
    /// When it is not kept.
    pub async fn keep_frame(&self) -> anyhow::Result<()> {
        self.desk.press('z').await?;
        self.desk
            .wait_for("[data-testid='evidence-snapshot'][aria-pressed='true']")
            .await?;
        self.wait_for_evidence().await
    }

    /// Answers what the checklist of the open case still needs, by keyboard:
    /// yes to everything, but that there is no register of lost documents.
    ///
    /// # Errors
    /// When the checklist does not become complete.
    pub async fn answer_checklist(&self) -> anyhow::Result<()> {
        // Opens it at what is missing first; every answer goes on to the next.
        self.desk.click("tab-checklist").await?;
        self.desk.wait_for("checklist").await?;
        loop {
            let state = self.desk.run(OPEN_ITEM).await?;
            if state["open"] == 0 {
                break;
            }
            let item = state["item"].as_str().context("no item is at hand")?;
            let unregistered = item == "item-notReportedLost";
            self.desk
                .press(if unregistered { '3' } else { '1' })
                .await?;
            self.desk
                .wait_for(&format!("[data-testid='{item}']:not([data-answer='open'])"))
                .await?;
        }
        self.desk.click("tab-review").await
    }

    /// Answers the checklist, validates the open case and waits until the central API knows;
    /// declaration and contract open by themselves.
    ///
    /// # Errors
    /// When it may not be validated or the decision does not arrive.
    pub async fn validate(&self) -> anyhow::Result<()> {
        self.answer_checklist().await?;
        self.desk.click("validate").await?;
        self.desk.wait_for("documents-dialog").await?;
        self.desk
            .wait_for("[data-testid='delivery-validate'][data-delivery='delivered']")
            .await?;
        Ok(())
    }

    /// Waits until declaration and contract were shown to their last page.
    ///
    /// # Errors
    /// When one cannot be shown.
    pub async fn read_documents(&self) -> anyhow::Result<()> {
        for document in ["declaration", "contract"] {
            let shown = format!("[data-testid='document-{document}'][data-shown='true']");
            self.desk.wait_for(&shown).await?;
        }
        Ok(())
    }

    /// Approves the case whose documents are open.
    ///
    /// # Errors
    /// When it may not be approved.
    pub async fn approve(&self) -> anyhow::Result<()> {
        self.desk.click("approve").await?;
        self.desk.wait_until_gone("documents-dialog").await
    }

    /// Opens the sheet for a refusal and fills it in, without sending it.
    ///
    /// # Errors
    /// When the case may not be refused or the reason is not offered.
    pub async fn prepare_refusal(&self, reason: &str, text: &str) -> anyhow::Result<()> {
        self.desk.click("refuse").await?;
        self.desk.click(&format!("reason-{reason}")).await?;
        self.desk.click("finality-definitive").await?;
        self.desk.fill("refuse-text", text).await
    }

    /// Sends the refusal that was prepared.
    ///
    /// # Errors
    /// When it is not taken.
    pub async fn confirm_refusal(&self) -> anyhow::Result<()> {
        self.desk.click("refuse-confirm").await?;
        self.desk.wait_until_gone("refuse-sheet").await
    }

    /// Exports the open case and returns the archive.
    ///
    /// # Errors
    /// When no archive is written.
    pub async fn export(&self) -> anyhow::Result<PathBuf> {
        self.desk.click("export").await?;
        self.desk.click("export-files").await?;
        let folder = self.desk.saved();
        desk::until("an archive is saved", || {
            let entries = std::fs::read_dir(&folder).context("the folder for archives is gone")?;
            let archive = entries
                .flatten()
                .map(|entry| entry.path())
                .find(|path| path.extension().is_some_and(|extension| extension == "zip"));
            Ok(archive)
        })
        .await
    }
}

/// How many things the checklist still needs, and the item that the keys are for.
const OPEN_ITEM: &str = "const list = document.querySelector(\"[data-testid='checklist']\"); \
    return { open: Number(list.dataset.open), \
             item: list.querySelector('[aria-current]')?.dataset.testid ?? null }";

/// The row of the request `pk` in the queue.
#[must_use]
pub fn row(pk: i64) -> String {
    format!("[data-central-key='{pk}']")
}
