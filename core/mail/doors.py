"""The doors that mail providers come in by: Anymail's webhooks behind a lock of ours.

Before a body is read at all the secret must fit; then the provider's own signature, where it has
one; then the age of what was signed. Whatever does not fit is answered 400, logged, and writes
nothing. What fits is handed to Anymail's signals, and an error behind them is a 500, so that
the provider tells it again.
"""

from collections.abc import Iterable
from typing import Any

import structlog
from anymail import urls as anymail_urls
from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.webhooks.amazon_ses import AmazonSESBaseWebhookView
from anymail.webhooks.base import AnymailBasicAuthMixin
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from core.mail.large_forms import read_body
from core.mail.replays import why_replayed

log = structlog.get_logger(__name__)

# A mail of 25 MB is 34 in base64, and some providers send its text and its source.
MOST_BODY = 60 * 1024 * 1024
_INBOUND = "inbound_webhook"
# Of a payload that nobody can read: it will not be better the next time.
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError)


def doors(providers: Iterable[str], *, secret: str, takes_mail: bool) -> list[URLPattern]:
    """Anymail's routes of these providers ("mailgun", "amazon_ses"), locked; none without a secret.
    Those for mail that comes in only where it has addresses here."""
    chosen = {one.strip().lower().replace("-", "_") for one in providers if one.strip()}
    if not secret:
        return []
    out = []
    for route in anymail_urls.urlpatterns:
        name = str(route.name)
        if not any(name.startswith(f"{one}_") for one in chosen):
            continue
        if name.endswith(_INBOUND) and not takes_mail:
            continue
        out.append(URLPattern(route.pattern, locked(route.callback.view_class), name=name))
    return out


def locked(view_class: Any) -> Any:
    """A view that asks before it lets Anymail's see the request."""

    @csrf_exempt
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "HEAD":
            # How some providers try an address.
            return HttpResponse()
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST, HEAD"})
        view = view_class()
        view.setup(request)
        try:
            return _opened(view, request)
        except (AnymailWebhookValidationFailure, AnymailConfigurationError) as wrong:
            return _refused(view, 400, str(wrong))

    return door


def _opened(view: Any, request: HttpRequest) -> HttpResponse:
    if isinstance(view, AmazonSESBaseWebhookView) and "Authorization" not in request.headers:
        # Amazon shows the secret only to who asks for it.
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="webhooks"'})
    # By its headers only: nobody without the secret makes us read a long body.
    AnymailBasicAuthMixin.validate_request(view, request)
    if not read_body(request, most=MOST_BODY):
        return _refused(view, 413, "too large")
    try:
        view.run_validators(request)
        if replayed := why_replayed(view.esp_name, request, at=timezone.now()):
            return _refused(view, 400, replayed)
        events = view.parse_events(request) or []
    except AnymailWebhookValidationFailure:
        raise
    except (*_UNREADABLE, SuspiciousOperation, MultiPartParserError) as wrong:
        return _refused(view, 400, f"unreadable: {type(wrong).__name__}: {wrong}")
    for event in events:
        view.signal.send(sender=type(view), event=event, esp_name=view.esp_name)
    return HttpResponse()


def _refused(view: Any, status: int, why: str) -> HttpResponse:
    log.warning("mail.webhook_refused", provider=view.esp_name, status=status, why=why[:300])
    return HttpResponse(status=status)
