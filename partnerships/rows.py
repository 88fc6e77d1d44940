"""The list of partnerships, written in one go like the directory: fifty rows are more than a
template should walk through. Everything from outside passes escape."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.templatetags.ui import initials
from creators.columns import word
from creators.enums import Market
from creators.queries.directory import Filled
from creators.rows import draws_cell
from partnerships.enums import Cadence
from partnerships.models import Agreement, Partnership
from partnerships.queries.listing import Choice, Group, Line


def draw_groups(
    groups: Iterable[Group], filled: Iterable[Filled], *, slug: str, shared: Mapping[str, Any]
) -> list[tuple[Group, SafeString]]:
    """Each group with its lines; `shared`: what a column drawn by a template may read beside its
    own context."""
    prefix = reverse("partnerships:detail", args=[slug, "0"]).removesuffix("0/")
    filled = list(filled)
    cells = [draws_cell(one, shared) for one in filled if one.column.shown]
    marks = [one for one in filled if not one.column.shown]
    stage, agreement, owner = (
        escape(title) for title in (_("Stage"), _("Agreement"), pgettext("partnership", "Owner"))
    )
    language = get_language()

    def row(line: Line) -> str:
        one = line.partnership
        state = line.agreement.state if line.agreement else ""
        return (
            f'<tr data-row><th scope="row"><span class="who"><span class="avatar avatar--small"'
            f' aria-hidden="true">{escape(initials(one.creator.name))}</span>'
            f'<span class="who-text"><a href="{prefix}{one.public_id}/">{escape(one.creator.name)}'
            f'</a><span class="quiet small">{escape(_under(line))}</span></span></span></th>'
            f'<td data-label="{stage}">{_stage(one.stage, language)}'
            f"{''.join(_mark(column, one.pk) for column in marks)}</td>"
            f'<td data-label="{agreement}">{_agreement(state, language)}</td>'
            f"{''.join(cell(one.pk) for cell in cells)}"
            f'<td data-label="{owner}">{escape(one.owner.name)}</td></tr>'
        )

    return [(group, mark_safe("".join(map(row, group.lines)))) for group in groups]  # noqa: S308


def _mark(filled: Filled, pk: int) -> str:
    """What most rows have nothing of needs no column: it stands beside the stage."""
    context, cell = filled.values.get(pk), filled.column.cell
    return "" if context is None or cell is None else f" {conditional_escape(cell(context))}"


def draw_options(choice: Choice, wish: str) -> SafeString:
    """What a filter offers; without a wish it tells what it is about."""
    drawn = []
    for value, words in choice.options:
        said = choice.label if not value and choice.name != "stage" else words
        on = " selected" if value == wish else ""
        drawn.append(f'<option value="{escape(value)}"{on}>{escape(str(said))}</option>')
    return mark_safe("".join(drawn))  # noqa: S308


def _under(line: Line) -> str:
    market = word(Market, line.partnership.creator.market)
    if not line.own_cadence:
        return market
    rhythm = word(Cadence, line.cadence)
    return f"{market} · {_('own rhythm: %(rhythm)s') % {'rhythm': rhythm}}"


@lru_cache(maxsize=64)
def _stage(stage: str, _language: str | None) -> str:
    return render_to_string("partnerships/_stage.html", {"partnership": Partnership(stage=stage)})


@lru_cache(maxsize=64)
def _agreement(state: str, _language: str | None) -> str:
    agreement = Agreement(state=state) if state else None
    return render_to_string("partnerships/_agreement_state.html", {"agreement": agreement})
