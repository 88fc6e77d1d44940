"""Surveys of two creators' rows that turned out to be one person."""

from typing import Any

from django.utils.translation import ngettext

from checkins.models import SurveyInvite
from creators.merging import Carried, Ledger, register_carried
from creators.models import Creator


def register() -> None:
    register_carried(
        Carried("checkins.surveyinvite.creator", words=_invites, settle=_one_invite, order=440),
        Carried(
            "checkins.surveyinvite.partnership",
            order=441,
            of="partnerships.partnership",
            via="creator",
        ),
    )


def _one_invite(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    """Of a survey that both rows were asked in, the one that was answered stands, else ours."""
    ours = {row.survey_id: row for row in SurveyInvite.objects.filter(creator=kept)}
    for theirs in SurveyInvite.objects.filter(creator=absorbed):
        mine: Any = ours.get(theirs.survey_id)
        if mine is not None:
            better = theirs.answered_on is not None and mine.answered_on is None
            ledger.delete([mine if better else theirs])


def _invites(n: int) -> str:
    return ngettext("%(n)d survey", "%(n)d surveys", n) % {"n": n}
