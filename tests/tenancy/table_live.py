"""Doors of a running campaign: targets, feedback, weekly syncs, and the report of uplift."""

from tests.tenancy.routes import EDIT, VIEW, Member, Row


def _one(name: str) -> Member:
    return Member(EDIT, ids={"public_id": name})


def _look(name: str) -> Member:
    return Member(EDIT, ids={"public_id": name}, get_only=True)


LIVE: dict[str, Row] = {
    "campaigns:objective_new": _one("campaign"),
    "campaigns:objective": _one("target"),
    "campaigns:objective_remove": _one("target"),
    "campaigns:feedback": Member(VIEW, get_only=True),
    "campaigns:feedback_new": _one("collaboration"),
    "campaigns:feedback_share": _one("collaboration"),
    "campaigns:feedback_preview": _look("collaboration"),
    "campaigns:feedback_edit": _one("feedback"),
    "campaigns:feedback_answer": _one("feedback"),
    "campaigns:feedback_remove": _one("feedback"),
    "campaigns:sync_new": _one("collaboration"),
    "campaigns:sync": _one("sync"),
    "reports:uplift": Member(VIEW, get_only=True),
    "reports:uplift_behind": Member(VIEW, get_only=True),
}
