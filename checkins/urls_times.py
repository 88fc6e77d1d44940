"""Addresses of times and calendars; checkins/urls.py takes them in."""

from django.urls import path

from checkins.calendars.building import FILE_NAME
from checkins.views import common_hours, feed, session_answer

_W = "w/<slug:workspace>/"
_A = "answer/session/<str:token>/"
urlpatterns = [
    path(f"{_W}hours/", common_hours.common_hours, name="common_hours"),
    path(f"{_W}settings/calendar/", feed.feed, name="feed"),
    # Outside any workspace: whoever holds the mail answers, signed in or not.
    path(_A, session_answer.session_answer, name="session_answer"),
    path(f"{_A}{FILE_NAME}", session_answer.session_calendar, name="session_calendar"),
    # For a calendar program, which cannot sign in: the token is the door.
    path("calendar/<str:token>.ics", feed.feed_file, name="feed_file"),
]
