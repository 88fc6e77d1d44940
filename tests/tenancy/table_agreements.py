"""Doors of agreements that change."""

from tests.tenancy.routes import EDIT, VIEW, Member, Row


def _one(name: str) -> Member:
    return Member(EDIT, ids={"public_id": name})


AGREEMENTS: dict[str, Row] = {
    "partnerships:amendment_new": _one("amended"),
    "partnerships:amendment": Member(VIEW, ids={"public_id": "amendment"}, get_only=True),
    "partnerships:amendment_edit": _one("amendment"),
    "partnerships:amendment_send": _one("amendment"),
    "partnerships:amendment_sign": _one("amendment"),
    "partnerships:amendment_withdraw": _one("amendment"),
}
