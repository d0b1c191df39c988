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
    /// Whether the account lets anybody in.
    pub standing: Standing,
    /// The operator's record at the central API.
    pub rao_id: RaoId,
    /// The operator's user name at the central API.
    pub rao_user_name: String,
}

impl Operator {
    /// Whether the operator may do `act` now.
    #[must_use]
    pub const fn may(&self, act: Act) -> bool {
        match self.standing {
            Standing::Active => self.role.may(act),
            Standing::Suspended => false,
        }
    }
}

/// Whether an account lets anybody in. Accounts are never deleted: decisions
/// and the audit log name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It does.
    Active,
    /// It does not, until an administrator says otherwise.
    Suspended,
}

impl Standing {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    /// The standing behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Active, Self::Suspended]
            .into_iter()
            .find(|standing| standing.name() == name)
    }
}

/// Whether somebody is left who can look after the accounts: without one a
/// desk could never be mended.
#[must_use]
pub fn is_administered(operators: &[Operator]) -> bool {
    operators
        .iter()
        .any(|operator| operator.may(Act::Administer))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn account(role: Role, standing: Standing) -> Operator {
        Operator {
            id: OperatorId::fresh(),
            user_name: "specimen".into(),
            display_name: "Specimen".into(),
            role,
            standing,
            rao_id: RaoId("1400".into()),
            rao_user_name: "specimen".into(),
        }
    }

    #[test]
    fn only_an_active_administrator_looks_after_the_accounts() {
        for role in Role::ALL {
            for standing in [Standing::Active, Standing::Suspended] {
                let operators = [
                    account(Role::Rao, Standing::Active),
                    account(role, standing),
                ];
                let expected = role == Role::Administrator && standing == Standing::Active;
                assert_eq!(
                    is_administered(&operators),
                    expected,
                    "{role:?} {standing:?}"
                );
            }
        }
    }

    #[test]
    fn a_suspended_account_may_do_nothing() {
        let suspended = account(Role::Administrator, Standing::Suspended);
        for act in [
            Act::View,
            Act::Review,
            Act::Decide,
            Act::Export,
            Act::Administer,
        ] {
            assert!(!suspended.may(act), "{act:?}");
        }
    }

    #[test]
    fn a_standing_is_known_by_its_name() {
        for standing in [Standing::Active, Standing::Suspended] {
            assert_eq!(Standing::from_name(standing.name()), Some(standing));
        }
        assert_eq!(Standing::from_name("gone"), None);
    }
}
