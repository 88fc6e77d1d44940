"""What the palette finds of this room."""

from functools import partial
from typing import NamedTuple

from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.finding import (
    OFFERED,
    Finder,
    Hit,
    Place,
    Telling,
    register_finder,
    register_place,
)
from accounts.models import Workspace
from accounts.permissions import Permission
from checkins.models import Letter, Session, Survey
from core.search import fold

# The newest ones; a title is folded here, since nobody has so many of them as creators.
LOOKED_AT = 1000


class Titled(NamedTuple):
    """A kind of record that people know by its title; `day` is the field of the day beside it."""

    model: type[Model]
    route: str
    icon: str
    titles: tuple[str, ...]
    day: str


SESSIONS = Titled(Session, "checkins:session", "users", ("title", "title"), "starts_at")
LETTERS = Titled(Letter, "checkins:letter", "mail-open", ("title", "title"), "sent_at")
SURVEYS = Titled(Survey, "checkins:survey", "list-checks", ("title_en", "title_ru"), "opened_at")


def find(kind: Titled, workspace: Workspace, q: str) -> Telling:
    words = fold(q).split()
    rows = kind.model._default_manager.order_by("-pk")
    [all_of_them] = yield [rows.values("public_id", *{*kind.titles, kind.day})[:LOOKED_AT]]
    found = [
        row
        for row in all_of_them
        if all(word in fold(" ".join(row[name] for name in kind.titles)) for word in words)
    ]
    mine = kind.titles[get_language() == "ru"]
    return [
        Hit(
            label=row[mine],
            url=reverse(kind.route, args=[workspace.slug, row["public_id"]]),
            icon=kind.icon,
            note=date_format(localtime(row[kind.day]), "j E Y") if row[kind.day] else "",
        )
        for row in found[:OFFERED]
    ]


def register() -> None:
    kinds: tuple[tuple[str, str | Promise, Titled], ...] = (
        ("sessions", _("Sessions"), SESSIONS),
        ("letters", _("Letters"), LETTERS),
        ("surveys", _("Surveys"), SURVEYS),
    )
    for order, (key, title, kind) in enumerate(kinds, start=50):
        register_finder(Finder(key, title, partial(find, kind), order=order))
    for place in (
        Place(_("Today"), "checkins:today", "sun"),
        Place(_("Check-ins"), "checkins:calendar", "calendar-days"),
        Place(_("Introductions"), "checkins:introductions", "users-round"),
        Place(_("Sessions"), "checkins:sessions", "users"),
        Place(_("Letters"), "checkins:letters", "mail-open"),
        Place(_("Write a letter"), "checkins:letter_new", "pen-line", Permission.EDIT),
        Place(_("Advisors"), "checkins:advice", "message-circle"),
        Place(_("Surveys"), "checkins:surveys", "list-checks"),
        Place(_("Common hours"), "checkins:common_hours", "clock"),
        Place(_("Inbox"), "checkins:inbox", "inbox"),
        Place(_("Templates"), "checkins:templates", "file-text"),
    ):
        register_place(place)
