"""Quarterly business reviews: the list, one with its figures, the paper (product.md, row 67)."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships import papers
from partnerships.actions import business_reviews as actions
from partnerships.errors import Refused
from partnerships.forms.papers import NewReviewForm, ReviewForm
from partnerships.forms.partnerships import NothingForm, ReasonForm
from partnerships.models import Brand, BusinessReview, Partnership
from partnerships.papers.review import figure_sections, markets_chart, text_sections
from partnerships.queries import business_reviews as queries
from partnerships.rules.business_review import to_review
from partnerships.rules.growth import quarter_after, quarter_name
from partnerships.views.papers import paper
from partnerships.views.respond import ask, posted, show_refusal
from partnerships.views.rewrite import rewrite

METHODS = ["GET", "HEAD", "POST"]
PAGE = 50
# Quarters back that a review may still be written for.
BACK = 8


def _row(public_id: str) -> BusinessReview:
    rows = queries.reviews().select_related(
        "partnership__owner", "partnership__creator", "partnership__brand"
    )
    return get_object_or_404(rows, public_id=public_id)


def _to_review(request: WorkspaceRequest, row: BusinessReview) -> HttpResponseRedirect:
    return redirect("partnerships:business_review", request.workspace.slug, row.public_id)


@require_safe
@needs(Permission.VIEW)
def review_list(request: WorkspaceRequest) -> HttpResponse:
    last = to_review(timezone.localdate())
    brands, partnerships = queries.possible_subjects(last)
    page = Paginator(queries.reviews(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, quarter_name(row.quarter)) for row in page],
        "last": last,
        "last_name": quarter_name(last),
        "brands": brands,
        "partnerships": partnerships,
    }
    return render(request, "partnerships/business_reviews.html", context)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def new(request: WorkspaceRequest) -> HttpResponse:
    last = to_review(timezone.localdate())
    wanted = {name: request.GET.get(name) for name in ("quarter", "brand", "partnership")}
    form = NewReviewForm(
        posted(request),
        quarters=[quarter_after(last, by) for by in range(1, -BACK, -1)],
        brands=Brand.objects.filter(archived_at=None),
        partnerships=Partnership.objects.select_related("creator", "brand").order_by(
            "creator__name"
        ),
        initial={"quarter": last.isoformat(), **{k: v for k, v in wanted.items() if v}},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        partnership = data["partnership"]
        try:
            review = actions.open_review(
                brand=partnership.brand if partnership else data["brand"],
                partnership=partnership,
                quarter=data["quarter"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return _to_review(request, review)
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/business_review_new.html", {"form": form}, status=status)


@require_safe
@needs(Permission.VIEW)
def review(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _row(public_id)
    found = queries.figures_shown(row, timezone.now())
    context = {
        "review": row,
        "subject": row.partnership or row.brand,
        "quarter": quarter_name(row.quarter),
        "texts": text_sections(row),
        "sections": [_linked(section) for section in figure_sections(found)],
        "chart": markets_chart(found),
    }
    return render(request, "partnerships/business_review.html", context)


def _linked(section: dict[str, Any]) -> dict[str, Any]:
    """Each line of a table beside the partnership it is about, where it is about one."""
    blocks = []
    for block in section["blocks"]:
        if rows := block.get("table"):
            keys = block.get("keys") or [""] * len(rows["rows"])
            block = {**block, "lines": list(zip(keys, rows["rows"], strict=True))}
        blocks.append(block)
    return {**section, "blocks": blocks}


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def write(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _row(public_id)
    names = (*actions.TEXTS, "version")
    return rewrite(
        request,
        ReviewForm(posted(request), initial={name: getattr(row, name) for name in names}),
        lambda data, expected: actions.write_review(
            review=row, expected=expected, values=data, by=request.user, at=timezone.now()
        ),
        partnership=row.partnership or row.brand,
        then=lambda: _to_review(request, row),
        title=_("Business review, %(quarter)s") % {"quarter": quarter_name(row.quarter)},
        current=lambda stored: {name: getattr(stored, name) for name in names},
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def finish(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _row(public_id)
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: actions.finish_review(review=row, by=request.user, at=timezone.now()),
        then=lambda: _to_review(request, row),
        done=_("The review is finished. Its figures stay as they are now."),
        page={
            "partnership": row.partnership or row.brand,
            "title": _("Finish the review"),
            "intro": _("The figures are frozen as they are now. It can be opened again."),
            "submit": _("Finish"),
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def reopen(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _row(public_id)
    return ask(
        request,
        ReasonForm(posted(request)),
        lambda data: actions.reopen_review(review=row, by=request.user, at=timezone.now(), **data),
        then=lambda: _to_review(request, row),
        done=_("The review is open again."),
        page={
            "partnership": row.partnership or row.brand,
            "title": _("Open the review again"),
            "intro": _("What was frozen is kept in the audit log, with your reason."),
            "submit": _("Open again"),
        },
    )


@require_safe
@needs(Permission.VIEW)
def review_paper(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _row(public_id)
    name = f"review-{row.quarter:%Y}-q{(row.quarter.month + 2) // 3}"
    return paper(request, name, lambda language: papers.business_review_pdf(row, language))
