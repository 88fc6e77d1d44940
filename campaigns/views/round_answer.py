"""The page the mail of a revision links to: the new draft's link and a word, once, without signing
in (product.md, People)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.answer_pages import Found, answer_page
from campaigns.actions.submissions import hand_in
from campaigns.deliverable_emails import PURPOSE
from campaigns.enums import DeliverableState
from campaigns.errors import RoundAnswered, WrongState
from campaigns.forms.rounds import AnswerForm
from campaigns.models import Submission
from campaigns.views.respond import status_of

_OF = "deliverable__collaboration"


def _round(public_id: str) -> Found:
    rows = Submission.objects.select_related(
        "workspace", f"{_OF}__campaign", f"{_OF}__partnership__creator",
        f"{_OF}__partnership__brand", f"{_OF}__partnership__owner",
    )  # fmt: skip
    row = rows.filter(public_id=public_id).first()
    return (row, row.deliverable.collaboration.partnership.creator.language) if row else None


@answer_page(PURPOSE, _round)
def round_answer(request: HttpRequest, row: Submission) -> HttpResponse:
    """GET shows what was asked, or what came, and writes nothing; POST adds one round once."""
    form = AnswerForm(request.POST if request.method == "POST" else None)
    clash = False
    if request.method == "POST" and form.is_valid():
        try:
            hand_in(asked=row, at=timezone.now(), **form.cleaned_data)
            return redirect(request.path)
        except RoundAnswered:
            # What they typed stays on the page, with what is there.
            clash = True
        except WrongState:
            # It moved on meanwhile: the page says how it stands.
            return redirect(request.path)
    came = row.deliverable.submissions.filter(number__gt=row.number).order_by("number").first()
    waits = came is None and row.deliverable.state == DeliverableState.REVISION
    partnership = row.deliverable.collaboration.partnership
    context = {
        "asked": row,
        "deliverable": row.deliverable,
        "campaign": row.deliverable.collaboration.campaign,
        "owner": partnership.owner,
        "came": came,
        "open": waits or (came is not None and not (came.link or came.note or came.verdict)),
        "clash": clash,
        "form": form,
    }
    status = status_of(form, conflict=clash or None)
    return render(request, "campaigns/round_answer.html", context, status=status)
