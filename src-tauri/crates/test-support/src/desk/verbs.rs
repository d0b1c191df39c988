//! What a person does with the window and sees in it.
//!
//! Elements are named by their `data-testid`, or by a CSS selector where the
//! name contains a bracket.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use fantoccini::Locator;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::wd::WindowHandle;

use super::{Desk, PATIENCE};

/// How often the window is asked.
const EVERY: Duration = Duration::from_millis(100);

impl Desk {
    /// Waits until the element `id` is shown and enabled, and clicks it.
    ///
    /// # Errors
    /// When it does not appear or cannot be clicked.
    pub async fn click(&self, id: &str) -> anyhow::Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let element = self.wait_for(id).await?;
            let why = match element.is_enabled().await {
                Ok(false) => "it is disabled".to_owned(),
                Ok(true) | Err(_) => match element.click().await {
                    Ok(()) => return Ok(()),
                    Err(error) => format!("{error:?}"),
                },
            };
            if tokio::time::Instant::now() > deadline {
                return Err(self
                    .failed(&format!("`{id}` cannot be clicked: {why}"))
                    .await);
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Replaces what stands in the field `id` by `text`, as if typed, and looks
    /// whether it arrived: a window that is still opening moves the focus.
    ///
    /// # Errors
    /// When it does not appear or takes no text.
    pub async fn fill(&self, id: &str, text: &str) -> anyhow::Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let element = self.wait_for(id).await?;
            let typed = type_over(&element, text).await;
            if matches!(&typed, Ok(Some(value)) if value == text) {
                return Ok(());
            }
            if tokio::time::Instant::now() > deadline {
                return Err(self
                    .failed(&format!("`{id}` does not take its text: {:?}", typed.err()))
                    .await);
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Waits until the element `id` is shown and gives its visible text.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn text(&self, id: &str) -> anyhow::Result<String> {
        let element = self.wait_for(id).await?;
        element
            .text()
            .await
            .with_context(|| format!("`{id}` has no text"))
    }

    /// Waits until the text of the element `id` contains `expected`.
    ///
    /// # Errors
    /// When it does not; the error has what it contained last.
    pub async fn wait_for_text(&self, id: &str, expected: &str) -> anyhow::Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let text = self.text(id).await.unwrap_or_default();
            if text.contains(expected) {
                return Ok(());
            }
            if tokio::time::Instant::now() > deadline {
                return Err(self
                    .failed(&format!("`{id}` says `{text}`, not `{expected}`"))
                    .await);
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Waits until the element `id` is shown.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn wait_for(&self, id: &str) -> anyhow::Result<Element> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            if let Some(element) = self.shown(id).await? {
                return Ok(element);
            }
            if tokio::time::Instant::now() > deadline {
                return Err(self.failed(&format!("`{id}` does not appear")).await);
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Waits until no element `id` is shown.
    ///
    /// # Errors
    /// When it stays.
    pub async fn wait_until_gone(&self, id: &str) -> anyhow::Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while self.shown(id).await?.is_some() {
            if tokio::time::Instant::now() > deadline {
                return Err(self.failed(&format!("`{id}` stays")).await);
            }
            tokio::time::sleep(EVERY).await;
        }
        Ok(())
    }

    /// Whether an element `id` is shown now.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn sees(&self, id: &str) -> anyhow::Result<bool> {
        Ok(self.shown(id).await?.is_some())
    }

    /// How many elements `id` there are now.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn count(&self, id: &str) -> anyhow::Result<usize> {
        let selector = selector(id);
        let elements = self.client()?.find_all(Locator::Css(&selector)).await;
        Ok(elements.context("the window does not answer")?.len())
    }

    /// Presses and releases one key, wherever the focus is.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn press(&self, key: char) -> anyhow::Result<()> {
        let actions = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.client()?
            .perform_actions(actions)
            .await
            .with_context(|| format!("the key {key:?} could not be pressed"))
    }

