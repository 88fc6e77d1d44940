"""Retention is what creators said; repeat is what was finished."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.actions.collaborations import add_collaborations, decline_collaboration
from campaigns.models import Collaboration
from campaigns.queries.retention import asked_when, courses
from campaigns.rules.retention import Course, Second, Share, repeat, retention, second_of, split
from tests.campaigns.conftest import AT


@pytest.mark.parametrize(
    ("answers", "was_there", "second"),
    [
        ([], False, "never"),
        ([], True, "unknown"),
        ([""], True, "open"),
        (["no"], True, "no"),
        (["no", ""], True, "open"),
        (["no", "yes"], True, "yes"),
        (["none"], True, "silent"),
        (["none", "no"], True, "no"),
    ],
)
def test_what_became_of_the_question_for_a_second_campaign(answers, was_there, second):
    assert second_of(answers, was_there=was_there) == second


COURSES = st.lists(
    st.builds(
        Course,
        creator=st.integers(1, 5),
        brand=st.just(1),
        finished=st.lists(st.integers(1, 9), min_size=1, max_size=4).map(tuple),
        second=st.sampled_from(Second),
    ),
    max_size=12,
)
KNOWN = st.dictionaries(st.integers(1, 9), st.booleans())


@settings(max_examples=60, deadline=None)
@given(COURSES, KNOWN)
def test_a_split_loses_and_doubles_nobody(found, known):
    for rate, nth in ((retention, 1), (repeat, 2)):
        whole, apart = rate(found), split(found, rate, known, nth)
        each = (apart.so, apart.not_so, apart.unknown)
        assert sum(one.part for one in each) == whole.part
        assert sum(one.of for one in each) == whole.of
        assert whole.part <= whole.of


def test_rates_say_what_they_are_out_of():
    found = [
        Course(1, 1, (1,), Second.YES),
        Course(2, 1, (2, 3, 4), Second.YES),
        Course(3, 1, (5, 6), Second.UNKNOWN),
        Course(4, 1, (7,), Second.SILENT),
        Course(5, 1, (8,), Second.NEVER),
    ]
    assert (retention(found), repeat(found)) == (Share(2, 3), Share(1, 2))
    assert Share(0, 0).rate is None
    by = split(found, retention, {1: True, 2: False, 7: True}, 1)
    assert (by.so, by.not_so, by.unknown.of) == (Share(1, 2), Share(1, 1), 0)


def test_courses_are_read_from_questions_and_finished_work(
    planned, maya, sveta, manager, django_assert_num_queries
):
    def ask(name, day, partnership, **more):
        return add_collaborations(
            campaign=planned(name=name, starts_on=day), partnerships=[partnership], by=manager,
            at=AT, **more,
        )[0]  # fmt: skip

    first = ask("A", date(2026, 1, 1), maya)
    Collaboration.objects.filter(pk=first.pk).update(state="closed", closed_at=AT)
    assert [one.second for one in courses()] == ["never"]
    said_no = ask("B", date(2026, 2, 1), maya, state="invited")
    decline_collaboration(collaboration=said_no, by=manager, at=AT)
    ask("C", date(2026, 3, 1), maya, state="invited")
    # Nothing finished: nobody to come back.
    ask("D", date(2026, 1, 2), sveta)
    with django_assert_num_queries(2):
        [course] = courses()
    assert (course.finished, course.second) == ((first.pk,), "open")
    [(_at, name)] = asked_when({(maya.creator_id, maya.brand_id)}).values()
    assert name == "C"
