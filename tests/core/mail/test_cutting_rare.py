"""Introductions that end without a colon, name no hour, or stand in several lines; and words of
people that look alike and stay."""

import pytest

from core.mail.cutting import cut

SAY = "Sounds good, May works."
OUR = "Hi Sveta,\n\ncould you do May?"
CUT = {
    "no colon": f"{SAY}\n\nOn Wed, 30 Apr 2025 15:19:43 +0300 Olga Kim <olga@n.example> wrote\n\n{OUR}",
    "no colon, wrapped": f"{SAY}\n\nOn Wed, 30 Apr 2025 15:19:43 +0300 Olga Kim\n<olga@n.example> wrote\n\n{OUR}",
    "no colon, ru": f"{SAY}\n\nср, 30 апр. 2025 15:19:43 +0300 Ольга <olga@n.example> написал(а)\n\n{OUR}",
    "zoho": f"{SAY}\n\n---- On Wed, 30 Apr 2025 15:19:43 +0300 olga@n.example wrote ----\n\n{OUR}",
    "zoho, with a name": f"{SAY}\n\n---- On Wed, 30 Apr 2025 15:19:43 +0300 Olga <olga@n.example> wrote ----\n{OUR}",
    "you wrote": f"{SAY}\n\nOn Apr 30, 2025 you wrote:\n\n{OUR}",
    "you wrote, ru": f"{SAY}\n\nВы писали 30 апреля 2025 г.:\n\n{OUR}",
    "in three lines": f"{SAY}\n\nOn Apr 30, 2025,\nat 15:19,\nOlga <olga@n.example> wrote:\n\n> Hi\n> May?",
    "in three lines, unmarked": f"{SAY}\n\nOn Apr 30, 2025,\nat 15:19,\nOlga <olga@n.example> wrote:\n\n{OUR}",
}  # fmt: skip
KEPT = [
    "On Apr 30, 2025 you wrote:\n\n“We pay in May”\n\nAnd now it is June.",
    "As I wrote\n\nMay works.",
    "On Wed, 30 Apr 2025 at 10:00 I can talk, as Olga wrote\n\nCall me then.",
    "Ask mia@example.com about it, she wrote\n\nme a long letter.",
    "---- my notes ----\nMay works.",
    "We met on Apr 30, 2025,\nat 15:19 the train left.\n\nMay works.",
]


@pytest.mark.parametrize("name", CUT)
def test_what_is_quoted_below_is_cut(name):
    assert cut(CUT[name]) == SAY


@pytest.mark.parametrize("text", KEPT)
def test_words_that_look_alike_stay(text):
    assert cut(text) == text
