"""Letters: who gets one, how it goes out, how it is stopped (product.md, row 48)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkins.actions.contact_policy import set_contact_policy
from checkins.actions.letter_copies import prepare_copies
from checkins.actions.letters import (
    send_letter,
)
from checkins.actions.opting_out import opt_out
from checkins.enums import LetterState, NotSent
from checkins.errors import NobodyGetsIt
from checkins.models import Absence, LastContact, LetterCopy
from checkins.queries.audience import audience_of
from checkins.rules.letters import Audience
from core.mail.suppression import suppress
from core.models import AuditEntry, OutgoingMail
from tests import factories
from tests.checkins.conftest import NOW, utc
from tests.factories_letters import a_letter, partner


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def brand(partnership):
    return partnership.brand


@pytest.fixture
def ben(brand, manager):
    return partner(manager, brand, "Ben Whitaker", email="ben@example.com")


@pytest.fixture
def letter(in_scope, manager, partnership, ben):
    return a_letter(manager, in_scope)


def whom(audience=None, languages=("en", "ru"), **more):
    found = audience_of(audience or Audience(), languages=languages, at=NOW, **more)
    return {one.partnership.creator.name: one.why_not for one in found}


def send(letter, by, **more):
    send_letter(letter=letter, expected=letter.version, by=by, at=more.pop("at", NOW), **more)


def sent(letter, by, **more):
    at = more.get("at", NOW)
    send(letter, by, **more)
    prepare_copies(letter=letter, at=at)
    return {copy.creator.name: copy for copy in LetterCopy.objects.filter(letter=letter)}


def test_everybody_gets_it_in_their_own_language_from_who_they_know(letter, partnership, manager):
    copies = sent(letter, manager)
    anna, ben = copies["Светлана Ким"].mail, copies["Ben Whitaker"].mail
    assert (anna.language, ben.language) == ("ru", "en")
    assert anna.subject == "Светлана, планы North"
    assert "Скоро весна" in anna.text
    assert "To read it right" in ben.text
    assert "In Russia" in ben.html
    assert "To read it right" not in anna.text
    assert manager.name in anna.from_email
    assert anna.reply_to == manager.email
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == (LetterState.SENT, NOW)
    assert AuditEntry.objects.filter(verb="letter.sent").get().changes["get_it"] == 2


def test_each_leaves_in_a_working_hour_of_the_reader(letter, ben, manager):
    late = utc("2026-03-06T21:00")  # Friday evening in London
    copies = sent(letter, manager, at=late)
    assert copies["Ben Whitaker"].mail.due_at == utc("2026-03-09T10:00")
    assert copies["Ben Whitaker"].on == date(2026, 3, 9)
    # Monday is a day off in Moscow: Women's Day fell on a Sunday.
    assert copies["Светлана Ким"].on == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ({}, {"Светлана Ким", "Ben Whitaker"}),
        ({"languages": ("ru",)}, {"Светлана Ким"}),
        ({"markets": ("US",)}, {"Ben Whitaker"}),
        ({"tiers": ("T2",)}, set()),
        ({"tiers": ("T1",), "markets": ("RU",)}, {"Светлана Ким"}),
    ],
)
def test_the_parts_of_an_audience_narrow_together(letter, part, names):
    assert set(whom(Audience(**part))) == names


def test_brands_and_people_narrow_by_their_ids(letter, partnership, ben, manager, in_scope):
    other = factories.BrandFactory(workspace=in_scope)
    cara = partner(manager, other, "Cara")
    assert set(whom(Audience(brands=(other.public_id,)))) == {"Cara"}
    assert set(whom(Audience(people=(ben.public_id, cara.public_id)))) == {"Ben Whitaker", "Cara"}
    assert not whom(Audience(people=("nobody",)))


@pytest.mark.parametrize(
    ("days_ago", "is_slow"), [(59, False), (60, True), (400, True), (None, True), (-3, False)]
)
def test_a_slow_period_is_no_work_for_so_many_days(brand, manager, days_ago, is_slow):
    worked = None if days_ago is None else NOW - timedelta(days=days_ago)
    partner(manager, brand, "Dora", worked_at=worked)
    assert ("Dora" in whom(Audience(slow_days=60))) is is_slow


def test_a_new_partner_or_one_busy_elsewhere_is_in_no_slow_period(brand, manager, in_scope):
    other = factories.BrandFactory(workspace=in_scope)
    partner(manager, brand, "New", started_on=NOW.date() - timedelta(days=20))
    row = partner(manager, brand, "Busy", worked_at=NOW - timedelta(days=300))
    partner(manager, other, "", creator=row.creator, worked_at=NOW - timedelta(days=2))
    assert not {"New", "Busy"} & set(whom(Audience(slow_days=60)))
    # Asked of one brand only, work for the other one does not count.
    assert "Busy" in whom(Audience(slow_days=60, brands=(brand.public_id,)))


def test_who_ended_or_is_archived_is_in_no_audience(brand, manager):
    row = partner(manager, brand, "Gone", stage="ended", ended_on=NOW.date())
    away = partner(manager, brand, "Archived")
    away.creator.archived_at = NOW
    away.creator.save()
    assert not {"Gone", "Archived"} & set(whom())
    assert row.pk


def test_every_reason_not_to_send_is_told_before_anything_goes(brand, manager, in_scope):
    def one(name, **fields):
        return partner(manager, brand, name, **fields)

    opt_out(creator=one("Left").creator, at=NOW)
    suppress(email="bad@example.com", reason="bounced", detail="", at=NOW)
    one("Bounced", email="Bad@example.com")
    one("Silent", email="")
    one("Russian", language="ru")
    one("Paused", stage="paused")
    for name, until in (("On leave", None), ("Back today", NOW.date() - timedelta(days=1))):
        Absence.objects.create(
            workspace=in_scope, creator=one(name).creator, kind="leave",
            first=date(2026, 2, 1), until=until,
        )  # fmt: skip
    assert whom(languages=["en"]) == {
        "Left": NotSent.OPTED_OUT,
        "Bounced": NotSent.SUPPRESSED,
        "Silent": NotSent.NO_ADDRESS,
        "Russian": NotSent.NO_WORDS,
        "Paused": NotSent.AWAY,
        "On leave": NotSent.AWAY,
        "Back today": None,
        "Светлана Ким": NotSent.NO_WORDS,
    }


def test_one_copy_of_two_brands_from_the_warmest_that_does_not_rest(brand, manager, in_scope):
    cold = partner(manager, brand, "Eva", worked_at=NOW)
    warm = partner(manager, factories.BrandFactory(workspace=in_scope), "", creator=cold.creator)
    resting = partner(
        manager,
        factories.BrandFactory(workspace=in_scope),
        "",
        creator=cold.creator,
        stage="paused",
    )
    for row, days in ((cold, 90), (warm, 9), (resting, 1)):
        LastContact.objects.update_or_create(
            partnership=row,
            defaults={"workspace": in_scope, "two_way_at": NOW - timedelta(days=days)},
        )
    audience = Audience(tiers=("T1",), markets=("US",))
    [only] = [
        p
        for p in audience_of(audience, languages=["en"], at=NOW)
        if p.partnership.creator_id == cold.creator_id
    ]
    assert only.partnership == warm
    [named] = audience_of(
        Audience(brands=(brand.public_id,), markets=("US",)), languages=["en"], at=NOW
    )
    assert named.partnership == cold


def test_the_questions_are_the_same_for_one_and_for_many(brand, manager, in_scope):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            audience_of(Audience(slow_days=1, unwritten_days=9), languages=["en"], at=NOW)
        return len(queries)

    partner(manager, brand, "One")
    before = cost()
    for n in range(12):
        partner(manager, brand, f"More {n}")
    assert cost() == before <= 4


# The month's limit


def test_the_second_letter_of_a_month_reaches_nobody_who_had_the_first(letter, manager, in_scope):
    sent(letter, manager)
    second = a_letter(manager, in_scope, title="Second")
    with pytest.raises(NobodyGetsIt):
        send(second, manager)
    [ben, _anna] = audience_of(Audience(), languages=["en", "ru"], at=NOW)
    assert ben.why_not == NotSent.OVER_LIMIT
    assert (ben.had_last.on, ben.had_last.title) == (NOW.date(), "Spring plans")
    # Another month is another matter, and a greater limit too.
    april = audience_of(Audience(), languages=["en"], at=NOW, send_on=date(2026, 4, 1))
    assert NotSent.OVER_LIMIT not in {one.why_not for one in april}
    set_contact_policy(workspace=in_scope, letters_a_month=2, by=manager, at=NOW)
    assert whom()["Ben Whitaker"] is None
    set_contact_policy(workspace=in_scope, letters_a_month=0, by=manager, at=NOW)
    assert whom(send_on=date(2026, 4, 1))["Ben Whitaker"] == NotSent.OVER_LIMIT


def test_a_month_is_that_of_the_reader(letter, brand, manager, in_scope):
    """Late in March in Greenwich it is April in Kiritimati."""
    partner(manager, brand, "Far", zone="Pacific/Kiritimati", market="ZZ", quiet_from=None)
    at = utc("2026-03-31T20:00")
    copies = sent(letter, manager, at=at)
    assert copies["Far"].on == date(2026, 4, 1)
    april = {
        one.partnership.creator.name: one.why_not
        for one in audience_of(Audience(), languages=["en"], at=utc("2026-04-02T12:00"))
    }
    assert april["Far"] == NotSent.OVER_LIMIT


def test_a_mail_that_never_arrived_does_not_count(letter, manager):
    copy = sent(letter, manager)["Ben Whitaker"]
    for state, counts in (
        ("bounced", False),
        ("cancelled", False),
        ("sent", True),
        ("queued", True),
    ):
        OutgoingMail.objects.filter(pk=copy.mail_id).update(state=state)
        assert (whom()["Ben Whitaker"] == NotSent.OVER_LIMIT) is counts, state


def test_two_letters_prepared_at_once_never_exceed_the_limit(
    letter, manager, in_scope, monkeypatch
):
    """The other worker writes its copies between our look at the audience and our batch."""
    from checkins.actions import letter_copies

    other = a_letter(manager, in_scope, title="Other")
    send(letter, manager)
    send(other, manager)
    look = letter_copies.audience_of

    def look_slowly(*args, **more):
        found = look(*args, **more)
        if more["letter"] == letter:
            prepare_copies(letter=other, at=NOW)
        return found

    monkeypatch.setattr(letter_copies, "audience_of", look_slowly)
    assert prepare_copies(letter=letter, at=NOW).sent == 0
    assert {c.not_sent for c in LetterCopy.objects.filter(letter=letter)} == {NotSent.OVER_LIMIT}
    assert OutgoingMail.objects.filter(kind="letter").count() == 2
