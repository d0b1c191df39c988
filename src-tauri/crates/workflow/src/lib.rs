//! The use cases of desk and kiosk.
