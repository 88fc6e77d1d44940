"""Handing over one partnership, or everything of a colleague (product.md, rows 6 and 43)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.models import Membership, User
from accounts.permissions import Permission
from partnerships.actions.handover import HandedOver, hand_over, hand_over_many
from partnerships.errors import Refused
from partnerships.forms.handover import HandOverForm, SplitForm
from partnerships.models import Partnership
from partnerships.queries.handovers import is_told, kept_by
from partnerships.queries.listing import possible_owners
from partnerships.queries.sharing import sharing
from partnerships.views.respond import partnership_or_404, posted, show_refusal

METHODS = ["GET", "HEAD", "POST"]
# Rows with a choice of their own; of more the others go with "everything".
SHOWN = 200


class SeeOther(HttpResponseRedirect):
    """After a POST: look there, by GET."""

    status_code = 303


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def one(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    keeper = partnership.owner
    people = [person for person in possible_owners(request.workspace) if person != keeper]
    form = HandOverForm(posted(request), people=people, initial={"before": keeper.public_id})
    page = reverse("partnerships:detail", args=[request.workspace.slug, public_id])
    next_page = _next(request, page)
    if request.method == "POST" and form.is_valid():
        try:
            _say(request, _hand_over(request, partnership, form.cleaned_data))
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return SeeOther(next_page)
    elif request.method == "POST" and request.POST.get("to") == keeper.public_id:
        # Pressed twice: the new contact is the contact, and no longer among the choices.
        messages.info(request, _("%(name)s looks after it already.") % {"name": keeper})
        return SeeOther(next_page)
    context = {
        "partnership": partnership,
        "form": form,
        "people": people,
        "next": next_page,
        "is_told": is_told(partnership),
    }
    part = "#dialog" if request.htmx and not form.is_bound else ""
    status = 422 if form.is_bound else 200
    return render(request, f"partnerships/hand_over.html{part}", context, status=status)


def _hand_over(
    request: WorkspaceRequest, partnership: Partnership, data: dict[str, Any]
) -> HandedOver:
    before = User.objects.filter(public_id=data.pop("before")).first()
    return hand_over(
        partnership=partnership,
        by=request.user,
        at=timezone.now(),
        from_owner=before or partnership.owner,
        **data,
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def everything(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """GET: what they look after. POST: first a look at who gets how much, then (`do`) it is done;
    `back` returns to the choices."""
    keeper = _keeper_or_404(request, public_id)
    rows = kept_by(keeper)
    people = [person for person in possible_owners(request.workspace) if person != keeper]
    form = SplitForm(posted(request), people=people, partnerships=rows, shown=SHOWN)
    if request.method == "POST" and not rows:
        messages.info(request, _("%(name)s looks after nobody any more.") % {"name": keeper})
        return SeeOther(reverse("partnerships:list", args=[request.workspace.slug]))
    ready = request.method == "POST" and "back" not in request.POST and form.is_valid()
    if ready and "do" in request.POST:
        return _share_out(request, keeper, form)
    if "do" in request.POST:
        # Looked at a moment ago and fine then: it was pressed twice.
        messages.info(request, _("It is done already. This is what is left."))
        return SeeOther(request.path)
    context: dict[str, Any] = {
        "keeper": keeper,
        "form": form,
        "rows": rows,
        "more": max(len(rows) - SHOWN, 0),
        "people": people,
    }
    if ready:
        context["sharing"] = sharing(keeper, form.shares, timezone.now())
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "partnerships/hand_over_everything.html", context, status=status)


def _share_out(request: WorkspaceRequest, keeper: User, form: SplitForm) -> HttpResponse:
    words = {name: form.cleaned_data[name] for name in ("note", "farewell", "tell_creator")}
    at = timezone.now()
    for person, rows in form.shares.items():
        done = hand_over_many(
            partnerships=rows, to=person, from_owner=keeper, by=request.user, at=at, **words
        )
        _say(request, done)
    if kept_by(keeper):
        return SeeOther(request.path)
    return SeeOther(reverse("partnerships:list", args=[request.workspace.slug]))


def _keeper_or_404(request: WorkspaceRequest, public_id: str) -> User:
    """A member, or somebody who left and still stands as the contact of partnerships here."""
    user = User.objects.filter(public_id=public_id).first()
    if user is None:
        raise Http404
    member = Membership.objects.filter(workspace=request.workspace, user=user)
    if not member.exists() and not Partnership.objects.filter(owner=user).exists():
        raise Http404
    return user


def _next(request: WorkspaceRequest, otherwise: str) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return asked
    return otherwise


def _say(request: WorkspaceRequest, done: HandedOver) -> None:
    """What became of it, in one message for each kind."""
    if done.handovers:
        to = done.handovers[0].to_owner
        n = len(done.handovers)
        words = ngettext(
            "%(name)s looks after %(n)d partnership from now on.",
            "%(name)s looks after %(n)d partnerships from now on.",
            n,
        ) % {"name": to, "n": n}
        mails = ngettext(
            "%(n)d mail to a creator is on its way.",
            "%(n)d mails to creators are on their way.",
            done.told,
        ) % {"n": done.told}
        messages.success(request, f"{words} {mails}" if done.told else words)
    if done.untold:
        names = ", ".join(str(row.creator) for row in done.untold[:5])
        messages.warning(request, _("A mail does not reach: %(names)s.") % {"names": names})
    if done.moved:
        names = ", ".join(f"{row} ({row.owner})" for row in done.moved[:5])
        words = _("Somebody was faster, so these stay where they are: %(names)s.")
        messages.warning(request, words % {"names": names})
    if done.same and not done.handovers:
        name = done.same[0].owner
        messages.info(request, _("%(name)s looks after it already.") % {"name": name})
