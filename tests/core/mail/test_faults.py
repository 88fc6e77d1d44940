"""The judge of `make faults`: it must see what is wrong, also a harness that sees nothing."""

import pytest

from benchmarks.faults.__main__ import judge

FINE = {
    "random": 24, "pinned": 5, "lost": 0, "doubled": 0, "strange": 0, "unknown": 9, "states": {},
}  # fmt: skip


def test_product_that_held_is_praised():
    assert judge("SQLite", "product", FINE) == []


@pytest.mark.parametrize(
    "fault", [{"lost": 1}, {"doubled": 1}, {"random": 12, "pinned": 7}, {"strange": 1}]
)
def test_product_that_failed_is_named(fault):
    [complaint] = judge("SQLite", "product", FINE | fault)
    assert complaint.startswith("SQLite, product: ")


def test_naive_sender_that_comes_through_means_blindness():
    assert "blind" in judge("SQLite", "naive", FINE)[0]
    assert judge("SQLite", "naive", FINE | {"doubled": 3}) == []
