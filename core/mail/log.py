"""What became of a workspace's mails, for the page that shows it (experience.md, delivery log)."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count

from core.models import OutgoingMail
from core.models.mail import MailState

PER_PAGE = 50
# A person decides over them one by one; more than these are found by the filter.
UNKNOWN_SHOWN = 50


@dataclass(frozen=True)
class MailLog:
    page: "Page[OutgoingMail]"
    unknown: list[OutgoingMail]  # newest first, on the first page only
    chips: list[tuple[str, str, int]]  # state ("" is all), its name, how many


def mail_log(*, state: str, number: str | int | None) -> MailLog:
    """The log of the workspace in scope, newest first; `state` filters, an unknown one does not.

    Never reads the words of a mail: an invitation carries its key.
    """
    rows = OutgoingMail.objects.defer("text", "html", "headers")
    counts = dict(
        OutgoingMail.objects.values_list("state").annotate(n=Count("pk")).order_by("state")
    )
    shown = rows.filter(state=state) if state in counts else rows
    pages = Paginator(shown.order_by("-created_at", "-pk"), PER_PAGE)
    # Counted above already.
    pages.count = counts.get(state) or sum(counts.values())
    page = pages.get_page(number)
    unknown = []
    if counts.get(MailState.UNKNOWN) and page.number == 1:
        unknown = list(rows.filter(state=MailState.UNKNOWN).order_by("-created_at")[:UNKNOWN_SHOWN])
    chips = [
        (value, str(label), counts[value]) for value, label in MailState.choices if value in counts
    ]
    return MailLog(page=page, unknown=unknown, chips=chips)


def unknown_mails() -> int:
    """How many mails of the workspace in scope wait for a person's decision."""
    return OutgoingMail.objects.filter(state=MailState.UNKNOWN).count()
