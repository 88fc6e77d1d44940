from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core import catalogues


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A project of two rooms, with one message of each kind."""
    for room in ("core", "garden"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "apps.py").write_text("")
    (tmp_path / "core" / "a.py").write_text('_("Rake")\ngettext_lazy("Rake")\n')
    (tmp_path / "garden" / "b.py").write_text(
        'ngettext("%(n)s rose", "%(n)s roses", 2)\npgettext_lazy("plant", "Iris")\nother("No")\n'
    )
    pages = tmp_path / "templates"
    (pages / "garden").mkdir(parents=True)
    (pages / "garden" / "bed.html").write_text(
        'He said (x) {% translate "A bed" %} {{ _("Soil") }} it\'s\n'
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} seed\n{% plural %}\n  {{ n }} seeds\n"
        '{% endblocktranslate %} {% translate "May" context "month" %}'
    )
    (pages / "base.html").write_text('{% translate "50% done" %}')
    return tmp_path


def _keys(house: Path, room: str) -> set:
    return set(catalogues.collect(house)[room])


def _write(house: Path, room: str) -> str:
    said = catalogues.collect(house)[room]
    known = catalogues.known_translations(house)
    catalogues.write_catalogue(house, room, catalogues.merge(house, room, said, known))
    return catalogues.po_path(house, room).read_text()


def _translate(house: Path, room: str, msgid: str, msgstr: str) -> None:
    path = catalogues.po_path(house, room)
    old = f'msgid "{msgid}"\nmsgstr ""'
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, f'msgid "{msgid}"\nmsgstr "{msgstr}"'))


def test_project_is_translated():
    assert [str(problem) for problem in catalogues.problems(settings.BASE_DIR)] == []


def test_collects_each_kind_into_its_room(house):
    assert _keys(house, "core") == {("", "Rake"), ("", "50%% done")}
    assert _keys(house, "garden") == {
        ("", ("%(n)s rose", "%(n)s roses")),
        ("plant", "Iris"),
        ("", "A bed"),
        ("", "Soil"),
        ("", ("%(n)s seed", "%(n)s seeds")),
        ("month", "May"),
    }


def test_translations_stay_and_unused_go(house):
    _write(house, "core")
    _translate(house, "core", "Rake", "Грабли")
    (house / "core" / "a.py").write_text('_("Rake")\n_("Spade")\n')
    (house / "templates" / "base.html").write_text("")
    text = _write(house, "core")
    assert 'msgid "Rake"\nmsgstr "Грабли"\n' in text
    assert 'msgid "Spade"\nmsgstr ""' in text
    assert "done" not in text
    assert _write(house, "core") == text


def test_another_rooms_translation_is_taken(house):
    _write(house, "core")
    _translate(house, "core", "Rake", "Грабли")
    (house / "garden" / "b.py").write_text('_("Rake")\n')
    assert 'msgid "Rake"\nmsgstr "Грабли"\n' in _write(house, "garden")


@pytest.mark.parametrize(
    ("msgstr", "problem"),
    [
        ("", "missing"),
        ("%(count)s шт.", "other placeholders"),
        ("штук", "other placeholders"),
        ("%(n)s шт.", None),
    ],
)
def test_problem_is_named(house, msgstr, problem):
    (house / "garden" / "b.py").write_text('_("%(n)s pieces")\n')
    (house / "templates" / "garden" / "bed.html").write_text("")
    _write(house, "garden")
    if msgstr:
        _translate(house, "garden", "%(n)s pieces", msgstr)
    found = [p.what for p in catalogues.problems(house, ["garden"])]
    assert found == ([problem] if problem else [])


def test_fuzzy_and_two_translations_are_problems(house):
    for room in ("core", "garden"):
        (house / room / "a.py").write_text('_("Rake")\n')
        _write(house, room)
    (house / "garden" / "b.py").write_text("")
    (house / "templates" / "garden" / "bed.html").write_text("")
    _translate(house, "core", "Rake", "Грабли")
    _translate(house, "garden", "Rake", "Грабельки")
    found = [p.what for p in catalogues.problems(house, ["garden"])]
    assert found == ["translated differently in core"]
    path = catalogues.po_path(house, "garden")
    path.write_text(path.read_text().replace('msgid "Rake"', '#, fuzzy\nmsgid "Rake"'))
    assert [p.what for p in catalogues.problems(house, ["garden"])] == ["fuzzy"]


def test_plural_needs_all_three_forms(house):
    path = catalogues.po_path(house, "garden")
    _write(house, "garden")
    text = path.read_text().replace('msgstr[0] ""', 'msgstr[0] "%(n)s"')
    path.write_text(text)
    found = {p.message: p.what for p in catalogues.problems(house, ["garden"])}
    assert found["%(n)s rose"] == "missing"
    path.write_text(
        text.replace('msgstr[1] ""', 'msgstr[1] "%(n)s"').replace('[2] ""', '[2] "%(n)s"')
    )
    found = {p.message: p.what for p in catalogues.problems(house, ["garden"])}
    assert "%(n)s rose" not in found


def test_compile_once(house):
    _write(house, "core")
    assert catalogues.compile_all(house) == ["core"]
    assert catalogues.po_path(house, "core").with_suffix(".mo").exists()
    assert catalogues.compile_all(house) == []


def test_command(house, settings, capsys):
    settings.BASE_DIR = house
    call_command("messages", room=["garden"])
    assert not catalogues.po_path(house, "core").exists()
    assert "'A bed'" in capsys.readouterr().out
    with pytest.raises(CommandError, match="need work"):
        call_command("messages", check=True)
    with pytest.raises(CommandError, match="No such room"):
        call_command("messages", room=["attic"])
    call_command("messages", compile=True)
    assert "compiled garden" in capsys.readouterr().out
