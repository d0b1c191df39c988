//! The public-domain portraits that the set-up fetches for demo and tests.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use image::RgbImage;
use image::imageops::{self, FilterType};

/// Somebody whose official portrait is in the public domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sitter {
    /// Official portrait of NASA.
    Astronaut,
    /// Official portrait of the White House.
    President,
}

impl Sitter {
    const fn file(self) -> &'static str {
        match self {
            Self::Astronaut => "astronaut.png",
            Self::President => "president.jpg",
        }
    }

    /// Centre of the head and its height with hair, in pixels of the file.
    const fn head(self) -> Head {
        match self {
            Self::Astronaut => Head {
                x: 226.0,
                y: 104.0,
                height: 176.0,
            },
            Self::President => Head {
                x: 488.0,
                y: 236.0,
                height: 412.0,
            },
        }
    }
}

/// Where a head is in a picture, in pixels.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    /// Its centre.
    pub x: f32,
    /// Its centre.
    pub y: f32,
    /// Its height with the hair.
    pub height: f32,
}

/// A part of a portrait, in its pixels.
struct Cut {
    x: f32,
    y: f32,
    wide: f32,
    high: f32,
}

/// How high a scene is, in heads, how far the head is above its centre, and its
/// size in pixels.
const SCENE: (f32, f32) = (1.75, 0.12);
const SCENE_SIZE: (u32, u32) = (1600, 1200);

/// A portrait and where the head is in it.
pub struct Portrait {
    image: RgbImage,
    head: Head,
}

impl Portrait {
    /// The portrait of `sitter` among what was fetched into the folder `models`.
    ///
    /// # Errors
    /// When it was not fetched or cannot be read.
    pub fn load(models: &Path, sitter: Sitter) -> anyhow::Result<Self> {
        let path = models.join("fetched").join(sitter.file());
        let image = image::open(&path)
            .with_context(|| format!("{} cannot be read: run `cargo xtask setup`", path.display()))?
            .into_rgb8();
        Ok(Self {
            image,
            head: sitter.head(),
        })
    }

    /// The picture that is printed on a document, 35 : 45.
    #[must_use]
    pub fn passport_photo(&self) -> RgbImage {
        self.frame(1.38, 0.04, (700, 900))
    }

    /// What the person's own telephone takes: further away, warmer, brighter.
    #[must_use]
    pub fn selfie(&self) -> RgbImage {
        let picture = self.frame(2.1, 0.22, (960, 1280));
        lit(picture, [1.10, 1.04, 0.95], 0.92)
    }

    /// The same in a dark room.
    #[must_use]
    pub fn dark_selfie(&self) -> RgbImage {
        lit(self.selfie(), [0.3, 0.27, 0.31], 1.4)
    }

    /// What a camera at a desk sees, 4 : 3.
    #[must_use]
    pub fn scene(&self) -> RgbImage {
        let (heads, below) = SCENE;
        let picture = self.frame(heads, below, SCENE_SIZE);
        lit(picture, [0.94, 0.98, 1.03], 1.05)
    }

    /// Where the head is in [`scene`](Self::scene).
    #[must_use]
    pub fn head_in_scene(&self) -> Head {
        let (heads, below) = SCENE;
        let cut = self.cut(heads, below, SCENE_SIZE);
        let scale = SCENE_SIZE.0 as f32 / cut.wide;
        Head {
            x: (self.head.x - cut.x) * scale,
            y: (self.head.y - cut.y) * scale,
            height: self.head.height * scale,
        }
    }

    /// A picture `heads` heads high with the head `below` (in heads) above its
    /// centre, of `size` pixels; moved inwards where it would leave the portrait.
    fn frame(&self, heads: f32, below: f32, size: (u32, u32)) -> RgbImage {
        let Cut { x, y, wide, high } = self.cut(heads, below, size);
        let cut = imageops::crop_imm(&self.image, x as u32, y as u32, wide as u32, high as u32);
        imageops::resize(&cut.to_image(), size.0, size.1, FilterType::CatmullRom)
    }

    fn cut(&self, heads: f32, below: f32, (width, height): (u32, u32)) -> Cut {
        let (most_wide, most_high) = (self.image.width() as f32, self.image.height() as f32);
        let aspect = width as f32 / height as f32;
        let high = (self.head.height * heads)
            .min(most_high)
            .min(most_wide / aspect);
        let wide = high * aspect;
        let x = (self.head.x - wide / 2.0).clamp(0.0, most_wide - wide);
        let y = (self.head.y + below * self.head.height - high / 2.0).clamp(0.0, most_high - high);
        Cut { x, y, wide, high }
    }
}

/// The folder `models` of this checkout, or the one that `SPORTELLO_MODELS`
/// names, when the set-up has fetched the portraits into it.
#[must_use]
pub fn models() -> Option<PathBuf> {
    let folder = std::env::var_os("SPORTELLO_MODELS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models"),
        PathBuf::from,
    );
    let is_complete = [Sitter::Astronaut, Sitter::President]
        .iter()
        .all(|sitter| folder.join("fetched").join(sitter.file()).is_file());
    is_complete.then(|| folder.canonicalize().unwrap_or(folder))
}

/// `picture` under another light: a factor for each channel, then a gamma.
fn lit(mut picture: RgbImage, factors: [f32; 3], gamma: f32) -> RgbImage {
    let curves = factors.map(|factor| {
        std::array::from_fn::<u8, 256, _>(|value| {
            ((value as f32 / 255.0).powf(gamma) * factor * 255.0).clamp(0.0, 255.0) as u8
        })
    });
    for pixel in picture.pixels_mut() {
        for (value, curve) in pixel.0.iter_mut().zip(&curves) {
            *value = curve[usize::from(*value)];
        }
    }
    picture
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_one_sitter_have_their_sizes_wherever_the_head_is() {
        for (x, y) in [(50.0, 50.0), (10.0, 190.0), (100.0, 5.0)] {
            let portrait = Portrait {
                image: RgbImage::new(200, 200),
                head: Head { x, y, height: 90.0 },
            };
            assert_eq!(portrait.passport_photo().dimensions(), (700, 900));
            assert_eq!(portrait.selfie().dimensions(), (960, 1280));
            assert_eq!(portrait.scene().dimensions(), (1600, 1200));
        }
    }
}
