"""What the palette finds of this room."""

from django.utils.translation import gettext_lazy as _

from accounts.finding import Place, register_place


def register() -> None:
    for place in (
        Place(_("Today"), "checkins:today", "sun"),
        Place(_("Check-ins"), "checkins:calendar", "calendar-days"),
        Place(_("Introductions"), "checkins:introductions", "users-round"),
        Place(_("Surveys"), "checkins:surveys", "list-checks"),
        Place(_("Templates"), "checkins:templates", "file-text"),
    ):
        register_place(place)
