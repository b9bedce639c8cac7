//! What each role may do.

use serde::Serialize;
use strum::{EnumString, IntoStaticStr};

/// What a staff member may do.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, EnumString, IntoStaticStr, clap::ValueEnum, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", const_into_str)]
pub enum Role {
    /// Reads sessions and their files
    Viewer,
    /// Also answers privacy requests
    Privacy,
    /// Also manages the staff
    Admin,
}

/// A permission that a call may need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    ReadSessions,
    ReadFiles,
    Export,
    Rectify,
    Erase,
    ReadAudit,
    /// Set and lift a restriction (GDPR article 18).
    Restrict,
    /// Withdraw a consent for a person who asks (GDPR article 7(3)).
    Withdraw,
    /// Read what is restricted.
    ReadRestricted,
    /// List the files that may be used for training.
    ListTraining,
    ManageStaff,
    AnswerRequests,
    ReadFigures,
    /// Find the sign-in sessions of a user of the host site.
    ReadMemberSessions,
    EndMemberSessions,
    /// Read what members and the assistant said to each other.
    ReadConversations,
}

impl Permission {
    /// What a person may do to what is kept under their own address.
    pub const ON_OWN_DATA: &[Self] =
        &[Self::Export, Self::Rectify, Self::Erase, Self::Restrict, Self::Withdraw, Self::ReadRestricted];
}

impl Role {
    /// The only table of which role may do what.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission::{
            AnswerRequests, EndMemberSessions, Erase, Export, ListTraining, ManageStaff, ReadAudit, ReadConversations,
            ReadFigures, ReadFiles, ReadMemberSessions, ReadRestricted, ReadSessions, Rectify, Restrict, Withdraw,
        };
        match self {
            Self::Viewer => &[ReadSessions, ReadFiles, ReadFigures, ReadMemberSessions],
            Self::Privacy => &[
                ReadSessions,
                ReadFiles,
                ReadFigures,
                ReadMemberSessions,
                Export,
                Rectify,
                Erase,
                ReadAudit,
                Restrict,
                Withdraw,
                ReadRestricted,
                ListTraining,
                AnswerRequests,
                EndMemberSessions,
                ReadConversations,
            ],
            Self::Admin => &[
                ReadSessions,
                ReadFiles,
                ReadFigures,
                ReadMemberSessions,
                Export,
                Rectify,
                Erase,
                ReadAudit,
                Restrict,
                Withdraw,
                ReadRestricted,
                ListTraining,
                AnswerRequests,
                EndMemberSessions,
                ReadConversations,
                ManageStaff,
            ],
        }
    }

    /// Whether this role has this permission.
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// A constraint in the database allows only these three.
    pub fn of(text: &str) -> Self {
        text.parse().unwrap_or(Self::Viewer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_what_the_one_below_it_may_and_more() {
        let (viewer, privacy, admin) = (Role::Viewer, Role::Privacy, Role::Admin);
        for (less, more) in [(viewer, privacy), (privacy, admin)] {
            assert!(less.permissions().iter().all(|permission| more.may(*permission)));
            assert!(less.permissions().len() < more.permissions().len());
        }
        assert!(!viewer.may(Permission::Export) && !viewer.may(Permission::Erase));
        assert!(!privacy.may(Permission::ManageStaff) && admin.may(Permission::ManageStaff));
    }
}
