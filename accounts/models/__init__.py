from accounts.models.user import User
from accounts.models.workspace import Invitation, Membership, Role, Workspace

__all__ = ["Invitation", "Membership", "Role", "User", "Workspace"]
