//! What tells one person's face from another's: 128 numbers.

use std::fmt;

use ndarray::{ArrayD, Axis};

use super::FaceError;
use super::crop::Crop;
use crate::manifest::FACE_DESCRIPTOR;
use crate::model::{Model, ModelError};

/// How many numbers.
const LENGTH: usize = 128;

/// The descriptor of a face. Biometric data: it does not print.
#[derive(Clone, PartialEq)]
pub struct Descriptor([f32; LENGTH]);

impl Descriptor {
    /// The length of [`to_bytes`](Self::to_bytes).
    pub const BYTES: usize = LENGTH * 4;

    /// The numbers, little-endian, to be sealed and kept.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect()
    }

    /// Reads [`to_bytes`](Self::to_bytes).
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (chunks, rest) = bytes.as_chunks::<4>();
        let numbers: Vec<f32> = chunks
            .iter()
            .map(|chunk| f32::from_le_bytes(*chunk))
            .collect();
        let numbers: [f32; LENGTH] = numbers.try_into().ok()?;
        (rest.is_empty() && numbers.iter().all(|number| number.is_finite()))
            .then_some(Self(numbers))
    }

    /// The Euclidean distance: about 0.3 for two photographs of one person,
    /// 0.8 for two people; [`domain::Similarity`] has the levels.
    #[must_use]
    pub fn distance(&self, other: &Self) -> f32 {
        let squares = self.0.iter().zip(&other.0).map(|(a, b)| (a - b) * (a - b));
        squares.sum::<f32>().sqrt()
    }

    /// The mean of several descriptors of one person, which is closer to other
    /// photographs of the same person than each is. The mean of none is the
    /// origin, farther from every face than two people are from each other.
    #[must_use]
    pub fn mean(descriptors: &[Self]) -> Self {
        let mut mean = [0.0; LENGTH];
        for descriptor in descriptors {
            for (sum, value) in mean.iter_mut().zip(descriptor.0) {
                *sum += value / descriptors.len() as f32;
            }
        }
        Self(mean)
    }
}

impl fmt::Debug for Descriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[descriptor]")
    }
}

/// The descriptor of a chip: the mean of what the model says of it and of its
/// mirror image.
pub(crate) fn describe(model: &dyn Model, chip: &Crop) -> Result<Descriptor, FaceError> {
    let side = chip.side;
    let mut values = chip.values.clone();
    for row in chip.values.chunks_exact(side * 3) {
        values.extend(row.rchunks_exact(3).flatten());
    }
    let input = ArrayD::from_shape_vec(vec![2, side, side, 3], values)
        .expect("a crop has three colours a pixel, and there are two");
    let outputs = model.run(input.view())?;
    let both = outputs
        .first()
        .filter(|output| output.shape() == [2, LENGTH]);
    let both = both.ok_or_else(|| ModelError::Output {
        name: FACE_DESCRIPTOR.to_owned(),
        found: outputs
            .iter()
            .map(|output| output.shape().to_vec())
            .collect(),
        expected: "128 numbers for each of two chips",
    })?;
    let [face, mirrored] = [0, 1].map(|index| {
        let mut numbers = [0.0; LENGTH];
        for (number, value) in numbers.iter_mut().zip(both.index_axis(Axis(0), index)) {
            *number = *value;
        }
        Descriptor(numbers)
    });
    Ok(Descriptor::mean(&[face, mirrored]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::ArrayViewD;

    fn descriptor(first: f32) -> Descriptor {
        let mut numbers = [0.0; LENGTH];
        numbers[0] = first;
        Descriptor(numbers)
    }

    #[test]
    fn the_mean_lies_between_and_prints_nothing() {
        let (a, b) = (descriptor(1.0), descriptor(3.0));
        assert_eq!(a.distance(&b), 2.0);
        let mean = Descriptor::mean(&[a.clone(), b]);
        assert_eq!(mean, descriptor(2.0));
        assert_eq!(Descriptor::mean(&[]), descriptor(0.0));
        assert_eq!(format!("{a:?}"), "[descriptor]");
    }

    #[test]
    fn a_descriptor_survives_its_bytes_and_nothing_else_is_one() {
        let kept = descriptor(0.25);
        let bytes = kept.to_bytes();
        assert_eq!(bytes.len(), Descriptor::BYTES);
        assert_eq!(Descriptor::from_bytes(&bytes), Some(kept));
        assert_eq!(Descriptor::from_bytes(&bytes[1..]), None);
        let mut endless = bytes;
        endless[..4].copy_from_slice(&f32::NAN.to_le_bytes());
        assert_eq!(Descriptor::from_bytes(&endless), None);
    }

    /// Says the red of the first pixel of each chip.
    struct FirstPixel;

    impl Model for FirstPixel {
        fn run(&self, input: ArrayViewD<'_, f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
            let mut said = ArrayD::zeros(vec![input.shape()[0], LENGTH]);
            for chip in 0..input.shape()[0] {
                said[[chip, 0]] = input[[chip, 0, 0, 0]];
            }
            Ok(vec![said])
        }
    }

    #[test]
    fn a_chip_and_its_mirror_image_count_the_same() {
        let values = vec![10.0, 0.0, 0.0, 30.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
        let chip = Crop { side: 2, values };
        assert_eq!(
            describe(&FirstPixel, &chip).expect("it fits"),
            descriptor(20.0)
        );
    }
}
