"""Doors of letters and of questions to advisors."""

from tests.tenancy.routes import EDIT, EXPORT, POLICIES, VIEW, Member, Public, Row


def _one(name: str, read=EDIT, **more) -> Member:  # type: ignore[no-untyped-def]
    return Member(read, ids={"public_id": name}, **more)


def _act(name: str) -> Member:
    return Member(EDIT, ids={"public_id": name}, post_only=True)


LETTERS: dict[str, Row] = {
    "checkins:letters": Member(VIEW, get_only=True),
    "checkins:letter_new": Member(EDIT),
    "checkins:letter": _one("letter", VIEW, get_only=True),
    "checkins:letter_edit": _one("letter"),
    "checkins:letter_audience": _one("letter"),
    "checkins:letter_send": _one("letter"),
    "checkins:letter_remove": _act("letter"),
    "checkins:letter_stop": _act("letter"),
    "checkins:letter_test": _act("letter"),
    "checkins:letter_preview": Member(
        VIEW, ids={"public_id": "letter", "language": "letter_language"}, get_only=True
    ),
    "checkins:letters_of": _one("creator", VIEW, write=EDIT),
    "checkins:contact_policy": Member(VIEW, POLICIES),
    "checkins:letters_off": Public(ids={"token": "letters_off_token"}),
    "checkins:advice": Member(VIEW, get_only=True),
    "checkins:advice_export": Member(EXPORT, post_only=True),
    "checkins:advice_question": _one("advisory_question", VIEW, write=EDIT),
    "checkins:advice_ask": _one("partnership"),
    "checkins:advice_answer": Public(ids={"token": "advice_token"}),
}
