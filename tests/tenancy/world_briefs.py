"""A template of the brand, with which the brief began; what the brief cites."""

from typing import Any

from accounts.models import User
from campaigns.models import Brief, BriefTemplate, Citation


def with_library(brief: Brief, by: User) -> dict[str, Any]:
    ws = brief.workspace
    template = BriefTemplate.objects.create(
        workspace=ws, name="Launch", brand=brief.collaboration.campaign.brand, by=by,
        sections={"angle": {"en": "Slowly", "ru": "Не спеша"}},
    )  # fmt: skip
    Brief.objects.filter(pk=brief.pk).update(template=template)
    for kind, key in (("learning", "learning:x"), ("preference", "preference:boundaries")):
        Citation.objects.create(
            workspace=ws, brief=brief, kind=kind, source_key=key, text=f"Cited {kind}", by=by
        )
    return {"brief_template": template.public_id}
