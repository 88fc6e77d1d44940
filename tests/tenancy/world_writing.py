"""A text that was saved twice, a letter that waits for its hour."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from checkins.models import CheckInTemplate, TemplateVersion, Touch
from core.models import OutgoingMail
from partnerships.models import Partnership


def with_versions(template: CheckInTemplate, by: User, now: datetime) -> dict[str, Any]:
    rows = [
        TemplateVersion.objects.create(
            workspace=template.workspace, template=template, number=n, subject="Hello {name}",
            body=template.body, at=now, by=by,
        )
        for n in (1, 2)
    ]  # fmt: skip
    CheckInTemplate.objects.filter(pk=template.pk).update(version=2)
    partnership = Partnership.objects.filter(workspace=template.workspace).earliest("pk")
    touch = Touch.objects.create(
        workspace=template.workspace, partnership=partnership, at=now, direction="out",
        kind="message", channel="email", by=by, subject="A word", body="Soon",
        mail=OutgoingMail.objects.create(
            workspace=template.workspace, key=f"note:{template.public_id}", kind="note",
            language="en", from_email="a@b.example", to_email="c@d.example", subject="A word",
            text="Soon", created_at=now, due_at=now + timedelta(days=1),
            message_id=f"<{template.public_id}@x.example>",
        ),
    )  # fmt: skip
    return {"template_version": rows[0].public_id, "note_touch": touch.public_id}
