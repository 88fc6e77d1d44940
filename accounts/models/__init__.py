from accounts.models.token import ApiToken
from accounts.models.user import User
from accounts.models.workspace import DigestRhythm, Invitation, Membership, Role, Workspace

__all__ = ["ApiToken", "DigestRhythm", "Invitation", "Membership", "Role", "User", "Workspace"]
