"""The address that answers to one mail go to: `reply+<its id><a seal>@<the domain>`.

Mail programs write addresses in any case, so the seal is of letters that have none.
"""

import hmac
from hashlib import sha256

from django.conf import settings

from core.mail.replies import handler_of
from core.models import OutgoingMail

_PREFIX = "reply+"
_SEAL = 16


def reply_address(mail: OutgoingMail) -> str:
    """ "" where this house takes no mail in, or no room listens to answers to mails of its kind."""
    if not settings.REPLY_DOMAIN or handler_of(mail.kind) is None:
        return ""
    return f"{_PREFIX}{mail.public_id}{_seal(mail.public_id)}@{settings.REPLY_DOMAIN}"


def read_address(address: str) -> str:
    """The public id of the mail that is answered; "" if the address is none of ours."""
    local, _at, domain = address.strip().strip("<>").lower().rpartition("@")
    if not settings.REPLY_DOMAIN or domain != settings.REPLY_DOMAIN.lower():
        return ""
    token = local.removeprefix(_PREFIX)
    public_id, seal = token[:-_SEAL], token[-_SEAL:]
    if not local.startswith(_PREFIX) or not hmac.compare_digest(seal, _seal(public_id)):
        return ""
    return public_id


def _seal(public_id: str) -> str:
    key = f"core.mail.addresses:{settings.SECRET_KEY}".encode()
    return hmac.new(key, public_id.encode(), sha256).hexdigest()[:_SEAL]
