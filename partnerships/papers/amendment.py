"""An amendment as a paper to sign, with what it changes."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.papers import LAYOUT, typeset
from partnerships.enums import AmendmentState
from partnerships.models import Amendment
from partnerships.papers.agreement import in_force, terms_sections
from partnerships.papers.writing import (
    NOTHING,
    Block,
    day,
    facts,
    parties,
    section,
    signature,
    table,
    words,
)
from partnerships.rules.terms import Terms


def amendment_pdf(amendment: Amendment, language: str) -> bytes:
    """An amendment with what it changes, both texts side by side. Four queries."""
    return typeset(LAYOUT, amendment_paper(amendment, language))


def amendment_paper(amendment: Amendment, language: str) -> dict[str, Any]:
    with translation.override(language):
        agreement, partnership = amendment.agreement, amendment.agreement.partnership
        title = _("Amendment no. %(number)d") % {"number": amendment.number}
        of = f"{agreement.get_kind_display()}, {day(agreement.starts_on)}"
        return {
            "lang": language,
            "kicker": str(partnership),
            "title": title,
            "subtitle": _("To: %(agreement)s") % {"agreement": of},
            "mark": _amendment_mark(amendment),
            "footer": f"{title} · {partnership}",
            "sections": [
                *parties(partnership),
                *section(
                    _("What changes"),
                    facts((_("In force from"), day(amendment.effective_on))),
                    _changes(amendment),
                    {"quiet": _("Everything else stays as it was agreed.")},
                ),
                *section(_("Why"), words(amendment.reason)),
                *section(
                    _("Signatures"),
                    {
                        "signatures": [
                            signature(
                                _("For the brand"), partnership.brand.name,
                                amendment.our_signed_by,
                                amendment.signed_on if amendment.our_signed_by else None,
                            ),
                            signature(
                                _("For the creator"), partnership.creator.name,
                                amendment.signed_by, amendment.signed_on,
                            ),
                        ]
                    },
                ),
            ],
        }  # fmt: skip


def _amendment_mark(amendment: Amendment) -> str:
    if amendment.state in (AmendmentState.DRAFT, AmendmentState.WITHDRAWN):
        return str(AmendmentState(amendment.state).label)
    return ""


def _changes(amendment: Amendment) -> Block | None:
    """Line by line where the words of the two papers differ."""
    before, after = (_flat(Terms.from_json(one)) for one in (amendment.before, amendment.after))
    rows = [
        [label, before.get(label, NOTHING), after.get(label, NOTHING)]
        for label in dict.fromkeys([*before, *after])
        if before.get(label) != after.get(label)
    ]
    return table(["", _("Until then"), _("From then on")], rows) if rows else None


def _flat(terms: Terms) -> dict[str, str]:
    """Label → words of each line of the paper."""
    found = {_("In force"): in_force(terms)}
    for part in terms_sections(terms):
        for block in part["blocks"]:
            for label, text in block.get("facts", ()):
                found[label] = text
            for row in block.get("table", {}).get("rows", ()):
                found[f"{part['title']}: {row[0]}"] = " · ".join(row[1:])
            if "words" in block:
                found[part["title"]] = block["words"]
    return found
