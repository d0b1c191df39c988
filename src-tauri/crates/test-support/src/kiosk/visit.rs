//! The way of a customer through the kiosk's window.

use anyhow::Context as _;

use super::{DOCUMENT, FACE, Films};
use crate::desk::Desk;
use crate::fake_camera::Cameras;
use crate::session::Declared;

/// A customer at a kiosk.
pub struct Visit {
    /// The kiosk's window.
    pub desk: Desk,
    /// What its cameras show.
    pub cameras: Cameras,
    films: Films,
}

impl Visit {
    /// A customer of whom `films` were made, before `cameras`.
    #[must_use]
    pub const fn new(desk: Desk, cameras: Cameras, films: Films) -> Self {
        Self {
            desk,
            cameras,
            films,
        }
    }

    /// Waits for the welcome, which comes after a good self test.
    ///
    /// # Errors
    /// When the kiosk takes nobody.
    pub async fn open_shop(&self) -> anyhow::Result<()> {
        self.desk.wait_for("screen-welcome").await?;
        Ok(())
    }

    /// Begins in Italian, with the code of a request.
    ///
    /// # Errors
    /// When the request is not found.
    pub async fn find(&self, code: &str) -> anyhow::Result<()> {
        self.desk.click("begin-it").await?;
        self.desk.fill("request-code", code).await?;
        self.desk.click("request-find").await?;
        self.desk.wait_for("screen-devices").await?;
        Ok(())
    }

    /// Begins in Italian, with a new request for what is `declared`.
    ///
    /// # Errors
    /// When something is not taken.
    pub async fn ask_anew(&self, declared: &Declared) -> anyhow::Result<()> {
        self.desk.click("begin-it").await?;
        self.desk.click("request-new").await?;
        self.desk.click("document-identityCard").await?;
        for (question, answer) in [
            ("givenName", &declared.first_name),
            ("surname", &declared.last_name),
            ("taxCode", &declared.tax_code),
            ("email", &declared.mail),
            ("phone", &declared.phone),
        ] {
            self.desk.fill(&format!("new-{question}"), answer).await?;
            self.desk.click("new-next").await?;
        }
        self.desk.wait_for("screen-devices").await?;
        Ok(())
    }

    /// From the welcome to the first piece, with the code of a request.
    ///
    /// # Errors
    /// When the request is not found, or the devices are not well.
    pub async fn begin(&self, code: &str) -> anyhow::Result<()> {
        self.find(code).await?;
        self.desk.click("devices-ready").await?;
        self.consent().await
    }

    /// Gives both consents.
    ///
    /// # Errors
    /// When they are not asked for.
    pub async fn consent(&self) -> anyhow::Result<()> {
        // The boxes are drawn; what is touched is the line around them.
        for name in ["privacy", "authenticity"] {
            let line = format!("label:has([data-testid='consent-{name}'])");
            self.desk.click(&line).await?;
        }
        self.desk.click("consent-go").await
    }

    /// Shows the front of the card, keeps the picture that is taken and turns
    /// the card.
    ///
    /// # Errors
    /// When no picture is taken.
    pub async fn show_front(&self) -> anyhow::Result<()> {
        self.desk.wait_for("screen-taken").await?;
        self.cameras.show(DOCUMENT, &self.films.rear)?;
        self.desk.click("keep").await?;
        self.desk.wait_for("screen-capture").await?;
        Ok(())
    }

    /// Shows the rear of the card and keeps the picture that is taken.
    ///
    /// # Errors
    /// When no picture is taken.
    pub async fn show_rear(&self) -> anyhow::Result<()> {
        self.desk.wait_for("screen-taken").await?;
        self.desk.click("keep").await?;
        // What follows may be another picture that is to be kept.
        self.desk.wait_until_gone("screen-taken").await
    }

    /// Shows both sides of the card and keeps the pictures that are taken.
    ///
    /// # Errors
    /// When no picture is taken.
    pub async fn show_card(&self) -> anyhow::Result<()> {
        self.show_front().await?;
        self.show_rear().await
    }

    /// Waits until the window says of a camera that it is `state`, in these
    /// `words`.
    ///
    /// # Errors
    /// When it does not.
    pub async fn hear_of(&self, state: &str, words: &str) -> anyhow::Result<()> {
        let live = format!("[data-testid='live'][data-trouble='{state}']");
        self.desk.wait_for(&live).await?;
        self.desk.wait_for_text("hint", words).await
    }

    /// Waits until the session has ended because of `reason`.
    ///
    /// # Errors
    /// When it does not end, or because of something else.
    pub async fn see_the_end(&self, reason: &str) -> anyhow::Result<()> {
        let stopped = format!("[data-testid='stopped'][data-reason='{reason}']");
        self.desk.wait_for(&stopped).await?;
        Ok(())
    }

    /// All that the window holds, shown or not.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn page(&self) -> anyhow::Result<String> {
        let page = "return document.documentElement.outerHTML";
        let page = self.desk.run(page).await?;
        page.as_str().map(str::to_owned).context("a page is text")
    }

    /// Has a code sent to the phone.
    ///
    /// # Errors
    /// When it is not sent.
    pub async fn ask_for_code(&self) -> anyhow::Result<()> {
        self.desk.click("phone-send").await?;
        self.desk.wait_for("screen-code").await?;
        Ok(())
    }

    /// Types a code.
    ///
    /// # Errors
    /// When it cannot be typed.
    pub async fn give_code(&self, code: &str) -> anyhow::Result<()> {
        self.desk.fill("phone-code", code).await?;
        self.desk.click("phone-check").await
    }

    /// Holds the card beside the face and keeps the picture.
    ///
    /// # Errors
    /// When no picture is taken.
    pub async fn take_selfie(&self) -> anyhow::Result<()> {
        self.desk.wait_for("screen-taken").await?;
        self.cameras.show(FACE, &self.films.face)?;
        self.desk.click("keep").await
    }

    /// Does everything that is asked before the camera.
    ///
    /// # Errors
    /// When it is not seen.
    pub async fn show_face(&self) -> anyhow::Result<()> {
        self.desk.click("face-begin").await?;
        self.desk.click("face-keep").await
    }

    /// Sends everything and waits until it is handed over.
    ///
    /// # Errors
    /// When it is not.
    pub async fn submit(&self) -> anyhow::Result<()> {
        self.desk.click("submit").await?;
        self.desk.wait_for("screen-outcome").await?;
        Ok(())
    }

    /// Waits until what was handed over is `sent`: `delivered` or `waiting`.
    ///
    /// # Errors
    /// When it never is.
    pub async fn is_sent(&self, sent: &str) -> anyhow::Result<()> {
        let outcome = format!("[data-testid='outcome'][data-sent='{sent}']");
        self.desk.wait_for(&outcome).await?;
        Ok(())
    }
}
