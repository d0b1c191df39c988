//! The Sportello application.

fn main() {
    sportello_app::run();
}
