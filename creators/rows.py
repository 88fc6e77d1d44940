"""The table of the directory, written in one go: fifty rows of ten cells are more than a template
should walk through. Everything from outside passes escape or format_html."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.templatetags.ui import icon, initials
from creators.columns import word
from creators.enums import Market
from creators.filters import Asked, SortLink
from creators.queries.directory import DirectoryPage, Filled


def draw_head(page: DirectoryPage, asked: Asked, *, ticks: bool) -> SafeString:
    """The cells of the head, sortable ones as links; `ticks`: rows can be ticked."""
    cells = []
    if ticks:
        cells.append(
            format_html(
                '<th scope="col" class="tick"><span class="visually-hidden">{}</span></th>',
                _("Choose"),
            )
        )
    cells.append(_head(_("Creator"), asked.by_name, numeric=False))
    for one in page.filled:
        cells.append(_head(one.title, asked.by_column(one.column), numeric=one.column.numeric))
    return mark_safe("".join(cells))  # noqa: S308


def _head(title: str, link: SortLink | None, *, numeric: bool) -> SafeString:
    kind = mark_safe(' class="num"') if numeric else ""
    if link is None:
        return format_html('<th scope="col"{}>{}</th>', kind, title)
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}">{}{}</a></th>',
        kind,
        format_html(' aria-sort="{}"', link.state) if link.state else "",
        link.url,
        title,
        icon(link.icon) if link.icon else "",
    )


def draw_orders(asked: Asked) -> SafeString:
    """Every order to choose from, as options."""
    return mark_safe(  # noqa: S308
        "".join(
            f'<option value="{escape(key)}"{" selected" if key == asked.sort else ""}>'
            f"{escape(str(label))}</option>"
            for key, label in asked.sorts()
        )
    )


def draw_rows(
    page: DirectoryPage, *, slug: str, ticks: bool, shared: Mapping[str, Any]
) -> SafeString:
    """`shared`: what a column drawn by a template may read beside its own context."""
    prefix = reverse("creators:directory", args=[slug])
    cells = [draws_cell(one, shared) for one in page.filled]
    archived = f" · {escape(_('archived'))}"
    choose = _("Choose %(name)s")
    drawn: list[str] = []
    for row in page.creators:
        name = escape(row.name)
        drawn.append("<tr data-row>")
        if ticks:
            label = escape(choose % {"name": row.name})
            drawn.append(
                f'<td class="tick"><input type="checkbox" name="row" value="{row.public_id}"'
                f' form="bulk" aria-label="{label}"></td>'
            )
        drawn.append(
            '<th scope="row"><span class="who"><span class="avatar avatar--small"'
            f' aria-hidden="true">{escape(initials(row.name))}</span><span class="who-text">'
            f'<a href="{prefix}{row.public_id}/">{name}</a><span class="quiet small">'
            f"{escape(row.city or word(Market, row.market))}"
            f"{archived if row.archived_at else ''}</span></span></span></th>"
        )
        drawn.extend(cell(row.pk) for cell in cells)
        drawn.append("</tr>")
    return mark_safe("".join(drawn))  # noqa: S308


def draws_cell(filled: Filled, shared: Mapping[str, Any]) -> Callable[[int], str]:
    """Draws the cell of a row. A row of which nothing is known has a cell that is empty."""
    column, values = filled.column, filled.values
    kind = mark_safe(' class="num"') if column.numeric else ""
    opening = format_html('<td{} data-label="{}">', kind, filled.title)

    def draw(pk: int) -> str:
        context = values.get(pk)
        if context is None:
            return f"{opening}</td>"
        if column.cell:
            inner = column.cell(context)
            inner = inner if isinstance(inner, SafeString) else escape(str(inner))
        else:
            known = context if isinstance(context, Mapping) else {"value": context}
            inner = render_to_string(column.template, {**shared, **known})
        return f"{opening}{inner}</td>"

    return draw
