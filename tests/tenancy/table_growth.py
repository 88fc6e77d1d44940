"""Doors of the growth tab: offers, roadmap, support, roles."""

from tests.tenancy.routes import EDIT, Member, Row


def _one(name: str) -> Member:
    return Member(EDIT, ids={"public_id": name})


def _act(name: str) -> Member:
    return Member(EDIT, ids={"public_id": name}, post_only=True)


GROWTH: dict[str, Row] = {
    "partnerships:opportunity_new": _one("partnership"),
    "partnerships:opportunity": _one("opportunity"),
    "partnerships:opportunity_offer": _one("opportunity"),
    "partnerships:opportunity_answer": _one("opportunity"),
    "partnerships:opportunity_done": _one("opportunity"),
    "partnerships:opportunity_drop": _one("opportunity"),
    "partnerships:roadmap_new": _one("partnership"),
    "partnerships:larger_goal": _one("partnership"),
    "partnerships:roadmap_item": _one("roadmap_item"),
    "partnerships:roadmap_remove": _act("roadmap_item"),
    "partnerships:support_new": _one("partnership"),
    "partnerships:support_remove": _act("support"),
    "partnerships:role": _one("partnership"),
}
