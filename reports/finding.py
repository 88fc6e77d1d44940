"""What the palette finds of this room."""

from django.utils.translation import gettext_lazy as _

from accounts.finding import Place, register_place


def register() -> None:
    for place in (
        Place(_("Reports"), "reports:programme", "chart-column"),
        Place(_("Summaries within 72 hours"), "reports:summaries", "timer"),
    ):
        register_place(place)
