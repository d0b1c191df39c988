//! Declares the commands of the application, so that a window may call only
//! what a capability grants it, and tells Tauri where the capabilities are.

const COMMANDS: [&str; 33] = [
    "start_state",
    "choose_passphrase",
    "unlock",
    "create_first_operator",
    "sign_in",
    "sign_out",
    "connection_state",
    "retry_now",
    "provide_rao_credentials",
    "list_queue",
    "open_case",
    "refresh_case",
    "next_case",
    "claim_case",
    "release_case",
    "keep_lease",
    "take_over_case",
    "hand_over_case",
    "hold_case",
    "resume_case",
    "keep_draft",
    "review_field",
    "add_note",
    "refusal_reasons",
    "validate_case",
    "refuse_case",
    "load_documents",
    "approve_case",
    "undo_decision",
    "export_archive",
    "verify_archive",
    "settings",
    "change_settings",
];

fn main() {
    // The window is compiled in: a new one needs a new application.
    println!("cargo:rerun-if-changed=ui/build");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(&COMMANDS));
    tauri_build::try_build(attributes).expect("the Tauri configuration is complete");
}