    /// Presses one of the keys that have a name.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn press_key(&self, key: Key) -> anyhow::Result<()> {
        self.press(key.into()).await
    }

    /// Runs JavaScript in the window and gives what it returns.
    ///
    /// # Errors
    /// When it throws or the window does not answer.
    pub async fn run(&self, script: &str) -> anyhow::Result<serde_json::Value> {
        let result = self.client()?.execute(script, Vec::new()).await;
        result.with_context(|| format!("the window could not run `{script}`"))
    }

    /// Waits until `script` returns true in the window; `what` says in words
    /// what that means.
    ///
    /// # Errors
    /// When it never does.
    pub async fn wait_until(&self, what: &str, script: &str) -> anyhow::Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while self.run(script).await? != serde_json::Value::Bool(true) {
            if tokio::time::Instant::now() > deadline {
                return Err(self.failed(&format!("waited in vain: {what}")).await);
            }
            tokio::time::sleep(EVERY).await;
        }
        Ok(())
    }

    /// Writes a picture of the window to `file` (PNG).
    ///
    /// # Errors
    /// When there is no picture or the file cannot be written.
    pub async fn screenshot(&self, file: &Path) -> anyhow::Result<()> {
        let client = self.client()?;
        // What was typed last is on the screen two frames later.
        let frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        client
            .execute_async(frames, Vec::new())
            .await
            .context("the window does not draw")?;
        client
            .execute(KEEP_DRAWING, Vec::new())
            .await
            .context("the window does not answer")?;
        let picture = client
            .screenshot()
            .await
            .context("the window gave no picture")?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        std::fs::write(file, picture)
            .with_context(|| format!("{} cannot be written", file.display()))
    }

    /// Makes the window `width` × `height` pixels.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn resize(&self, width: u32, height: u32) -> anyhow::Result<()> {
        let result = self.client()?.set_window_size(width, height).await;
        result.context("the window could not be resized")
    }

    /// Waits for a second window of the application and goes on in it; gives
    /// the way back, for [`enter_window`](Self::enter_window).
    ///
    /// # Errors
    /// When there is none.
    pub async fn enter_other_window(&self) -> anyhow::Result<WindowHandle> {
        let client = self.client()?;
        let present = client.window().await?;
        self.wait_for_windows(2).await?;
        let other = client.windows().await?;
        let other = other.into_iter().find(|window| *window != present);
        self.enter_window(&other.context("the second window is gone")?)
            .await?;
        Ok(present)
    }

    /// Goes on in `window`.
    ///
    /// # Errors
    /// When it is gone.
    pub async fn enter_window(&self, window: &WindowHandle) -> anyhow::Result<()> {
        let client = self.client()?;
        client.switch_to_window(window.clone()).await?;
        Ok(())
    }

    /// Waits until the application has so many windows.
    ///
    /// # Errors
    /// When it never has.
    pub async fn wait_for_windows(&self, count: usize) -> anyhow::Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let open = self.client()?.windows().await?.len();
            if open == count {
                return Ok(());
            }
            if tokio::time::Instant::now() > deadline {
                let what = format!("{open} windows instead of {count}");
                return Err(self.failed(&what).await);
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    async fn shown(&self, id: &str) -> anyhow::Result<Option<Element>> {
        let selector = selector(id);
        let found = self.client()?.find_all(Locator::Css(&selector)).await;
        for element in found.context("the window does not answer")? {
            // An element that left the page between the two questions is not shown.
            if element.is_displayed().await.unwrap_or(false) {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }

    /// The error `what`, with a picture and the log of the moment kept in the
    /// trace folder.
    async fn failed(&self, what: &str) -> anyhow::Error {
        let trace = &self.settings.trace;
        let picture = trace.join("failed.png");
        let kept = match self.screenshot(&picture).await {
            Ok(()) => format!("see {}", picture.display()),
            Err(error) => format!("no picture: {error:#}"),
        };
        if let Ok(client) = self.client()
            && let Ok(source) = client.source().await
        {
            drop(std::fs::write(trace.join("failed.html"), source));
        }
        drop(std::fs::copy(self.sandbox.log(), trace.join("failed.log")));
        anyhow::anyhow!("{what} ({kept})\nthe application said:\n{}", self.log())
    }
}

/// Has the window draw something new for five seconds, a dot that nobody sees:
/// without a graphics card, the driver takes its picture with the next thing
/// that is drawn, and waits for ever where nothing moves.
const KEEP_DRAWING: &str = "
    const dot = document.createElement('i');
    dot.style = 'position:fixed;right:0;bottom:0;width:1px;height:1px;background:gray;opacity:0.01';
    document.body.append(dot);
    let times = 0;
    const timer = setInterval(() => {
        times += 1;
        dot.style.opacity = times % 2 === 0 ? 0.01 : 0.02;
        if (times < 100) return;
        clearInterval(timer);
        dot.remove();
    }, 50);";

/// Types `text` into an emptied field and gives what stands in it then.
async fn type_over(element: &Element, text: &str) -> Result<Option<String>, CmdError> {
    element.clear().await?;
    element.send_keys(text).await?;
    element.prop("value").await
}

fn selector(name: &str) -> String {
    if name.contains('[') {
        name.to_owned()
    } else {
        format!("[data-testid='{name}']")
    }
}
