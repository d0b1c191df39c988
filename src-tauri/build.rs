//! Declares the commands of the application, so that a window may call only
//! what a capability grants it, and tells Tauri where the capabilities are.

const COMMANDS: &[&str] = &[
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
    "open_assisted_session",
    "kiosk_state",
    "kiosk_begin",
    "kiosk_choose_language",
    "kiosk_find_request",
    "kiosk_start_new",
    "kiosk_new_request",
    "kiosk_devices_ready",
    "kiosk_consent",
    "kiosk_take_now",
    "kiosk_retake",
    "kiosk_keep",
    "kiosk_phone",
    "kiosk_code",
    "kiosk_begin_face",
    "kiosk_back",
    "kiosk_submit",
    "kiosk_stop",
    "kiosk_call_staff",
    "kiosk_more_time",
    "kiosk_touched",
    "kiosk_close",
    "kiosk_self_test",
    "kiosk_preview",
    "kiosk_preview_stop",
    "statistics",
    "export_statistics",
    "duplicates",
    "print_timeline",
    "kiosk_speak",
    "kiosk_hush",
];

fn main() {
    // The window is compiled in: a new one needs a new application.
    println!("cargo:rerun-if-changed=ui/build");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes).expect("the Tauri configuration is complete");
}
