"""Wins and debriefs: proposed by figures, decided by people, told once."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.actions.closing import close_campaign
from campaigns.actions.debriefs import save_debrief, share_debrief
from campaigns.enums import DebriefKind
from campaigns.errors import Refused, WrongState
from campaigns.models import Collaboration, Debrief
from campaigns.rules.debriefs import CLEARLY, proposal
from campaigns.rules.objectives import Standing
from campaigns.rules.tallies import tally_of
from checkins.models import Touch
from checkins.tasks import _catch_up
from core.mail.outbox import NoAddress
from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from tests.campaigns.conftest import AT, at, text_of

WIN, DEBRIEF = DebriefKind.WIN, DebriefKind.DEBRIEF
USUAL = [tally_of({"reach": 1000, "likes": 50, "purchases": 10})] * 3


@pytest.mark.parametrize(
    ("now", "history", "objectives", "kind", "said"),
    [
        ({"reach": 1000, "likes": 60}, USUAL, [], WIN, ["engagement"]),
        ({"reach": 1000, "likes": 59}, USUAL, [], None, []),
        ({"reach": 1000, "likes": 40}, USUAL, [], DEBRIEF, ["engagement"]),
        ({"reach": 1500, "likes": 40}, USUAL, [], None, ["engagement", "reach"]),
        ({"purchases": 20}, USUAL, [], WIN, ["purchases"]),
        ({"reach": 9000, "likes": 1}, [], [], None, []),
        ({}, USUAL, [("Reach", Standing.REACHED)], WIN, ["Reach"]),
        ({}, [], [("Reach", Standing.MISSED), ("Sales", Standing.MISSED)], DEBRIEF,
         ["Reach", "Sales"]),
        # Of a campaign with both, nobody can say whose it was.
        ({}, [], [("Reach", Standing.MISSED), ("Sales", Standing.REACHED)], None, []),
        ({}, [], [("Reach", Standing.UNKNOWN)], None, []),
        ({"reach": 1000, "likes": 90}, USUAL, [("Reach", Standing.MISSED)], None,
         ["engagement", "Reach"]),
    ],
)  # fmt: skip
def test_what_the_figures_propose(now, history, objectives, kind, said):
    found = proposal(tally_of(now), history, objectives)
    assert found.kind == kind
    assert [reason.what for reason in found.reasons] == said


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 5000), st.lists(st.integers(1, 5000), max_size=5))
def test_a_proposal_follows_what_stands_out_and_nothing_else(likes, earlier):
    now = tally_of({"reach": 10_000, "likes": likes})
    history = [tally_of({"reach": 10_000, "likes": one}) for one in earlier]
    found = proposal(now, history)
    assert (found.kind is None) == (not found.reasons)
    for reason in found.reasons:
        assert abs(reason.change) >= CLEARLY
        assert reason.good == (found.kind == WIN)


def save(part, by, *, expected=0, kind=WIN, **texts):
    return save_debrief(collaboration=part, kind=kind, texts=texts, expected=expected, by=by, at=AT)


def test_written_edited_and_never_over_somebody_else(part, manager, owner):
    with pytest.raises(Refused):
        save(part, manager, hoped="  ")
    first = save(part, manager, happened="Twice the reach", aside="She was ill")
    assert save(part, owner, happened="Twice the reach", aside="She was ill").pk == first.pk
    # A second form that began with nothing.
    with pytest.raises(EditConflict):
        save(part, owner, happened="Other words")
    save(part, owner, expected=first.version, happened="Other words", aside="She was ill")
    assert Debrief.objects.get().happened == "Other words"
    assert "She was ill" not in str(list(AuditEntry.objects.values_list("changes", flat=True)))
    Collaboration.objects.update(state="declined")
    part.refresh_from_db()
    with pytest.raises(WrongState):
        save(part, manager, expected=2, happened="x")


def test_a_colleague_a_moment_faster_is_no_double(part, manager, owner, monkeypatch):
    from campaigns.actions import debriefs

    monkeypatch.setattr(debriefs, "_made", lambda *args: save(part, owner, ours="First") and None)
    first = debriefs._made
    monkeypatch.undo()
    monkeypatch.setattr(debriefs, "_made", _slow(first, monkeypatch, debriefs))
    with pytest.raises(EditConflict):
        save(part, manager, ours="Second")
    assert Debrief.objects.get().ours == "First"


def _slow(first, monkeypatch, module):
    def made(*args):
        monkeypatch.undo()
        return first(*args)

    return made


def test_told_once_with_everything_but_the_aside(
    part, manager, owner, django_capture_on_commit_callbacks
):
    written = save(
        part, manager, hoped="A thousand", happened="Two thousand", theirs="It was fun",
        aside="Raise the fee?",
    )  # fmt: skip
    stale = Debrief.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert share_debrief(debrief=written, expected=written.version, by=manager, at=AT) is True
        assert share_debrief(debrief=stale, expected=stale.version, by=owner, at=AT) is False
    mail = OutgoingMail.objects.get(kind="debrief")
    assert mail.subject == "Maya, “Balcony” is worth celebrating"
    for said in ("A thousand", "Two thousand", "It was fun"):
        assert said in mail.text
        assert said in mail.html
    assert "Raise the fee" not in mail.text + mail.html
    touch = Touch.objects.get()
    assert (touch.kind, touch.asks, touch.mail) == ("win", False, mail)
    _catch_up(AT + timedelta(minutes=1))
    assert Touch.objects.count() == 1
    fresh = Debrief.objects.get()
    with pytest.raises(WrongState):
        save(part, manager, expected=fresh.version, hoped="Less")
    said = {name: getattr(fresh, name) for name in ("hoped", "happened", "theirs")}
    save(part, manager, expected=fresh.version, **said, aside="Raised.")
    assert Debrief.objects.get().aside == "Raised."


def test_what_cannot_be_told(part, maya, manager):
    only = save(part, manager, aside="For us")
    with pytest.raises(Refused):
        share_debrief(debrief=only, expected=only.version, by=manager, at=AT)
    with pytest.raises(EditConflict):
        share_debrief(debrief=only, expected=9, by=manager, at=AT)
    more = save(part, manager, expected=only.version, kind=DEBRIEF, ours="The brief came late")
    type(maya.creator).objects.update(email="")
    with pytest.raises(NoAddress):
        share_debrief(debrief=more, expected=more.version, by=manager, at=AT)
    assert Debrief.objects.get().shared_at is None


def test_a_debrief_asks_and_a_lost_signal_is_swept(part, manager):
    written = save(part, manager, kind=DEBRIEF, ours="The brief came late")
    share_debrief(debrief=written, expected=written.version, by=manager, at=AT)
    assert Touch.objects.count() == 0
    _catch_up(AT)
    assert (Touch.objects.get().kind, Touch.objects.get().asks) == ("message", True)
    mail = OutgoingMail.objects.get(kind="debrief")
    assert "nobody is to blame" in mail.text


def test_the_pages(client, part, campaign, manager):
    close_campaign(campaign=campaign, by=manager, at=AT)
    page, share = at("debrief", part.public_id), at("debrief_share", part.public_id)
    assert client.get(share).status_code == 302
    assert "Nothing that stands out" in text_of(client.get(page))
    typed = {"version": 0, "kind": "debrief", "ours": "Late answers", "aside": "Hm"}
    assert client.post(page, {**typed, "ours": "", "aside": ""}).status_code == 422
    answer = client.post(page, {**typed, "do": "read"})
    assert answer["Location"] == share
    clash = client.post(page, {**typed, "ours": "Mine"})
    assert clash.status_code == 409
    assert "Mine" in text_of(clash)
    shown = text_of(client.get(share))
    assert "Late answers" in shown
    assert "Hm" not in shown.split("mail-title")[1]
    assert client.post(share, {"version": 7}).status_code == 422
    for _twice in range(2):
        assert client.post(share, {"version": 1}).status_code == 302
    assert OutgoingMail.objects.filter(kind="debrief").count() == 1
    assert "told on" in text_of(client.get(at("detail", campaign.public_id)))
