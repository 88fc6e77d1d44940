"""Webhooks that were signed for something else, or long ago.

Mailgun signs a moment and a token, not what it says beside them: whoever has seen one webhook could
put other words to its signature. So a token is worth one body, and for a day. The other providers
sign the body itself: what is told again is what is known already.
"""

import hashlib
import json
from datetime import datetime, timedelta

from django.core.cache import cache
from django.http import HttpRequest

# Providers give up repeating a webhook after eight hours; clocks differ by minutes.
GOOD_FOR, AHEAD = timedelta(days=1), timedelta(minutes=10)
_SENDGRID = "X-Twilio-Email-Event-Webhook-Timestamp"


def why_replayed(provider: str, request: HttpRequest, *, at: datetime) -> str:
    """ "" if the request is what its (verified) signature was made for, lately. Raises ValueError
    or KeyError for a signature without its parts."""
    if provider == "SendGrid" and _SENDGRID in request.headers:
        return _age(request.headers[_SENDGRID], at)
    if provider != "Mailgun":
        return ""
    if request.content_type == "application/json":
        signature = json.loads(request.body)["signature"]
        said = request.body
    else:
        signature = request.POST
        said = _form(request)
    return _age(signature["timestamp"], at) or _spent(str(signature["token"]), said)


def _age(stamp: str, at: datetime) -> str:
    age = timedelta(seconds=at.timestamp() - float(stamp))
    if age > GOOD_FOR:
        return "signed too long ago"
    return "signed in the future" if age < -AHEAD else ""


def _spent(token: str, said: bytes) -> str:
    key = "webhook:" + hashlib.sha256(token.encode()).hexdigest()
    digest = hashlib.sha256(said).hexdigest()
    cache.add(key, digest, timeout=2 * int(GOOD_FOR.total_seconds()))
    return "" if cache.get(key) in (digest, None) else "its token was used for something else"


def _form(request: HttpRequest) -> bytes:
    """What a form says, whatever boundary it was packed with."""
    whole = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        for value in values:
            whole.update(f"{name}\0{value}\0".encode("utf-8", "replace"))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            whole.update(f"{name}\0{file.name}\0{file.size}\0".encode("utf-8", "replace"))
    return whole.digest()
