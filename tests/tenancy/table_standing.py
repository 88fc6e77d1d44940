"""Doors of concerns and objectives."""

from tests.tenancy.routes import EDIT, POLICIES, VIEW, Member, Row


def _one(name: str) -> Member:
    return Member(EDIT, ids={"public_id": name})


def _act(name: str) -> Member:
    return Member(EDIT, ids={"public_id": name}, post_only=True)


STANDING: dict[str, Row] = {
    "partnerships:concerns": Member(VIEW, get_only=True),
    "partnerships:concern": Member(VIEW, ids={"public_id": "concern"}, get_only=True),
    "partnerships:concern_new": _one("partnership"),
    "partnerships:concern_note": _act("concern"),
    "partnerships:concern_edit": _one("concern"),
    "partnerships:concern_close": _one("concern"),
    "partnerships:concern_reopen": _act("concern"),
    "partnerships:escalation_path": Member(VIEW, POLICIES),
    "partnerships:objective_new": _one("partnership"),
    "partnerships:objective": _one("objective"),
    "partnerships:objective_adjust": _one("objective"),
    "partnerships:objective_drop": _one("objective"),
}
