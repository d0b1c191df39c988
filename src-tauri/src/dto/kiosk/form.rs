//! What the kiosk's window sends.

use serde::Deserialize;
use specta::Type;

/// A customer without a request makes one.
#[derive(Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewRequestForm {
    /// Given name or names.
    pub given_name: String,
    /// Family name.
    pub surname: String,
    /// E-mail address.
    pub email: String,
    /// Mobile phone number.
    pub phone: String,
    /// Italian tax code; may be empty.
    pub tax_code: String,
    /// The document that will be shown, where the customer says so.
    pub document: Option<KioskDocument>,
}

impl std::fmt::Debug for NewRequestForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[personal]")
    }
}

/// A kind of document that a customer can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KioskDocument {
    /// Identity card.
    IdentityCard,
    /// Passport; it has one side.
    Passport,
    /// Driving licence.
    DrivingLicence,
}

/// The camera whose pictures the window wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PreviewSource {
    /// The one that looks at the customer.
    Face,
    /// The one that looks at documents.
    Document,
}

/// One frame of the preview: its number (4 bytes, little-endian), its time in
/// milliseconds (the same), and a JPEG.
pub struct PreviewFrame(pub Vec<u8>);

impl tauri::ipc::IpcResponse for PreviewFrame {
    fn body(self) -> tauri::Result<tauri::ipc::InvokeResponseBody> {
        Ok(tauri::ipc::InvokeResponseBody::Raw(self.0))
    }
}

impl Type for PreviewFrame {
    fn definition(_: &mut specta::Types) -> specta::datatype::DataType {
        specta::datatype::DataType::Reference(specta_typescript::define("ArrayBuffer"))
    }
}
