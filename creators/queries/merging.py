"""The preview of a merge, and what is known of merges that were made."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Value
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from core.models import AuditEntry
from core.together import read_together
from creators import merging
from creators.models import Creator, Merge, Tag
from creators.rules import merging as rules


@dataclass(frozen=True)
class Option:
    """`value` is "kept", "absorbed" or "both"; `text` what the field would say."""

    value: str
    text: str


@dataclass(frozen=True)
class FieldChoice:
    name: str
    label: str
    options: list[Option]
    chosen: str


@dataclass(frozen=True)
class Preview:
    kept: Creator
    absorbed: Creator
    fields: list[FieldChoice]
    # Sentences: what moves, with its numbers; what happens besides; why it cannot be done.
    carried: list[str]
    notes: list[str]
    refusals: list[str]
    seen: str


def get_preview(
    kept: Creator, absorbed: Creator, *, choices: dict[str, str] | None = None
) -> Preview:
    """`choices`: what a person chose already; the rest as the rules propose. The number of queries
    does not depend on how much hangs on the two."""
    chosen = rules.default_choices(kept, absorbed, newer=_newer(kept, absorbed))
    chosen |= {name: value for name, value in (choices or {}).items() if name in chosen}
    refused = merging.refusals(merging.CREATOR, kept, absorbed)
    moving = _counts(absorbed)
    return Preview(
        kept=kept,
        absorbed=absorbed,
        fields=[_field(name, kept, absorbed, value) for name, value in chosen.items()],
        carried=_carried(absorbed, moving),
        notes=[note for notes in merging.notes() for note in notes(kept, absorbed)],
        refusals=refused,
        seen=_seen(kept, absorbed, moving),
    )


def seen_of(kept: Creator, absorbed: Creator) -> str:
    """The fingerprint of what a preview of the two would show now."""
    return _seen(kept, absorbed, _counts(absorbed))


def _seen(kept: Creator, absorbed: Creator, moving: dict[str, int]) -> str:
    counts = [(f"kept:{key}", count) for key, count in _counts(kept).items()]
    counts += [(f"absorbed:{key}", count) for key, count in moving.items()]
    return rules.fingerprint(kept, absorbed, counts)


def _counts(creator: Creator) -> dict[str, int]:
    """How much hangs on a creator, by foreign key, of what is told; one query for all of it."""
    told = [each for each in merging.carried() if each.words]
    found = read_together([_counted(each.of_creator(creator)) for each in told])
    return {
        each.field: sum(row["n"] for row in rows) for each, rows in zip(told, found, strict=True)
    }


def _counted(rows: Any) -> Any:
    """Their number as one row, or none."""
    return rows.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")


def _carried(absorbed: Creator, moving: dict[str, int]) -> list[str]:
    told = []
    for each in merging.carried():
        if each.words and moving[each.field]:
            told.append(each.words(moving[each.field]))
    for more in merging.more():
        told += [words(count) for count, words in more(absorbed) if count]
    return told


def _newer(kept: Creator, absorbed: Creator) -> str:
    """Which of the two a person saved last; one that nobody saved counts from when it came."""
    saved = {row.public_id: row.created_at for row in (kept, absorbed)}
    edits = AuditEntry.objects.filter(
        object_type="creators.creator",
        object_id__in=list(saved),
        verb__in=["creator.created", "creator.updated"],
    )
    for key, at in edits.values_list("object_id", "at"):
        saved[key] = max(saved[key], at)
    return rules.ABSORBED if saved[absorbed.public_id] > saved[kept.public_id] else rules.KEPT


def _field(name: str, kept: Creator, absorbed: Creator, chosen: str) -> FieldChoice:
    texts = {
        rules.KEPT: _text(kept, name),
        rules.ABSORBED: _text(absorbed, name),
        rules.BOTH: _("Both, one after the other"),
    }
    label = _("Quiet hours") if name == "quiet_from" else _label(name)
    options = [Option(key, texts[key]) for key in rules.options_of(name, kept, absorbed)]
    return FieldChoice(name, label, options, chosen)


def _label(name: str) -> str:
    of: Any = Creator._meta.get_field(name)
    return str(of.verbose_name)


def _text(row: Creator, name: str) -> str:
    """The field as a person reads it; empty if it is."""
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if name == "quiet_from":
        until = row.quiet_until
        return f"{time_format(value, 'H:i')} – {time_format(until, 'H:i') if until else '…'}"
    if name == "phone":
        return str(value.as_international)
    display = getattr(row, f"get_{name}_display", None)
    return str(display()) if display else str(value)


def tags_gained(kept: Creator, absorbed: Creator) -> list[str]:
    have = Tag.objects.filter(creators=kept).values("pk")
    through = Creator.tags.through.objects.filter(creator=absorbed)
    found = Tag.objects.filter(pk__in=through.values("tag")).exclude(pk__in=have)
    return list(found.values_list("name", flat=True))


def kept_for(public_id: str) -> Creator | None:
    """Whom an absorbed creator became, through however many merges; None for anybody else."""
    row = Creator.with_absorbed.filter(public_id=public_id).first()
    if row is None or row.merged_into_id is None:
        return None
    while row.merged_into_id is not None:
        row = Creator.with_absorbed.get(pk=row.merged_into_id)
    return row


def new_address(public_id: str) -> str:
    """The public id of what a row that hung on an absorbed creator became part of; "" if none."""
    found = ""
    while True:
        merge = Merge.objects.filter(undone_at=None, addresses__has_key=public_id).first()
        if merge is None:
            return found
        found = public_id = merge.addresses[public_id]


def last_merges(kept: Creator) -> list[Merge]:
    """Merges that stand, newest first; only the newest can be undone."""
    rows = Merge.objects.filter(kept=kept, undone_at=None).select_related("absorbed", "by")
    return list(rows)
