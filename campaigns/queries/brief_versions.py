"""A brief as its next version would say it: for the preview and for sharing alike (rows 35, 36)."""

from dataclasses import replace

from campaigns.models import Brief, BriefVersion, Collaboration
from campaigns.queries.inherited import agreement_of, inherited_by
from campaigns.rules.briefs import clean_sections
from campaigns.rules.citations import frozen
from campaigns.rules.inherited import Inherited


def drafted(brief: Brief, newest: BriefVersion | None) -> BriefVersion:
    """The version after `newest`, not saved: text, citations and what is inherited as they stand
    now. About seven queries."""
    part = brief.collaboration
    return BriefVersion(
        workspace_id=brief.workspace_id,
        brief=brief,
        number=newest.number + 1 if newest else 1,
        sections=clean_sections(brief.sections),
        autonomy=brief.autonomy,
        after_lock=brief.locked_at is not None,
        citations=frozen(brief.citations.all()),
        terms=inherited_now(part).to_json(),
    )


def inherited_now(part: Collaboration) -> Inherited:
    return inherited_by(part, agreement_of(part))


def inherited_moved(newest: BriefVersion | None, now: Inherited) -> bool:
    """Whether days, fee or rights are other ones than the creator was shown. Who else takes part is
    no change of their work."""
    shown = Inherited.from_json(newest.terms) if newest else None
    return shown is not None and replace(shown, also=()) != replace(now, also=())
