"""The log of questions to advisors as a file."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.queries.advice import log
from core.exports.registry import Cell, ExportList, Sheet, register_export
from core.models import ExportJob

KIND = "advice"


def open_log(job: ExportJob) -> Sheet:
    rows = log(dict(parse_qsl(job.query)))
    heads = [
        _("Asked on"), _("Creator"), _("Brand"), _("Asked by"), _("Question"),
        _("Within the retainer's scope"), _("How it is paid then"), _("Answered on"),
        _("Their answer"), _("Minutes it took"), _("What we made of it"),
    ]  # fmt: skip
    return Sheet(heads=heads, rows=_rows(rows.iterator(chunk_size=500)), total=rows.count())


def _rows(rows: Iterator[Any]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield [
            timezone.localdate(row.asked_at), str(row.partnership.creator),
            str(row.partnership.brand), row.asked_by.name if row.asked_by else "", row.question,
            _("yes") if row.in_scope else _("no"), row.scope_note,
            timezone.localdate(row.answered_at) if row.answered_at else None, row.answer,
            row.minutes, row.used,
        ]  # fmt: skip


def register() -> None:
    register_export(ExportList(KIND, gettext_lazy("Questions to advisors"), open_log))
