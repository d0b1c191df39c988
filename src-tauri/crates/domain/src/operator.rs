//! Operators, their roles, and the one table that grants permissions.

use crate::id::{OperatorId, RaoId};

/// An operator's account on this desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// The account.
    pub id: OperatorId,
    /// The name typed at sign-in.
    pub user_name: String,
    /// The name shown to colleagues and printed on declarations.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// The operator's record at the central API.
    pub rao_id: RaoId,
    /// The operator's user name at the central API.
    pub rao_user_name: String,
}

/// What somebody is here for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Reviews and decides.
    Rao,
    /// Searches, looks and exports; decides nothing.
    Auditor,
    /// Reviews, and looks after accounts and settings.
    Administrator,
}

/// Something that needs permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Look at a session's personal data.
    View,
    /// Claim a session and work on it.
    Review,
    /// Validate, refuse, approve.
    Decide,
    /// Export an archive.
    Export,
    /// Make accounts and change settings of the desk.
    Administer,
}

impl Role {
    const ALL: [Self; 3] = [Self::Rao, Self::Auditor, Self::Administrator];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rao => "rao",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// The role behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether this role may do `act`.
    #[must_use]
    pub const fn may(self, act: Act) -> bool {
        match (self, act) {
            (Self::Administrator, _) | (_, Act::View) => true,
            (Self::Rao, Act::Review | Act::Decide | Act::Export) | (Self::Auditor, Act::Export) => {
                true
            }
            (Self::Rao, Act::Administer)
            | (Self::Auditor, Act::Review | Act::Decide | Act::Administer) => false,
        }
    }
}
