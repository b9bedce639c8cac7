//! Who asks for an act: on a person's data, on the audit log, on accounts. Each act takes a requester, checks its
//! permission and names it in the audit log, so that the console's API and pages, self-service and the command line can
//! share the act without a check of their own.

use std::net::IpAddr;

use uuid::Uuid;

use super::permission::{Permission, Role};
use crate::audit::Actor;
use crate::error::{Error, Kind};
use crate::platform::http::ClientIp;

/// Who asks.
#[derive(Clone, Copy)]
pub enum Requester<'a> {
    /// A staff member, who may do what their role may.
    Staff { id: Uuid, role: Role },
    /// The person who reads the mails of this address. They act on their own data only.
    Person { address: &'a str, client: ClientIp },
    /// A user of the command line, who may do everything: the database is theirs.
    Operator,
}

impl<'a> Requester<'a> {
    /// Whether they may do this to anyone's data.
    pub fn may(self, permission: Permission) -> bool {
        match self {
            Self::Staff { role, .. } => role.may(permission),
            Self::Person { .. } => false,
            Self::Operator => true,
        }
    }

    /// Whether they may do this to the data of [`Requester::address`], if they have one, else to anyone's.
    pub fn may_within_reach(self, permission: Permission) -> bool {
        match self {
            Self::Person { .. } => Permission::ON_OWN_DATA.contains(&permission),
            _ => self.may(permission),
        }
    }

    /// Fails with 403 unless they may do this to anyone's data.
    pub fn must(self, permission: Permission) -> Result<(), Error> {
        if self.may(permission) { Ok(()) } else { Err(Kind::Forbidden.into()) }
    }

    /// The same for an act that is limited to [`Requester::address`].
    pub fn must_within_reach(self, permission: Permission) -> Result<(), Error> {
        if self.may_within_reach(permission) { Ok(()) } else { Err(Kind::Forbidden.into()) }
    }

    /// The same for an act on all that is kept under an address. Another person's is 404.
    pub fn must_for(self, permission: Permission, address: &str) -> Result<(), Error> {
        self.must_within_reach(permission)?;
        if self.address().is_none_or(|own| own == address) { Ok(()) } else { Err(Kind::NotFound.into()) }
    }

    /// The only address whose data they may reach; `None` for those who may reach all.
    pub fn address(self) -> Option<&'a str> {
        match self {
            Self::Person { address, .. } => Some(address),
            _ => None,
        }
    }

    /// The person's internet address; staff and operators act for others.
    pub fn ip(self) -> Option<IpAddr> {
        self.client().map(|client| client.0)
    }

    /// The network that counts for the mail limits.
    pub fn network(self) -> Option<IpAddr> {
        self.client().map(ClientIp::bucket)
    }

    fn client(self) -> Option<ClientIp> {
        match self {
            Self::Person { client, .. } => Some(client),
            _ => None,
        }
    }

    /// Who the audit log says it was.
    pub fn actor(self) -> Actor {
        match self {
            Self::Staff { id, .. } => Actor::Staff(id),
            Self::Person { .. } => Actor::SelfService,
            Self::Operator => Actor::Operator,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZOE: Requester<'_> =
        Requester::Person { address: "zoe@example.org", client: ClientIp(IpAddr::V6(std::net::Ipv6Addr::LOCALHOST)) };

    #[test]
    fn a_person_reaches_their_own_data_only() {
        assert!(ZOE.may_within_reach(Permission::Erase) && !ZOE.may(Permission::Erase));
        assert!(!ZOE.may_within_reach(Permission::ReadAudit) && !ZOE.may_within_reach(Permission::ManageStaff));
        assert!(ZOE.must_for(Permission::Export, "zoe@example.org").is_ok());
        let other = ZOE.must_for(Permission::Export, "ann@example.org");
        assert_eq!(other.expect_err("another's").kind, Kind::NotFound);
        let forbidden = ZOE.must_for(Permission::ReadAudit, "zoe@example.org");
        assert_eq!(forbidden.expect_err("not theirs to read").kind, Kind::Forbidden);
    }

    #[test]
    fn staff_may_what_their_role_may_to_anyone() {
        let viewer = Requester::Staff { id: Uuid::nil(), role: Role::Viewer };
        assert!(viewer.may(Permission::ReadSessions) && viewer.must(Permission::Erase).is_err());
        assert!(viewer.must_for(Permission::Erase, "zoe@example.org").is_err());
        let privacy = Requester::Staff { id: Uuid::nil(), role: Role::Privacy };
        assert!(privacy.must_for(Permission::Erase, "zoe@example.org").is_ok() && privacy.address().is_none());
        assert!(Requester::Operator.must_for(Permission::Erase, "zoe@example.org").is_ok());
    }
}
