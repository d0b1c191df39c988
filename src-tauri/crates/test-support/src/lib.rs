//! Specimens, builders, fakes and sandboxes for tests and the demo.
