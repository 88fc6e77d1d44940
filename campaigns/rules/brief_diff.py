"""What differs between two states of a brief, for whoever reads it (product.md, row 36): its texts,
how free the work is, and what it inherits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.rules.briefs import LANGUAGES, SECTIONS, clean_sections, read_in
from campaigns.rules.inherited import Inherited, Piece
from campaigns.rules.text_diff import SAME, Sentence, compare_texts
from core.money import Money, format_money
from partnerships.rules.term_words import Change, Line


@dataclass(frozen=True)
class TextChange:
    """A text of one section in one language."""

    key: str
    title: str | Promise
    language: str
    sentences: tuple[Sentence, ...]

    @property
    def changed(self) -> list[Sentence]:
        return [one for one in self.sentences if one.kind != SAME]


def compare_sections(
    old: Mapping[str, Any], new: Mapping[str, Any], languages: Sequence[str] = LANGUAGES
) -> list[TextChange]:
    """Every text that differs, in the order of the sections."""
    a, b = clean_sections(old), clean_sections(new)
    return [
        TextChange(
            section.key,
            section.title,
            language,
            compare_texts(a[section.key][language], b[section.key][language]),
        )
        for section in SECTIONS
        for language in languages
        if a[section.key][language] != b[section.key][language]
    ]


@dataclass(frozen=True)
class BriefState:
    """What is compared. `inherited` None: it was not kept yet at the time."""

    sections: Mapping[str, Any]
    autonomy: str
    inherited: Inherited | None = None


@dataclass(frozen=True)
class BriefDiff:
    """`changes`: freedom, deliverables, days, fee and rights, each as it was and as it is."""

    texts: tuple[TextChange, ...] = ()
    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts or self.changes)


def compare(old: BriefState, new: BriefState, autonomy: Mapping[str, Any]) -> BriefDiff:
    """Both languages. `autonomy`: its levels in words."""
    texts = compare_sections(old.sections, new.sections)
    return BriefDiff(tuple(texts), tuple(_changes(old, new, autonomy)))


def compare_read(
    old: BriefState, new: BriefState, autonomy: Mapping[str, Any], language: str
) -> BriefDiff:
    """As a reader of one language meets it: a text that is empty there stands in the other one."""
    a, b = ({one.key: one for one in read_in(s.sections, language)} for s in (old, new))
    texts = []
    for section in SECTIONS:
        before, after = a.get(section.key), b.get(section.key)
        was, now = before.text if before else "", after.text if after else ""
        if was != now:
            said_in = after or before
            assert said_in is not None
            said = compare_texts(was, now)
            texts.append(TextChange(section.key, section.title, said_in.language, said))
    return BriefDiff(tuple(texts), tuple(_changes(old, new, autonomy)))


def _changes(old: BriefState, new: BriefState, autonomy: Mapping[str, Any]) -> Iterator[Change]:
    if old.autonomy != new.autonomy:
        names = (str(autonomy.get(level, level)) for level in (old.autonomy, new.autonomy))
        yield Change(_("How free the work is"), *names)
    if old.inherited is None or new.inherited is None:
        return
    yield from _pieces(old.inherited.pieces, new.inherited.pieces)
    yield from _frame(old.inherited, new.inherited)
    was, now = _lines(old.inherited), _lines(new.inherited)
    for key in {**was, **now}:
        before, after = was.get(key), now.get(key)
        texts = before.text if before else "", after.text if after else ""
        if texts[0] != texts[1]:
            line = after or before
            assert line is not None
            yield Change(line.label, *texts)


def _pieces(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Change]:
    """By title: the same piece on another day, or of another kind; then what is gone and new."""
    left = list(old)
    added = []
    for piece in new:
        same = [one for one in left if one.title == piece.title]
        if not same:
            added.append(piece)
            continue
        before = min(same, key=lambda one: (one.kind != piece.kind, one.due_on != piece.due_on))
        left.remove(before)
        if before != piece:
            yield Change(piece.title, _said(before), _said(piece))
    for piece in left:
        yield Change(piece.title, _said(piece), "")
    for piece in added:
        yield Change(piece.title, "", _said(piece))


def _said(piece: Piece) -> str:
    return _("%(kind)s, due %(day)s") % {"kind": piece.kind, "day": _day(piece.due_on)}


def _frame(old: Inherited, new: Inherited) -> Iterator[Change]:
    rows = (
        (_("First day"), _day(old.first), _day(new.first)),
        (_("Last day"), _day(old.last), _day(new.last)),
        (_("Fee"), _money(old.fee), _money(new.fee)),
        (_("Paid within"), _days(old.paid_within), _days(new.paid_within)),
    )
    for label, was, now in rows:
        if was != now:
            yield Change(label, was, now)


def _lines(inherited: Inherited) -> dict[str, Line]:
    return {line.key: line for section in inherited.sections for line in section.lines}


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _money(money: Money | None) -> str:
    return format_money(money) if money else ""


def _days(days: int | None) -> str:
    return "" if days is None else ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
