"""What a guest writes by mail stands with their place (row 52)."""

from datetime import datetime

from django.db import transaction

from checkins.actions.sessions import LONGEST_NOTE
from checkins.models import SessionGuest
from core.audit import record
from core.versions import save_version


def keep_words(*, guest: SessionGuest, text: str, at: datetime) -> bool:
    """Add `text` to what they said. False if it stands there already, or says nothing."""
    text = text.strip()
    with transaction.atomic():
        row = SessionGuest.objects.select_for_update(of=("self",)).filter(pk=guest.pk).first()
        if row is None or not text or text[:LONGEST_NOTE] in row.note:
            return False
        # The newest words are the ones to read; of old ones the end is kept.
        note = "\n\n".join(filter(None, [row.note, text[:LONGEST_NOTE]]))[-LONGEST_NOTE:]
        save_version(row, expected=row.version, changes={"note": note})
        record(verb="session.guest_wrote", obj=row, by=None, at=at, changes={"length": len(text)})
    guest.note, guest.version = row.note, row.version
    return True
