"""The mailbox of a demo: every mail that was written, as its reader would see it.

Open to whoever opens it, so its addresses exist only where MAILBOX_PAGE is set.
"""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core.mail import letters

# A mail is somebody's HTML: it may look as it likes, and do nothing.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(letters.headings(), 50).get_page(request.GET.get("page"))
    return render(request, "core/mailbox.html", {"page": page})


@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    found = _found(name)
    as_text = request.GET.get("tab") == "text" or not found.html
    return render(request, "core/letter.html", {"letter": found, "as_text": as_text})


@require_safe
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    found = _found(name)
    if not found.html:
        raise Http404
    response = HttpResponse(found.html)
    response["Content-Security-Policy"] = FRAME_POLICY
    return response


@require_safe
def letter_file(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Always to be saved, never shown: what it is was somebody's word."""
    for file in _found(name).files:
        if file.number == number:
            disposition = content_disposition_header(True, file.name) or "attachment"
            return HttpResponse(
                file.content,
                content_type="application/octet-stream",
                headers={"Content-Disposition": disposition},
            )
    raise Http404


def _found(name: str) -> letters.Letter:
    found = letters.letter(name)
    if found is None:
        raise Http404
    return found
