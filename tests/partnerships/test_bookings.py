from datetime import date

import pytest

from partnerships import bookings
from partnerships.bookings import Booking, booked_days, register_bookings


def _booking(day):
    return Booking(day, day)


@pytest.fixture(autouse=True)
def _own_sources(monkeypatch):
    monkeypatch.setattr(bookings, "_sources", {})


def test_without_a_source_nothing_is_booked():
    assert booked_days([1, 2]) == {1: [], 2: []}


def test_sources_are_added_up_in_order():
    register_bookings("a", lambda ids: {1: [_booking(date(2026, 5, 1))]})
    register_bookings(
        "b", lambda ids: {1: [_booking(date(2026, 2, 1))], 2: [_booking(date(2026, 3, 1))]}
    )
    assert booked_days([1, 2]) == {
        1: [date(2026, 2, 1), date(2026, 5, 1)],
        2: [date(2026, 3, 1)],
    }


def test_same_key_replaces():
    register_bookings("a", lambda ids: {1: [_booking(date(2026, 5, 1))]})
    register_bookings("a", lambda ids: {1: [_booking(date(2026, 6, 1))]})
    assert booked_days([1]) == {1: [date(2026, 6, 1)]}
