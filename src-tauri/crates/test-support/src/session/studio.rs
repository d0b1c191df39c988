//! Renders demo sessions from the fetched portraits.

use std::path::Path;

use domain::document::Type;
use image::{DynamicImage, RgbImage};

use super::{DemoSession, Story};
use crate::portrait::{Portrait, Sitter};
use crate::specimen::{self, Photograph};
use crate::video::{self, Take};

/// The people who lend their faces, and their videos, made once.
pub struct Studio {
    astronaut: Actor,
    president: Actor,
}

struct Actor {
    portrait: Portrait,
    video: Vec<u8>,
}

impl Studio {
    /// A studio with the portraits fetched into the folder `models`.
    ///
    /// # Errors
    /// When a portrait was not fetched or `ffmpeg` fails.
    pub fn open(models: &Path) -> anyhow::Result<Self> {
        let actor = |sitter| {
            let portrait = Portrait::load(models, sitter)?;
            let video = film(&portrait, Take::SHORT)?;
            anyhow::Ok(Actor { portrait, video })
        };
        Ok(Self {
            astronaut: actor(Sitter::Astronaut)?,
            president: actor(Sitter::President)?,
        })
    }

    /// The session of `story`. The same story gives the same pictures.
    ///
    /// # Errors
    /// When a font is missing or a picture cannot be encoded.
    pub fn render(&self, story: Story) -> anyhow::Result<DemoSession> {
        self.photographed(story, |print| print)
    }

    /// The session of `story` with photocopies in black and white in place of
    /// the document.
    ///
    /// # Errors
    /// As [`Studio::render`].
    pub fn photocopied(&self, story: Story) -> anyhow::Result<DemoSession> {
        self.photographed(story, gray)
    }

    /// A genuine session as the time that one takes is measured with: 10 s of
    /// 720p.
    ///
    /// # Errors
    /// As [`Studio::render`], and when `ffmpeg` fails.
    pub fn measured(&self) -> anyhow::Result<DemoSession> {
        let story = Story::Genuine;
        let portrait = &self.actor(story.before_camera()).portrait;
        Ok(DemoSession {
            video: Some(film(portrait, Take::MEASURED)?),
            ..self.render(story)?
        })
    }

    /// The session of `story` whose document is what `made` makes of its print.
    fn photographed(
        &self,
        story: Story,
        made: impl Fn(RgbImage) -> RgbImage,
    ) -> anyhow::Result<DemoSession> {
        let person = story.person();
        let printed = self.actor(story.on_document()).portrait.passport_photo();
        let actor = self.actor(story.before_camera());
        let seed = story as u64 * 2;

        let front = match person.document.kind {
            Type::Passport => specimen::data_page(&person, &printed)?,
            Type::IdentityCard | Type::DrivingLicence | Type::Visa | Type::Other => {
                specimen::front(&person, &printed)?
            }
        };
        let front = Photograph::careful(seed).take(&made(front));
        let photograph = if story == Story::BlurredRear {
            Photograph::blurred(seed + 1)
        } else {
            Photograph::careful(seed + 1)
        };
        let has_rear = story != Story::MissingRear && person.document.kind != Type::Passport;
        let rear = has_rear
            .then(|| specimen::jpeg(&photograph.take(&made(specimen::rear(&person)?)), 88))
            .transpose()?;
        let selfie = if story == Story::DarkSelfie {
            actor.portrait.dark_selfie()
        } else {
            actor.portrait.selfie()
        };
        let video = (story != Story::MissingVideo).then(|| actor.video.clone());
        Ok(DemoSession {
            story,
            declared: story.declared(),
            front: specimen::jpeg(&front, 88)?,
            rear,
            selfie: specimen::jpeg(&selfie, 86)?,
            video,
            callback: None,
            person,
        })
    }

    const fn actor(&self, sitter: Sitter) -> &Actor {
        match sitter {
            Sitter::Astronaut => &self.astronaut,
            Sitter::President => &self.president,
        }
    }
}

fn film(portrait: &Portrait, take: Take) -> anyhow::Result<Vec<u8>> {
    video::of_person(&portrait.scene(), portrait.head_in_scene(), take)
}

/// `print` as a copier makes it.
fn gray(print: RgbImage) -> RgbImage {
    DynamicImage::from(print).grayscale().into_rgb8()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portrait;

    #[test]
    fn a_session_has_two_sides_a_selfie_and_a_video_that_starts_at_once() {
        let Some(models) = portrait::models() else {
            eprintln!("SKIPPED: no portraits (run `cargo xtask setup`)");
            return;
        };
        let studio = Studio::open(&models).expect("portraits and ffmpeg are there");
        let session = studio.render(Story::Genuine).expect("fonts are there");
        for picture in [&session.front, &session.selfie]
            .into_iter()
            .chain(&session.rear)
        {
            assert!(image::load_from_memory(picture).is_ok());
        }
        let video = session.video.expect("only one story has none");
        let position = |name: &[u8]| video.windows(4).position(|window| window == name);
        assert!(
            position(b"moov") < position(b"mdat"),
            "the index comes first"
        );
    }
}
