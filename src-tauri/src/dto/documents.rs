//! Declaration and contract, shown before an approval, and the templates that
//! they are made of.

use serde::Serialize;
use specta::Type;

/// The documents that the operator has to see before approving.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DocumentsView {
    /// The operator's declaration.
    pub declaration: DocumentView,
    /// The contract with the customer.
    pub contract: DocumentView,
}

/// One document. At least one of `text` and `url` is there.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DocumentView {
    /// Its plain text, where the central API gives one.
    pub text: Option<String>,
    /// Where the window gets the PDF, on the loopback media server.
    pub url: Option<String>,
    /// The size of the PDF in bytes.
    pub bytes: Option<u32>,
    /// SHA-256 of what is shown (the PDF, or the text where there is none).
    pub sha256: String,
}

/// The templates of declaration and contract as they are now.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TemplatesView {
    /// Where the house's templates are; none where the product's are used.
    pub folder: Option<String>,
    /// What each makes of a specimen.
    pub previews: Vec<TemplatePreviewView>,
}

/// What one template makes of a specimen.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TemplatePreviewView {
    /// Which one.
    pub template: TemplateName,
    /// Where the window gets the PDF, on the loopback media server; none where
    /// the template makes nothing.
    pub url: Option<String>,
    /// Why it makes nothing.
    pub problem: Option<TemplateProblemView>,
}

/// A template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TemplateName {
    /// The page of the operator's declaration.
    Declaration,
    /// The contract with the customer.
    Contract,
}

/// Why a template makes nothing.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TemplateProblemView {
    /// The file that is wrong.
    pub file: String,
    /// Its line, counted from 1, where it is known.
    pub line: Option<u32>,
    /// What is wrong, in the English of the compiler.
    pub message: String,
}
