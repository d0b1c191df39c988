//! Tells Tauri where the capabilities of the two windows are.

fn main() {
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*");
    tauri_build::try_build(attributes).expect("the Tauri configuration is complete");
}
