"""Beginnings that many briefs share (product.md, row 19)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User, Workspace
from campaigns.actions.briefs import save_brief
from campaigns.actions.changes import lock
from campaigns.errors import TemplateEmpty, TemplateNameTaken
from campaigns.models import Brief, BriefTemplate, Collaboration
from campaigns.rules.briefs import changed_texts, clean_sections, is_blank
from campaigns.rules.common_part import filled
from core.audit import record
from core.versions import save_version
from partnerships.models import Brand


def make_template(
    *,
    workspace: Workspace,
    name: str,
    brand: Brand | None,
    sections: Mapping[str, Any],
    autonomy: str,
    by: User,
    at: datetime,
) -> BriefTemplate:
    """A beginning for briefs of `brand` (None: of all). The same again gives the one that is there,
    so a form sent twice makes one; TemplateNameTaken if it says something else."""
    new = _words(name, brand, sections, autonomy)
    _not_blank(new)
    try:
        with transaction.atomic():
            made = BriefTemplate.objects.create(workspace=workspace, by=by, created_at=at, **new)
            record(verb="brief_template.made", obj=made, by=by, at=at)
    except IntegrityError:
        there = BriefTemplate.objects.get(name=new["name"], archived_at=None)
        if _differs(there, new):
            raise TemplateNameTaken from None
        return there
    return made


def change_template(
    *,
    template: BriefTemplate,
    expected: int,
    name: str,
    brand: Brand | None,
    sections: Mapping[str, Any],
    autonomy: str,
    by: User,
    at: datetime,
) -> None:
    """Briefs that began with it stay as they are. EditConflict, TemplateNameTaken."""
    new = _words(name, brand, sections, autonomy)
    _not_blank(new)
    try:
        with transaction.atomic():
            if not _differs(lock(template), new):
                return
            save_version(template, expected=expected, changes=new)
            record(verb="brief_template.changed", obj=template, by=by, at=at)
    except IntegrityError:
        raise TemplateNameTaken from None


def archive_template(*, template: BriefTemplate, by: User, at: datetime) -> bool:
    """Out of the library; briefs keep where they began. False if it is there already."""
    return _put(template, at, "brief_template.archived", by, at)


def restore_template(*, template: BriefTemplate, by: User, at: datetime) -> bool:
    """TemplateNameTaken if another one has its name by now."""
    return _put(template, None, "brief_template.restored", by, at)


def _put(
    template: BriefTemplate, archived_at: datetime | None, verb: str, by: User, at: datetime
) -> bool:
    try:
        with transaction.atomic():
            fresh = lock(template)
            if (fresh.archived_at is None) == (archived_at is None):
                return False
            BriefTemplate.objects.filter(pk=fresh.pk).update(archived_at=archived_at)
            record(verb=verb, obj=template, by=by, at=at)
    except IntegrityError:
        raise TemplateNameTaken from None
    return True


def use_template(
    *, collaboration: Collaboration, template: BriefTemplate, by: User, at: datetime
) -> Brief:
    """The template where the brief says nothing yet: what stands there is kept. A brief that begins
    now has the campaign's common part before it."""
    brief = Brief.objects.filter(collaboration=collaboration).first()
    base = brief.sections if brief else collaboration.campaign.common
    fresh = brief is None or is_blank(brief.sections)
    with transaction.atomic():
        saved = save_brief(
            collaboration=collaboration,
            sections=filled(base, template.sections),
            autonomy=template.autonomy if fresh else brief.autonomy,  # type: ignore[union-attr]
            expected=brief.version if brief else 0,
            by=by,
            at=at,
            template=template,
        )
        # Not an edit of the text: whoever is writing meanwhile has no conflict.
        Brief.objects.filter(pk=saved.pk, template=None).update(template=template)
    return saved


def _words(
    name: str, brand: Brand | None, sections: Mapping[str, Any], autonomy: str
) -> dict[str, Any]:
    return {
        "name": name.strip(),
        "brand": brand,
        "sections": clean_sections(sections),
        "autonomy": autonomy,
    }


def _not_blank(new: Mapping[str, Any]) -> None:
    if is_blank(new["sections"]):
        raise TemplateEmpty


def _differs(row: BriefTemplate, new: Mapping[str, Any]) -> bool:
    same = all(getattr(row, name) == new[name] for name in ("name", "brand", "autonomy"))
    return not same or bool(changed_texts(row.sections, new["sections"]))
