"""Versions of a brief beside each other, and what moves after the lock."""

from datetime import timedelta

import pytest

from campaigns.actions.briefs import lock_brief, save_brief, share_brief
from campaigns.models import BriefVersion
from campaigns.queries.goalposts import moved_by_brand_and_owner
from core.models import OutgoingMail
from tests.campaigns.conftest import AT, at, text_of

LATER = AT + timedelta(days=1)


@pytest.fixture
def write(part, manager):
    """`write("text", lock=True)`: save and share the goal in English."""

    def save(text, *, share=True, lock=False, reason="", **more):
        brief = getattr(part, "brief", None)
        brief = save_brief(
            collaboration=part, sections={"goal": {"en": text}, **more}, autonomy="guided",
            expected=brief.version if brief else 0, by=manager, at=AT,
        )  # fmt: skip
        part.refresh_from_db()
        part.brief.collaboration = part
        if share:
            share_brief(
                brief=part.brief, expected=part.brief.version, reason=reason, by=manager, at=AT
            )
        if lock:
            lock_brief(brief=part.brief, by=manager, at=AT)
        part.refresh_from_db()
        return part.brief

    return save


def test_any_two_versions_and_the_working_text_are_compared(client, part, reel, write):
    write("Post on Friday. Be kind.")
    reel.due_on = reel.due_on + timedelta(days=7)
    reel.save()
    write("Post on Monday. Be kind.")
    write("Post on Monday. Be brave.", share=False)
    url = at("brief_compare", part.public_id)
    text = text_of(client.get(url, {"from": 1, "to": 2}))
    for words in ("Friday", "Monday", "removed:", "added:", "Reel on the balcony", "version 1"):
        assert words in text
    assert "brave" not in text
    # The other way round is the same; without numbers: newest and working text.
    assert text_of(client.get(url, {"from": 2, "to": 1})).count("<ins>") == text.count("<ins>")
    text = text_of(client.get(url))
    assert "brave" in text
    assert "Friday" not in text
    assert "Nothing differs" in text_of(client.get(url, {"from": 2, "to": 2}))
    assert client.get(url, {"from": 1, "to": 9}).status_code == 404
    assert "Compare version 1 with" in text_of(client.get(at("brief_version", part.public_id, 1)))


def test_a_mail_lists_what_changed_above_the_text(part, write, manager):
    write("Post on Friday. Be kind.")
    write("Post on Monday. Be kind.", must={"en": "The link"})
    first, second = OutgoingMail.objects.filter(kind="brief").order_by("pk")
    assert "WHAT CHANGED" not in first.text
    told, _whole, rest = second.text.partition("The whole brief as it is now")
    assert "was: Post on Friday." in told
    assert "is: Post on Monday." in told
    assert "new: The link" in told
    assert "Be kind" not in told.partition("WHAT CHANGED")[2]
    assert "Be kind" in rest
    assert "<del>Post on Friday.</del>" in second.html


def test_after_the_lock_sharing_says_why_and_is_counted(client, part, write, manager):
    write("Post on Friday.", lock=True)
    write("Post on Monday.", share=False)
    url = at("brief_share", part.public_id)
    page = text_of(client.get(url))
    assert "What changes for" in page
    data = {"version": part.brief.version, "reason": " "}
    assert client.post(url, data).status_code == 422
    # Another text meanwhile: the reason that was typed stays.
    answer = client.post(url, {"version": 1, "reason": "The launch moved"})
    assert "The launch moved" in text_of(answer)
    assert "Look again" in text_of(answer)
    for _click in range(2):
        client.post(url, {**data, "reason": "The launch moved"})
    moved = BriefVersion.objects.get(after_lock=True)
    assert (moved.number, moved.reason) == (2, "The launch moved")
    mail = OutgoingMail.objects.filter(kind="brief").latest("pk")
    assert "a change in the brief" in mail.subject
    assert "The launch moved" in mail.text
    page = text_of(client.get(at("detail", part.campaign.public_id)))
    assert "Goalposts moved once after the lock" in page
    [row] = moved_by_brand_and_owner(LATER)
    assert (row.brand, row.owner, row.briefs) == (part.campaign.brand, manager, 1)
    assert set(row.counts.values()) == {1}
    text = text_of(client.get(at("goalposts"), {"brand": row.brand.public_id, "days": "91"}))
    assert "The launch moved" in text
    assert "Maya Lind" in text
    assert "No goalposts were moved" in text_of(client.get(at("goalposts"), {"owner": "nobody"}))
