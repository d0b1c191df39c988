//! Weights as TensorFlow.js stores them: a manifest in JSON beside binary
//! files, most values quantised to 8 or 16 bits.

use std::collections::HashMap;

use anyhow::{Context as _, bail};
use half::f16;
use serde::Deserialize;

use super::onnx::Tensor;

/// Files that belong together, and what is in them, one value after the other.
#[derive(Debug, Deserialize)]
pub(crate) struct Group {
    paths: Vec<String>,
    weights: Vec<Weight>,
}

#[derive(Debug, Deserialize)]
struct Weight {
    name: String,
    shape: Vec<usize>,
    dtype: Kind,
    quantization: Option<Quantisation>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Float32,
    Int32,
}

/// How a value is stored when not in its own type.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(tag = "dtype", rename_all = "lowercase")]
enum Quantisation {
    Uint8 { scale: f64, min: f64 },
    Uint16 { scale: f64, min: f64 },
    Float16,
}

/// The arrays of a model by name. Integers (shapes and paddings) are small and
/// exact as floats.
pub(crate) type Weights = HashMap<String, Tensor>;

/// Reads a manifest that stands alone.
///
/// # Errors
/// When it is not such a manifest.
pub(crate) fn parse(json: &[u8]) -> anyhow::Result<Vec<Group>> {
    serde_json::from_slice(json).context("the weight manifest cannot be read")
}

/// The names of the binary files, in their order.
pub(crate) fn files(groups: &[Group]) -> Vec<String> {
    groups
        .iter()
        .flat_map(|group| group.paths.clone())
        .collect()
}

/// Takes `blob`, the binary files one after the other, apart.
///
/// # Errors
/// When it is shorter or longer than the manifest says.
pub(crate) fn decode(groups: &[Group], blob: &[u8]) -> anyhow::Result<Weights> {
    let mut rest = blob;
    let mut weights = Weights::new();
    for weight in groups.iter().flat_map(|group| &group.weights) {
        let count: usize = weight.shape.iter().product();
        let size = weight.value_size();
        let Some((bytes, after)) = rest.split_at_checked(count * size) else {
            bail!("the weights end inside {}", weight.name);
        };
        rest = after;
        let values = bytes
            .chunks_exact(size)
            .map(|bytes| weight.value(bytes))
            .collect();
        weights.insert(
            weight.name.clone(),
            Tensor {
                shape: weight.shape.clone(),
                values,
            },
        );
    }
    if !rest.is_empty() {
        bail!("{} bytes are left behind the last weight", rest.len());
    }
    Ok(weights)
}

impl Weight {
    const fn value_size(&self) -> usize {
        match self.quantization {
            Some(Quantisation::Uint8 { .. }) => 1,
            Some(Quantisation::Uint16 { .. } | Quantisation::Float16) => 2,
            None => 4,
        }
    }

    /// One value. The original runtime computes `value * scale + min` in
    /// double precision and rounds once; so does this.
    fn value(&self, bytes: &[u8]) -> f32 {
        let at = |index: usize| bytes.get(index).copied().unwrap_or_default();
        let short = [at(0), at(1)];
        let long = [at(0), at(1), at(2), at(3)];
        match self.quantization {
            Some(Quantisation::Uint8 { scale, min }) => (f64::from(at(0)) * scale + min) as f32,
            Some(Quantisation::Uint16 { scale, min }) => {
                (f64::from(u16::from_le_bytes(short)) * scale + min) as f32
            }
            Some(Quantisation::Float16) => f16::from_le_bytes(short).to_f32(),
            None if self.dtype == Kind::Int32 => i32::from_le_bytes(long) as f32,
            None => f32::from_le_bytes(long),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"[{"paths": ["a.bin"], "weights": [
        {"name": "quantised", "shape": [2], "dtype": "float32",
         "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1}},
        {"name": "half", "shape": [1], "dtype": "float32",
         "quantization": {"dtype": "float16", "original_dtype": "float32"}},
        {"name": "whole", "shape": [], "dtype": "float32"},
        {"name": "shape", "shape": [1], "dtype": "int32"}
    ]}]"#;

    #[test]
    fn every_way_of_storing_a_value_is_read() {
        let mut blob = vec![0, 4, 0x00, 0x3c];
        blob.extend(1.5_f32.to_le_bytes());
        blob.extend((-7_i32).to_le_bytes());
        let groups = parse(MANIFEST.as_bytes()).expect("a manifest");
        assert_eq!(files(&groups), ["a.bin"]);
        let weights = decode(&groups, &blob).expect("as long as it should be");
        assert_eq!(weights["quantised"].values, [-1.0, 1.0]);
        assert_eq!(weights["half"].values, [1.0]);
        assert_eq!(weights["whole"].values, [1.5]);
        assert_eq!(weights["shape"].values, [-7.0]);

        for wrong in [&blob[..blob.len() - 1], &[blob.as_slice(), &[0]].concat()] {
            assert!(decode(&groups, wrong).is_err(), "{} bytes", wrong.len());
        }
    }
}
