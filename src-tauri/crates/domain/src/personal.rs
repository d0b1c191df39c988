//! Personal data that cannot be printed by accident.

use std::fmt;

/// Personal data: compares, clones and is stored, but never prints.
///
/// `{:?}` gives `[personal]`, so a log line or an error built from a larger
/// type that contains one stays clean.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Personal<T>(T);

impl<T> Personal<T> {
    /// Wraps `value`.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Gives the value out, to be shown to an entitled person, compared or sealed.
    pub const fn reveal(&self) -> &T {
        &self.0
    }

    /// Unwraps the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for Personal<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Personal<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_does_not_appear_in_debug_output() {
        let name: Personal<String> = Personal::from("Rossi");
        assert_eq!(
            format!("{name:?} {:?}", Some(&name)),
            "[personal] Some([personal])"
        );
    }
}
