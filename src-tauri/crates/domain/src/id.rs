//! Ids: distinct types, so that one cannot stand where another belongs.

use std::{fmt, str::FromStr};

use uuid::Uuid;

/// A text that is not the id it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind} id")]
pub struct IdError {
    kind: &'static str,
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes a new id: random, with the time of its making in front, so
            /// that rows in the order of their ids are in the order of creation.
            #[must_use]
            pub fn fresh() -> Self {
                Self(Uuid::now_v7())
            }

            /// The id behind `uuid`.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The sixteen bytes of the id.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::parse_str(text)
                    .map(Self)
                    .map_err(|_| IdError { kind: $kind })
            }
        }
    };
}

uuid_id!(
    /// A session (a case) in the local store.
    SessionId,
    "session"
);
uuid_id!(
    /// One piece of evidence.
    EvidenceId,
    "evidence"
);
uuid_id!(
    /// A decision; made by the desk and kept across retries, so that the
    /// central API can tell a repetition from a second decision.
    DecisionId,
    "decision"
);
uuid_id!(
    /// An operator's account on this desk.
    OperatorId,
    "operator"
);

uuid_id!(
    /// A request that a kiosk makes; made by the kiosk and kept across retries,
    /// so that the central API makes it once.
    RequestKey,
    "request"
);
uuid_id!(
    /// A lease: one claim of one operator on one session.
    LeaseId,
    "lease"
);

/// The primary key of a request at the central API (`pk` of the RA API).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CentralKey(pub i64);

impl fmt::Display for CentralKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The id of an operator at the central API (`rao_id` of the RA API).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RaoId(pub String);

impl fmt::Display for RaoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text() {
        let id = SessionId::fresh();
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn a_wrong_text_names_the_kind_of_id() {
        let error = "17".parse::<DecisionId>().expect_err("not an id");
        assert_eq!(error.to_string(), "not a valid decision id");
    }
}
