//! Why a verification could not be completed: `failReason` of Signicat
//! VideoID, which comes in two shapes.
//!
//! Errors of the VideoID API say `{id, date, reason, category}`; those of its
//! web SDK and of the capture service say `{id, type, message}` (service
//! details, section "Errors"). [`FailReason`] holds either, and
//! [`FailReason::category`] knows the category of both.

use jiff::Timestamp;

use crate::evidence::Digest;

/// Why a verification failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailReason {
    /// The id of the failure, as whoever saw it gave it.
    pub id: String,
    /// What is said of it.
    pub account: Account,
}

/// What is said of a failure, in one of the two shapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// By the VideoID API.
    Api {
        /// When.
        date: Timestamp,
        /// What, such as `Liveness.NotDetected`.
        reason: String,
        /// In which part of the system.
        category: Category,
    },
    /// By the web SDK, by the capture service or by this engine.
    Client {
        /// What, such as `InactiveUser.Aborted`.
        kind: String,
        /// In words; none of them is personal.
        message: String,
    },
}

/// The part of the system that an error comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// How the service was built in.
    Integration,
    /// The camera of the device.
    Camera,
    /// The microphone of the device.
    Microphone,
    /// The connection.
    Network,
    /// Light and surroundings.
    Environment,
    /// An invalid or illegible document.
    Document,
    /// The person.
    User,
    /// The agent.
    Agent,
    /// The manual verification.
    Verification,
    /// The service itself.
    Service,
}

impl Category {
    /// Every category, in the order of the source.
    pub const ALL: [Self; 10] = [
        Self::Integration,
        Self::Camera,
        Self::Microphone,
        Self::Network,
        Self::Environment,
        Self::Document,
        Self::User,
        Self::Agent,
        Self::Verification,
        Self::Service,
    ];

    /// The name in the Signicat vocabulary, `Camera.Error` and so on.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Integration => "Integration.Error",
            Self::Camera => "Camera.Error",
            Self::Microphone => "Microphone.Error",
            Self::Network => "Network.Error",
            Self::Environment => "Environment.Error",
            Self::Document => "Document.Error",
            Self::User => "User.Error",
            Self::Agent => "Agent.Error",
            Self::Verification => "Verification.Error",
            Self::Service => "Service.Error",
        }
    }

    /// The category behind its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|category| category.name() == name)
    }
}

/// Errors that the source names, with the section they stand in, where their
/// name does not begin with it.
const NAMED: [(&str, Category); 5] = [
    ("Permission.Denied", Category::User),
    ("InactiveUser.Aborted", Category::User),
    ("Liveness.NotDetected", Category::User),
    ("Connection.Lost", Category::Network),
    ("DocumentSides.Mismatch", Category::Document),
];

impl FailReason {
    /// Neither a side of a document could be read nor a face be compared. The
    /// id follows from `evidence`, so that the same session fails under the
    /// same id.
    #[must_use]
    pub fn illegible_document(evidence: &[u8]) -> Self {
        let Digest(digest) = Digest::of(evidence);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self {
            id: uuid::Builder::from_custom_bytes(bytes)
                .into_uuid()
                .to_string(),
            account: Account::Client {
                kind: "Document.Illegible".to_owned(),
                message: "Nothing could be read and no face could be compared".to_owned(),
            },
        }
    }

    /// What happened, such as `Camera.NotFound`.
    #[must_use]
    pub fn code(&self) -> &str {
        match &self.account {
            Account::Api { reason, .. } => reason,
            Account::Client { kind, .. } => kind,
        }
    }

    /// The category: as it was said, else by the name of the error; `None` for
    /// a name that no table knows.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        match &self.account {
            Account::Api { category, .. } => Some(*category),
            Account::Client { kind, .. } => NAMED
                .into_iter()
                .find(|(name, _)| name == kind)
                .map(|(_, category)| category)
                .or_else(|| {
                    let part = kind.split('.').next()?;
                    Category::from_name(&format!("{part}.Error"))
                }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_survives_its_name() {
        for category in Category::ALL {
            assert_eq!(Category::from_name(category.name()), Some(category));
        }
    }

    #[test]
    fn errors_that_say_no_category_are_known_by_their_names() {
        check("Camera.NotFound", Some(Category::Camera));
        check("Microphone.NotFound", Some(Category::Microphone));
        check("Connection.Lost", Some(Category::Network));
        check("DocumentSides.Mismatch", Some(Category::Document));
        check("User.Inactive", Some(Category::User));
        check("InactiveUser.Aborted", Some(Category::User));
        check("Permission.Denied", Some(Category::User));
        check("User.ChoseInPerson", Some(Category::User));
        check("Something.Else", None);
        check("", None);
    }

    #[test]
    fn the_same_evidence_fails_under_the_same_id() {
        let first = FailReason::illegible_document(b"one");
        assert_eq!(first, FailReason::illegible_document(b"one"));
        assert_ne!(first.id, FailReason::illegible_document(b"two").id);
        assert_eq!(first.category(), Some(Category::Document));
    }

    #[track_caller]
    fn check(kind: &str, expected: Option<Category>) {
        let reason = FailReason {
            id: "1".to_owned(),
            account: Account::Client {
                kind: kind.to_owned(),
                message: String::new(),
            },
        };
        assert_eq!(reason.category(), expected, "{kind}");
    }
}
