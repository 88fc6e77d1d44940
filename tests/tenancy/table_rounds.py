"""Doors of deliverables: rounds, files, the creator's own page, remarks."""

from tests.tenancy.routes import EDIT, VIEW, Member, Public, Row


def _one(name: str, read=EDIT, **more) -> Member:  # type: ignore[no-untyped-def]
    return Member(read, ids={"public_id": name}, **more)


def _act(name: str) -> Member:
    return Member(EDIT, ids={"public_id": name}, post_only=True)


ROUNDS: dict[str, Row] = {
    "campaigns:deliverable_new": _one("collaboration"),
    "campaigns:deliverable": _one("deliverable", VIEW, get_only=True),
    "campaigns:deliverable_edit": _one("deliverable"),
    "campaigns:deliverable_hand_in": _one("deliverable"),
    "campaigns:deliverable_revise": _one("deliverable"),
    "campaigns:deliverable_approve": _one("deliverable"),
    "campaigns:deliverable_publish": _one("deliverable"),
    "campaigns:deliverable_take_back": _one("deliverable"),
    "campaigns:deliverable_remove": _one("deliverable"),
    "campaigns:deliverable_file_add": _act("deliverable"),
    "campaigns:deliverable_file": _one("deliverable_file", VIEW, get_only=True),
    "campaigns:deliverable_file_preview": _one("deliverable_file", VIEW, get_only=True),
    "campaigns:deliverable_file_remove": _act("deliverable_file"),
    "campaigns:deliverable_file_restore": _act("deliverable_file"),
    "checkins:remark": _one("published"),
    "campaigns:round_answer": Public(ids={"token": "round_token"}),
}
