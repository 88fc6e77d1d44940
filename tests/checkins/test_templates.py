"""Texts of letters: kept as versions, filled for a real creator, refused where a value is missing
(row 45)."""

from datetime import date, timedelta

import pytest
import time_machine

from checkins.actions.planning import plan_check_ins
from checkins.actions.sending import send_check_in
from checkins.actions.templates import (
    archive_template,
    restore_template,
    save_template,
    use_again,
)
from checkins.actions.touches import log_touch
from checkins.emails import compose
from checkins.enums import TemplateKind
from checkins.errors import BrokenTemplate, MissingWords, Refused
from checkins.models import CheckInTemplate, TemplateVersion
from checkins.queries.board import board
from checkins.queries.templates import choices, overview, pair, people, person, template_for
from checkins.queries.wording import values_of
from checkins.rules.wording import VARIABLES
from checkins.tasks import send_due
from checkins.today import Asking
from core.models import AuditEntry
from core.versions import EditConflict
from creators.models import Goal
from tests import factories
from tests.checkins.conftest import NOW, planned, utc, work

BODY = "{name}\n\n{personal_line}\n\n%s\n\n{sender}"


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def save(in_scope, manager):
    def go(said="How are you?", expected=0, at=NOW, **more):
        place = {"kind": "cadence", "language": "ru", "subject": "Hi {name}", **more}
        return save_template(
            workspace=in_scope, body=BODY % said, expected=expected, by=manager, at=at, **place
        )

    return go


# --- versions


def test_each_save_is_a_version_and_the_same_words_are_none(save, manager):
    row = save("One")
    save("Two", expected=1, at=NOW + timedelta(days=1))
    assert save("Two", expected=2).version == 2
    found = TemplateVersion.objects.filter(template=row).values_list("number", "body", "by", "at")
    assert list(found) == [
        (2, BODY % "Two", manager.pk, NOW + timedelta(days=1)),
        (1, BODY % "One", manager.pk, NOW),
    ]
    assert AuditEntry.objects.filter(verb="check_in_template.saved").count() == 2


def test_an_earlier_text_stands_again_as_a_new_version(save, manager):
    row = save("One")
    save("Two", expected=1)
    first = TemplateVersion.objects.select_related("template__workspace").get(number=1)
    again = use_again(version=first, by=manager, at=NOW)
    assert (again.pk, again.version, again.body) == (row.pk, 3, BODY % "One")
    assert [one.number for one in TemplateVersion.objects.all()] == [3, 2, 1]


@pytest.mark.parametrize("expected", [0, 1])
def test_whoever_saves_second_sees_the_first(save, expected):
    save("One")
    save("Two", expected=1)
    with pytest.raises(EditConflict) as conflict:
        save("Mine", expected=expected)
    assert conflict.value.theirs.body == BODY % "Two"
    assert conflict.value.mine["body"] == BODY % "Mine"
    assert TemplateVersion.objects.count() == 2


def test_archived_words_go_out_of_use_and_come_back(save, manager):
    row = save("One")
    for _twice in range(2):
        archive_template(template=row, by=manager, at=NOW)
    assert AuditEntry.objects.filter(verb="check_in_template.archived").count() == 1
    assert template_for("cadence", "ru").pk is None
    assert [one.archived for one in overview()][0] == [row]
    restore_template(template=row, by=manager, at=NOW)
    assert template_for("cadence", "ru") == row


def test_words_written_over_archived_ones_are_their_next_version(save, manager):
    row = save("One")
    archive_template(template=row, by=manager, at=NOW)
    # Our words stood in the form, so it knows of no version.
    again = save("Two", expected=0)
    assert (again.pk, again.version, again.archived_at) == (row.pk, 2, None)
    archive_template(template=row, by=manager, at=NOW)
    # Archived while somebody wrote: what they wrote stands.
    assert save("Two", expected=2).version == 3


def test_a_broken_text_leaves_nothing(save):
    with pytest.raises(BrokenTemplate):
        save("{name!r}")
    with pytest.raises(Refused) as refused:
        save(name="x" * 81)
    assert refused.value.field == "name"
    with pytest.raises(ValueError, match="nonsense"):
        save(kind="nonsense")
    assert not CheckInTemplate.objects.exists() and not TemplateVersion.objects.exists()


# --- named ones


def test_named_texts_are_chosen_and_never_go_out_by_themselves(save, django_assert_num_queries):
    named = save("Second", name="  After   a trip ")
    assert named.name == "After a trip"
    assert template_for("cadence", "ru").pk is None
    with django_assert_num_queries(1):
        found = choices("cadence", "ru")
    assert [one.name for one in found] == ["", "After a trip"]
    assert [one.name for one in choices("cadence", "en")] == [""]
    sides = pair("cadence", "After a trip")
    assert (sides["ru"].pk, sides["en"].pk) == (named.pk, None)


