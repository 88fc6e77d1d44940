"""Whose partnership a mail of ours belongs to, so that its answer finds the way (row 7)."""

from django.apps import apps
from django.core.exceptions import FieldError
from django.db.models import Q

from checkins.mail_paths import path_of
from checkins.models import Touch
from checkins.queries.contact import newest
from core.models import OutgoingMail
from partnerships.enums import Stage
from partnerships.models import Partnership

_PATH = ("creator", "brand", "owner", "workspace")


def partnership_of(mail: OutgoingMail) -> Partnership | None:
    """By the contact that the mail is, else by what it is about, else whoever has its address and
    was in touch last; at most three queries, in the scope of its workspace."""
    rows = Partnership.objects.select_related(*_PATH)
    pk = Touch.objects.filter(mail=mail).values_list("partnership", flat=True).first()
    pk = pk or _about(mail)
    found = rows.filter(pk=pk).first() if pk else None
    return found or partnership_at(mail.to_email)


def partnership_at(address: str) -> Partnership | None:
    """Whoever is written to at `address`: living ones first, then the newest contact."""
    if not address.strip():
        return None
    rows = Partnership.objects.select_related(*_PATH).filter(
        Q(contact_email__iexact=address.strip()) | Q(creator__email__iexact=address.strip())
    )
    found = list(rows.annotate(last=newest("at"))[:50])
    return max(found, key=_nearness, default=None)


def _nearness(row: Partnership) -> tuple[bool, float, int]:
    last = getattr(row, "last", None)
    return row.stage != Stage.ENDED, last.timestamp() if last else 0.0, row.pk


def _about(mail: OutgoingMail) -> int | None:
    if not mail.about_type:
        return None
    try:
        model = apps.get_model(mail.about_type)
        rows = model._default_manager.filter(public_id=mail.about_id)
        return rows.values_list(path_of(mail.about_type), flat=True).first()
    except (LookupError, FieldError):
        # A row of a kind that leads to no partnership, such as an introduction of two.
        return None
