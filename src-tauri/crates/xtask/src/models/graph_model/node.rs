//! One node of a TensorFlow graph in JSON.

use std::collections::HashMap;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;

/// An operation and what it works on.
#[derive(Debug, Deserialize)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) op: String,
    #[serde(default)]
    input: Vec<String>,
    #[serde(default)]
    attr: HashMap<String, Attribute>,
}

/// The value of an attribute; only the kinds that are read.
#[derive(Debug, Default, Deserialize)]
struct Attribute {
    s: Option<String>,
    list: Option<List>,
    shape: Option<Shape>,
}

#[derive(Debug, Default, Deserialize)]
struct List {
    #[serde(default)]
    i: Vec<String>,
    #[serde(default)]
    s: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Shape {
    #[serde(default)]
    dim: Vec<Size>,
}

#[derive(Debug, Deserialize)]
struct Size {
    size: String,
}

/// How an image is bordered before a window slides over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Padding {
    /// So that the result has the size divided by the stride, rounded up.
    Same,
    /// Not at all.
    Valid,
}

impl Node {
    /// The names of the nodes it takes values from.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &str> {
        self.input
            .iter()
            .map(|input| input.strip_suffix(":0").unwrap_or(input))
    }

    /// The name of the `index`-th input.
    pub(crate) fn input(&self, index: usize) -> anyhow::Result<&str> {
        self.inputs()
            .nth(index)
            .with_context(|| format!("{} has no input {index}", self.name))
    }

    /// The sizes in attribute `shape`; `None` for one that is free.
    pub(crate) fn shape(&self) -> anyhow::Result<Vec<Option<usize>>> {
        let shape = self
            .attr
            .get("shape")
            .and_then(|attribute| attribute.shape.as_ref());
        let shape = shape.with_context(|| format!("{} has no shape", self.name))?;
        let size = |dim: &Size| match dim.size.as_str() {
            "-1" => Ok(None),
            size => size.parse().map(Some).context("a size is no number"),
        };
        shape.dim.iter().map(size).collect()
    }

    /// Vertical and horizontal size of a window attribute, which has one value
    /// for each of batch, height, width and channels.
    pub(crate) fn window(&self, name: &str) -> anyhow::Result<[i64; 2]> {
        let values = self
            .attr
            .get(name)
            .and_then(|attribute| attribute.list.as_ref());
        let values: Vec<i64> = values
            .with_context(|| format!("{} has no {name}", self.name))?
            .i
            .iter()
            .map(|value| value.parse())
            .collect::<Result<_, _>>()?;
        match values[..] {
            [1, height, width, 1] => Ok([height, width]),
            _ => bail!("{} has {name} {values:?}", self.name),
        }
    }

    /// The padding of a window that slides.
    pub(crate) fn padding(&self) -> anyhow::Result<Padding> {
        match self.text("padding")?.as_str() {
            "SAME" => Ok(Padding::Same),
            "VALID" => Ok(Padding::Valid),
            other => bail!("{} has padding {other}", self.name),
        }
    }

    /// Checks that channels come last, as everything here assumes.
    pub(crate) fn check_layout(&self) -> anyhow::Result<()> {
        match self.text("data_format")?.as_str() {
            "NHWC" => Ok(()),
            other => bail!("{} has data format {other}", self.name),
        }
    }

    /// The operations that were fused into this one, in their order.
    pub(crate) fn fused(&self) -> anyhow::Result<Vec<String>> {
        let Some(list) = self
            .attr
            .get("fused_ops")
            .and_then(|attribute| attribute.list.as_ref())
        else {
            return Ok(Vec::new());
        };
        list.s.iter().map(|text| decode(text)).collect()
    }

    fn text(&self, name: &str) -> anyhow::Result<String> {
        let text = self
            .attr
            .get(name)
            .and_then(|attribute| attribute.s.as_ref());
        decode(text.with_context(|| format!("{} has no {name}", self.name))?)
    }
}

fn decode(base64: &str) -> anyhow::Result<String> {
    Ok(String::from_utf8(BASE64_STANDARD.decode(base64)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_decoded_and_what_is_not_understood_is_refused() {
        let node: Node = serde_json::from_str(
            r#"{"name": "a", "op": "_FusedConv2D", "input": ["x:0", "w"], "attr": {
                "strides": {"list": {"i": ["1", "2", "2", "1"]}},
                "dilations": {"list": {"i": ["2", "1", "1", "1"]}},
                "padding": {"s": "U0FNRQ=="}, "data_format": {"s": "TkhXQw=="},
                "fused_ops": {"list": {"s": ["Qmlhc0FkZA==", "UHJlbHU="]}}}}"#,
        )
        .expect("a node");
        assert_eq!(node.inputs().collect::<Vec<_>>(), ["x", "w"]);
        assert_eq!(node.window("strides").expect("strides"), [2, 2]);
        assert_eq!(node.padding().expect("a padding"), Padding::Same);
        assert_eq!(node.fused().expect("a list"), ["BiasAdd", "Prelu"]);
        node.check_layout().expect("channels last");
        for error in [
            node.window("dilations").err(),
            node.window("ksize").err(),
            node.shape().err(),
        ] {
            assert!(error.is_some());
        }
        assert!(node.input(2).is_err());
    }
}
