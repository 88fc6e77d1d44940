from typing import Any

from accounts.permissions import Permission, may


def workspace(request: Any) -> dict[str, Any]:
    """`workspace`, `membership` and `can` (`{% if can.edit %}`) for every template."""
    membership = getattr(request, "membership", None)
    return {
        "workspace": getattr(request, "workspace", None),
        "membership": membership,
        "can": {p.value: bool(membership and may(membership.role, p)) for p in Permission},
    }
