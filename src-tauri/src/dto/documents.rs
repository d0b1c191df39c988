//! Declaration and contract, shown before an approval.

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
