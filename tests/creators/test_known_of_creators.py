"""Goals, notes on style and files: the actions behind the profile's tabs."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st

from core.file_names import MOST_BYTES, ROOM_BYTES, is_renamed, megabytes, safe_name
from core.models import AuditEntry
from core.versions import EditConflict
from creators.actions import files, goals, style_notes
from creators.errors import FileRefused
from creators.models import Creator, CreatorFile, Goal, GoalReview, StyleNote
from creators.queries import notes
from creators.rules.goals import is_stale
from tests import factories
from tests.core.test_file_types import png
from tests.creators.conftest import TUESDAY

pytestmark = pytest.mark.usefixtures("in_scope")
DAY = date(2026, 3, 3)


def add_note(sveta, **changes):
    values = {"noted_on": DAY, "text": "  Calmer,\r\nlonger ", "by": None, "at": TUESDAY, **changes}
    return style_notes.add_style_note(creator=sveta, **values)


def add_goal(sveta, **changes):
    values = {"text": "Своя книга", "set_on": DAY, "by": None, "at": TUESDAY, **changes}
    return goals.add_goal(creator=sveta, **values)


def review(goal, day, state="open", **changes):
    values = {"note": " steady ", "by": None, "at": TUESDAY, **changes}
    return goals.review_goal(goal=goal, reviewed_on=day, state=state, **values)


def keep(sveta, data=b"", name="kit.png", **changes):
    values = {"kind": "media_kit", "by": None, "at": TUESDAY, **changes}
    upload = ContentFile(data or png())
    return files.keep_file(creator=sveta, upload=upload, name=name, **values)


def test_style_note_is_kept_once_and_found_by_the_search(sveta, channel):
    note = add_note(sveta, channel=channel, text="Теперь снимает на плёнку", public_id="0" * 12)
    assert add_note(sveta, public_id="0" * 12).pk == note.pk
    assert StyleNote.objects.count() == 1
    assert "plenku" in Creator.objects.get(pk=sveta.pk).search
    assert AuditEntry.objects.filter(verb="style_note.added").count() == 1


def test_id_taken_by_the_note_of_another_creator_gives_way_to_a_fresh_one(sveta, workspace):
    other = factories.CreatorFactory(workspace=workspace)
    for add, taken in ((add_note, "0" * 12), (add_goal, "1" * 12)):
        theirs = add(other, public_id=taken)
        mine = add(sveta, public_id=taken)
        # Neither an error, which would tell that the row exists, nor somebody else's row.
        assert mine.public_id != theirs.public_id == taken
        assert mine.creator == sveta


def test_style_note_is_edited_by_version(sveta):
    note = add_note(sveta)
    assert note.text == "Calmer,\nlonger"
    same = {"text": " Calmer,\r\nlonger", "noted_on": DAY}
    assert not style_notes.update_style_note(
        note=note, expected=1, values=same, by=None, at=TUESDAY
    )
    assert style_notes.update_style_note(
        note=note, expected=1, values={"link": "https://x.example/1"}, by=None, at=TUESDAY
    )
    late = StyleNote.objects.get(pk=note.pk)
    with pytest.raises(EditConflict) as conflict:
        style_notes.update_style_note(
            note=late, expected=1, values={"text": "Louder"}, by=None, at=TUESDAY
        )
    assert conflict.value.theirs.link == "https://x.example/1"


def test_removed_style_note_leaves_the_search_and_comes_back(sveta):
    note = add_note(sveta, text="велосипед")
    remove = {"note": note, "by": None, "at": TUESDAY}
    assert style_notes.remove_style_note(**remove)
    assert not style_notes.remove_style_note(**remove)
    assert "velosiped" not in Creator.objects.get(pk=sveta.pk).search
    assert [len(part) for part in notes.style_notes_of(sveta)] == [0, 1]
    assert style_notes.restore_style_note(**remove)
    assert not style_notes.restore_style_note(**remove)
    assert "velosiped" in Creator.objects.get(pk=sveta.pk).search


def test_goal_is_kept_once_and_edited_by_version(sveta):
    goal = add_goal(sveta, public_id="0" * 12)
    assert add_goal(sveta, public_id="0" * 12).pk == goal.pk
    edit = {"goal": goal, "set_on": DAY, "by": None, "at": TUESDAY}
    assert not goals.update_goal(expected=1, text="Своя книга ", **edit)
    assert goals.update_goal(expected=1, text="Книга о даче", **edit)
    with pytest.raises(EditConflict):
        goals.update_goal(
            **{**edit, "goal": Goal.objects.get(pk=goal.pk)}, expected=1, text="Фильм"
        )


def test_newest_review_says_how_the_goal_stands(sveta):
    goal = add_goal(sveta)
    review(goal, DAY, "reached")
    review(goal, DAY - timedelta(days=30), "dropped")
    assert Goal.objects.get(pk=goal.pk).state == "reached"
    review(goal, DAY, "open")
    (view,) = notes.goals_of(sveta, DAY)
    assert Goal.objects.get(pk=goal.pk).state == "open"
    assert [r.state for r in view.reviews] == ["open", "reached", "dropped"]
    assert view.reviews[0].note == "steady"


def test_review_from_one_form_is_written_once(sveta):
    goal = add_goal(sveta)
    first = review(goal, DAY, source_key="form:x")
    assert review(goal, DAY, "dropped", source_key="form:x").pk == first.pk
    review(goal, DAY)
    review(goal, DAY)
    assert GoalReview.objects.count() == 3


def test_goal_waits_after_half_a_year(sveta):
    quiet = add_goal(sveta, set_on=DAY - timedelta(days=183))
    spoken = add_goal(sveta, text="Shop", set_on=DAY - timedelta(days=400))
    closed = add_goal(sveta, text="Old", set_on=DAY - timedelta(days=900))
    review(spoken, DAY - timedelta(days=182))
    review(closed, DAY - timedelta(days=800), "dropped")
    told = [(view.goal.pk, view.stale) for view in notes.goals_of(sveta, DAY)]
    assert told == [(quiet.pk, True), (spoken.pk, False), (closed.pk, False)]
    assert notes.open_goals(sveta) == [spoken, quiet]
    assert not is_stale(DAY, DAY)


def test_file_is_kept_under_a_random_name_with_the_type_of_its_bytes(sveta):
    kept = keep(sveta, b"<html><script>alert(1)</script>", "../../etc/Фото.PNG").file
    assert (kept.name, kept.content_type) == ("Фото.PNG", "text/html")
    assert kept.file.name.startswith("creators/")
    assert "." not in kept.file.name.rsplit("/", 1)[1]
    with kept.file.open() as stored:
        assert stored.read() == b"<html><script>alert(1)</script>"


def test_same_bytes_are_kept_once_for_a_creator(sveta, workspace):
    first = keep(sveta)
    again = keep(sveta, name="other.png")
    assert (again.same, again.file.pk) == (True, first.file.pk)
    assert not keep(factories.CreatorFactory(workspace=workspace)).same
    assert CreatorFile.objects.count() == 2


def test_removed_file_comes_back_by_undo_or_by_the_same_bytes(sveta):
    file = keep(sveta).file
    act = {"file": file, "by": None, "at": TUESDAY}
    assert files.remove_file(**act)
    assert not files.remove_file(**act)
    back = keep(sveta, name="new name.png", note=" better ")
    assert (back.file.pk, back.same) == (file.pk, False)
    assert (back.file.name, back.file.note, back.file.removed_at) == (
        "new name.png",
        "better",
        None,
    )
    assert not files.restore_file(**act)
    files.remove_file(**act)
    assert files.restore_file(**act)
    assert len(notes.files_of(sveta)[0]) == 1


class Claims(ContentFile):
    """A file that says how big it is without being it."""

    def __init__(self, size):
        super().__init__(b"x")
        self.size = size


@pytest.mark.parametrize(
    ("size", "refusal"),
    [(0, "is empty"), (1, None), (MOST_BYTES, None), (MOST_BYTES + 1, "25.1 MB")],
)
def test_size_of_a_file_is_limited(sveta, size, refusal):
    def act():
        return files.keep_file(
            creator=sveta, upload=Claims(size), name="a.txt", kind="other", by=None, at=TUESDAY
        )

    if refusal is None:
        assert act().file.size == size
        return
    with pytest.raises(FileRefused, match=refusal) as refused:
        act()
    assert "a.txt" in str(refused.value)
    assert not CreatorFile.objects.exists()


def test_room_of_a_creator_is_limited_and_said(sveta):
    file = keep(sveta).file
    CreatorFile.objects.filter(pk=file.pk).update(size=ROOM_BYTES)
    with pytest.raises(FileRefused, match="250 MB together, and there are 250 MB"):
        keep(sveta, png(width=2))
    files.remove_file(file=file, by=None, at=TUESDAY)
    keep(sveta, png(width=2))
    with pytest.raises(FileRefused):
        files.restore_file(file=file, by=None, at=TUESDAY)


def test_bytes_without_a_row_are_not_left_behind(sveta, monkeypatch):
    def fail(self, *args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(CreatorFile, "save", fail)
    written = []
    delete = default_storage.delete
    monkeypatch.setattr(
        type(default_storage._wrapped) if hasattr(default_storage, "_wrapped") else type(default_storage),
        "delete", lambda self, name: written.append(name),
    )  # fmt: skip
    with pytest.raises(RuntimeError):
        keep(sveta)
    assert len(written) == 1
    assert delete is not None


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("kit.pdf", "kit.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\фото.jpg", "фото.jpg"),
        ("..", "file"), ("", "file"), ("   ", "file"), ("///", "file"), (".htaccess", "htaccess"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie_ x=1.txt"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("a\0b.png", "ab.png"),
        ('"quoted";x.png', "_quoted_;x.png"),
        ("shell.pHaR", "shell.pHaR"),
        ("и\u0306.txt", "й.txt"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("y" * 300, "y" * 200),
    ],
)  # fmt: skip
def test_name_is_made_safe(name, safe):
    assert safe_name(name) == safe


@given(st.text(max_size=400))
def test_any_name_is_safe_and_stays_so(name):
    safe = safe_name(name)
    assert 0 < len(safe) <= 200
    assert not set(safe) & set('/\\\r\n\0"<>|:*?\u202e')
    assert safe not in (".", "..")
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "content_type", "renamed"),
    [
        ("a.PNG", "text/html", True), ("a.png", "image/png", False),
        ("a.pHaR", "application/zip", False), ("a", "image/png", False),
        ("a.mov", "video/mp4", False), ("a.txt", "text/x-script", True),
    ],
)  # fmt: skip
def test_name_that_promises_something_else_is_pointed_out(name, content_type, renamed):
    assert is_renamed(name, content_type) is renamed


@pytest.mark.parametrize(
    ("size", "told"),
    [(MOST_BYTES, "25"), (MOST_BYTES + 1, "25.1"), (1, "0.1"), (1024 * 1024 * 3 // 2, "1.5")],
)
def test_what_is_over_never_reads_like_the_limit(size, told):
    assert megabytes(size) == told


def test_upload_is_read_to_its_end_whatever_was_read_before(sveta):
    upload = ContentFile(png())
    upload.read(3)
    kept = files.keep_file(
        creator=sveta, upload=upload, name="a.png", kind="other", by=None, at=TUESDAY
    ).file
    assert BytesIO(kept.file.read()).getvalue() == png()
