"""Growth offers of a partnership (product.md, row 73)."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.mail.outbox import NoAddress
from partnerships.actions import opportunities as actions
from partnerships.actions.changes import today_of
from partnerships.errors import Refused
from partnerships.forms import growth as forms
from partnerships.forms.partnerships import NothingForm
from partnerships.models import Opportunity
from partnerships.views.growth import METHODS, asked, back, growth_row
from partnerships.views.respond import partnership_or_404, posted
from partnerships.views.rewrite import rewrite


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def opportunity_new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    return asked(
        request,
        partnership,
        forms.OpportunityForm(posted(request)),
        lambda data: actions.add_opportunity(
            partnership=partnership, values=data, by=request.user, at=timezone.now()
        ),
        done=_("Kept as an idea. Offer it when you are ready."),
        title=_("Note an opportunity"),
        submit=_("Keep the idea"),
        intro=_("Only your team sees it until you offer it."),
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def opportunity(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: Opportunity = growth_row(Opportunity, public_id)
    initial = {name: getattr(row, name) for name in ("kind", "title", "text", "on", "version")}
    return rewrite(
        request,
        forms.OpportunityForm(posted(request), initial=initial),
        lambda data, expected: actions.update_opportunity(
            opportunity=row, expected=expected, values=data, by=request.user, at=timezone.now()
        ),
        partnership=row.partnership,
        then=lambda: back(request, row.partnership),
        title=_("Edit the idea"),
        current=lambda stored: {name: getattr(stored, name) for name in initial},
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def opportunity_offer(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: Opportunity = growth_row(Opportunity, public_id)
    name = row.partnership.creator.call_name

    def offer(data: dict[str, Any]) -> None:
        try:
            actions.offer_opportunity(
                opportunity=row, tell=data["tell"], by=request.user, at=timezone.now()
            )
        except NoAddress as unknown:
            raise Refused(
                _("There is no address to write to. Untick the mail, or add one first."),
                field="tell",
            ) from unknown

    return asked(
        request,
        row.partnership,
        forms.OfferForm(posted(request)),
        offer,
        done=_("Offered. Note the answer when it comes."),
        title=_("Offer “%(title)s” to %(name)s") % {"title": row.title, "name": name},
        submit=_("Offer it"),
        intro=_("From now on %(name)s sees it, and its words stay as they are.") % {"name": name},
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def opportunity_answer(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: Opportunity = growth_row(Opportunity, public_id)
    at = timezone.now()
    return asked(
        request,
        row.partnership,
        forms.AnswerForm(posted(request), initial={"answered_on": today_of(row.partnership, at)}),
        lambda data: actions.answer_opportunity(opportunity=row, by=request.user, at=at, **data),
        done=_("The answer is noted."),
        title=_("What did they say to “%(title)s”?") % {"title": row.title},
        submit=_("Note the answer"),
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def opportunity_done(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: Opportunity = growth_row(Opportunity, public_id)
    at = timezone.now()
    return asked(
        request,
        row.partnership,
        forms.DoneForm(posted(request), initial={"done_on": today_of(row.partnership, at)}),
        lambda data: actions.finish_opportunity(opportunity=row, by=request.user, at=at, **data),
        done=_("It took place."),
        title=_("“%(title)s” took place?") % {"title": row.title},
        submit=_("It did"),
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def opportunity_drop(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: Opportunity = growth_row(Opportunity, public_id)
    told = row.offered_on is not None
    return asked(
        request,
        row.partnership,
        NothingForm(posted(request)),
        lambda data: actions.drop_opportunity(opportunity=row, by=request.user, at=timezone.now()),
        done=_("Dropped. It stays in the history."),
        title=_("Drop “%(title)s”?") % {"title": row.title},
        submit=_("Drop it"),
        intro=_("The creator knows of it: tell them why.") if told else _("Nobody outside saw it."),
        danger=True,
    )
