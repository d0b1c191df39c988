//! The TypeScript face of this crate: commands, events and their types.
//!
//! The generated file is committed; a test compares, and
//! `UPDATE_BINDINGS=1 cargo test -p sportello bindings` rewrites it.

use domain::clock::COUNTER_ZONE;
use tauri_specta::{Builder, collect_commands, collect_events};

use crate::{
    commands::{
        accounts, archive, checklist, documents, kiosk, lease, office, report, review, second,
        settings, start,
    },
    dto,
};

/// Everything that the windows may call and hear.
#[must_use]
pub fn builder() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        .constant("COUNTER_ZONE", COUNTER_ZONE)
        .events(collect_events![
            dto::QueueChanged,
            dto::CaseChanged,
            dto::ConnectionChanged,
            dto::ChecksProgressed,
            dto::StartChanged,
            dto::KioskChanged,
        ])
        .commands(collect_commands![
            start::start_state,
            start::choose_passphrase,
            start::unlock,
            start::create_first_operator,
            start::sign_in,
            start::sign_out,
            office::connection_state,
            office::retry_now,
            office::provide_rao_credentials,
            office::list_queue,
            office::open_case,
            office::refresh_case,
            office::next_case,
            office::claim_case,
            office::release_case,
            lease::keep_lease,
            lease::take_over_case,
            lease::hand_over_case,
            lease::hold_case,
            lease::resume_case,
            lease::keep_draft,
            review::review_field,
            review::add_note,
            review::refusal_reasons,
            review::validate_case,
            review::refuse_case,
            review::load_documents,
            review::approve_case,
            review::undo_decision,
            archive::export_archive,
            archive::verify_archive,
            accounts::accounts,
            accounts::create_account,
            accounts::change_account,
            accounts::reset_password,
            accounts::change_own_password,
            settings::settings,
            settings::change_settings,
            kiosk::open_assisted_session,
            kiosk::kiosk_state,
            kiosk::kiosk_begin,
            kiosk::kiosk_choose_language,
            kiosk::kiosk_find_request,
            kiosk::kiosk_start_new,
            kiosk::kiosk_new_request,
            kiosk::kiosk_devices_ready,
            kiosk::kiosk_consent,
            kiosk::kiosk_take_now,
            kiosk::kiosk_retake,
            kiosk::kiosk_keep,
            kiosk::kiosk_phone,
            kiosk::kiosk_code,
            kiosk::kiosk_begin_face,
            kiosk::kiosk_back,
            kiosk::kiosk_submit,
            kiosk::kiosk_stop,
            kiosk::kiosk_call_staff,
            kiosk::kiosk_in_person,
            kiosk::kiosk_more_time,
            kiosk::kiosk_touched,
            kiosk::kiosk_close,
            kiosk::kiosk_self_test,
            kiosk::kiosk_preview,
            kiosk::kiosk_preview_stop,
            report::statistics,
            report::export_statistics,
            report::duplicates,
            report::print_timeline,
            checklist::answer_checklist,
            checklist::query_register,
            checklist::open_reference,
            kiosk::kiosk_speak,
            kiosk::kiosk_hush,
            documents::preview_templates,
            documents::open_template_folder,
            second::open_second_window,
            second::close_second_window,
            second::shown_piece,
            review::piece_reasons,
            review::ask_again,
            review::keep_snapshot,
        ])
        .disable_serde_phases()
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::Path};

    use specta_typescript::Typescript;

    #[test]
    fn the_committed_bindings_are_those_of_this_crate() {
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/lib/ipc/bindings.ts");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let fresh = folder.path().join("bindings.ts");
        super::builder()
            .export(Typescript::default(), &fresh)
            .expect("every type has a TypeScript face");
        let fresh = fs::read_to_string(fresh).expect("the export is there");
        if env::var_os("UPDATE_BINDINGS").is_some() {
            fs::write(&committed, &fresh).expect("the bindings can be written");
            return;
        }
        let committed = fs::read_to_string(&committed).unwrap_or_default();
        assert!(
            committed == fresh,
            "ui/src/lib/ipc/bindings.ts is stale: run UPDATE_BINDINGS=1 cargo test -p sportello bindings"
        );
    }
}
