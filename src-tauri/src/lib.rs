//! The shell: the only code that knows Tauri.

pub mod bindings;
mod commands;
mod config;
mod convert;
mod drawing;
pub mod dto;
mod events;
mod kiosk;
mod logging;
mod media;
mod setup;
mod shell;
mod speech;
mod windows;

use std::sync::Arc;

use domain::clock::SystemClock;
use tauri::{Manager as _, RunEvent};

use crate::{config::Config, shell::Shell};

/// Runs the application until its last window closes.
///
/// # Panics
///
/// When the system gives neither window nor webview: there is nobody to tell.
pub fn run() {
    logging::start();
    let builder = bindings::builder();
    let app = tauri::Builder::default()
        .plugin(
            tauri_plugin_window_state::Builder::default()
                // The kiosk is where it is told to be.
                .with_denylist(&[windows::KIOSK])
                .build(),
        )
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            builder.mount_events(app);
            let config = Config::read();
            let alone = config.kiosk.alone;
            let shell = Shell::new(config, Arc::new(SystemClock), app.handle().clone());
            app.manage(shell);
            if alone {
                windows::open_kiosk(app, true)?;
            } else {
                windows::open_office(app)?;
            }
            Ok(())
        })
        .on_window_event(|window, event| {
            windows::on_window_event(window, event);
            kiosk::on_window_event(window, event);
        })
        .build(tauri::generate_context!())
        .expect("a window can be opened");
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            tauri::async_runtime::block_on(app.state::<Shell>().close());
        }
    });
}
