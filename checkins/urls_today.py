"""Several lines of Today at once, and putting a line off from a mail."""

from django.urls import URLPattern, path

from checkins.views import several, snooze_answer

urlpatterns: list[URLPattern] = [
    path("w/<slug:workspace>/today/several/", several.several, name="today_several"),
    # Outside any workspace: whoever holds the mail, signed in or not.
    path("answer/snooze/<str:token>/", snooze_answer.snooze_answer, name="snooze_answer"),
]