def test_overview_has_every_kind_at_the_price_of_one_query(save, django_assert_num_queries):
    for n in range(5):
        save(name=f"Text {n}")
    save("Standard")
    with django_assert_num_queries(1):
        found = overview()
    assert [one.kind for one in found] == list(TemplateKind)
    first = found[0]
    assert [one.name for one in first.named] == [f"Text {n}" for n in range(5)]
    assert first.standard.texts["ru"].changed_by == "Maria Manager"
    assert first.standard.texts["en"].pk is None
    assert [row.language if row else None for _code, row in first.named[0].pairs] == [None, "ru"]


# --- variables


def test_values_come_from_what_is_known(partnership, in_scope):
    part = work(partnership, state="closed", closed_at=NOW)
    type(part).objects.filter(pk=part.pk).update(state="closed", closed_at=NOW)
    for n, title in enumerate(["Older reel", "Newest reel"]):
        factories.DeliverableFactory(
            collaboration=part, title=title, state="published", link=f"https://x.com/{n}",
            link_key=f"x.com/{n}", published_at=NOW - timedelta(days=9 - n),
        )  # fmt: skip
    factories.DeliverableFactory(collaboration=part, title="Not out")
    Goal.objects.create(
        workspace=in_scope, creator=partnership.creator, text="A book", set_on=date(2026, 1, 1)
    )
    Goal.objects.create(
        workspace=in_scope, creator=partnership.creator, text="Done", set_on=date(2026, 2, 1),
        state="reached",
    )  # fmt: skip
    found = values_of(partnership, VARIABLES, language="ru", personal_line=" Балкон! ")
    assert found == {
        "name": "Светлана", "sender": partnership.owner.name, "brand": "North",
        "personal_line": "Балкон!", "since": "февраля 2026 года", "last_campaign": "Balcony",
        "last_post": "Newest reel", "their_goal": "A book",
    }  # fmt: skip
    assert values_of(partnership, ["since"], language="en") == {"since": "February 2026"}


def test_what_nobody_knows_is_empty_and_what_is_not_used_is_not_asked(
    partnership, django_assert_num_queries
):
    found = values_of(partnership, VARIABLES, language="en")
    assert {name for name, value in found.items() if not value} == {
        "personal_line", "last_campaign", "last_post", "their_goal",
    }  # fmt: skip
    with django_assert_num_queries(0):
        values_of(partnership, ["name", "since"], language="ru")


def test_a_missing_value_is_refused_with_its_name_and_whose_it_is(partnership):
    template = CheckInTemplate(
        kind="cadence", language="ru", subject="{last_post}", body=BODY % "{their_goal} {since}"
    )
    with pytest.raises(MissingWords) as refused:
        compose(partnership, template)
    assert refused.value.names == ["last_post", "their_goal"]
    assert "{last_post}, {their_goal} are not known for Светлана Ким" in str(refused.value)


def test_what_goes_out_by_itself_is_held_and_today_says_why(partnership, save, manager):
    save("Как {last_post}?")
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    at = utc("2026-04-03T08:00")
    with time_machine.travel(at, tick=False):
        assert send_due() == 0
        check_in = planned(partnership)
        assert (check_in.by_hand, check_in.reason["held"]) == (True, "words:last_post")
        lines = [
            line for shelf in board(Asking(user=manager, at=at)).shelves for line in shelf.lines
        ]
        [line] = [one for one in lines if one.key == f"checkin:{check_in.public_id}"]
        assert "{last_post} is not known for Светлана Ким" in line.problem
        # A word that is known by now lets a person send it.
        part = work(partnership)
        factories.DeliverableFactory(
            collaboration=part, title="Рилс", state="published", link="https://x.com/1",
            link_key="x.com/1", published_at=NOW,
        )  # fmt: skip
        mail = send_check_in(check_in=check_in, by=manager, at=at).mail
    assert "Как Рилс?" in mail.text


def test_a_sent_check_in_knows_the_version_it_was_written_from(
    partnership, in_scope, save, manager
):
    row = save("One")
    save("Two", expected=1)
    plan_check_ins(workspace=in_scope, at=NOW)
    check_in = planned(partnership)
    send_check_in(check_in=check_in, by=manager, at=NOW)
    check_in.refresh_from_db()
    assert (check_in.template_version.template, check_in.template_version.number) == (row, 2)


def test_our_own_words_have_no_version(partnership, in_scope, manager):
    plan_check_ins(workspace=in_scope, at=NOW)
    check_in = planned(partnership)
    send_check_in(check_in=check_in, by=manager, at=NOW)
    check_in.refresh_from_db()
    assert check_in.state == "sent" and check_in.template_version is None


# --- whom to show it to


def test_anybody_is_found_not_only_the_first_by_name(partnership, in_scope):
    for n in range(12):
        factories.PartnershipFactory(workspace=in_scope, creator__name=f"Aaron {n}")
    type(partnership.creator).objects.filter(pk=partnership.creator_id).update(
        search="svetlana kim"
    )
    assert partnership not in people()
    assert people("kim SVET") == [partnership]
    assert people("nobody at all") == []
    assert person(partnership.public_id) == partnership
    assert person("zzz").creator.name == "Aaron 0"
