"""What a role may do (product.md, People). Scope is not permission: every view names its own."""

from enum import StrEnum

from accounts.models import Membership, Role


class Permission(StrEnum):
    VIEW = "view"  # read everything of the workspace
    EXPORT = "export"
    EDIT = "edit"  # creators, partnerships, campaigns, check-ins
    POLICIES = "policies"  # tiers, cadence, budgets
    MEMBERS = "members"


GRANTS: dict[str, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.MANAGER: frozenset({Permission.VIEW, Permission.EXPORT, Permission.EDIT}),
    Role.ANALYST: frozenset({Permission.VIEW, Permission.EXPORT}),
}


def may(role: str, permission: Permission) -> bool:
    return permission in GRANTS.get(role, frozenset())


def sees_payouts(member: Membership) -> bool:
    """Whether `member` may read where creators' money goes (row 31): owners always, managers an
    owner chose for it; who may not enter it does not read it either."""
    if member.role == Role.OWNER:
        return True
    return member.sees_payouts and may(member.role, Permission.EDIT)
