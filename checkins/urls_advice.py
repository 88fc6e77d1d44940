"""Questions to advisors; checkins/urls.py takes these in."""

from django.urls import URLPattern, path

from checkins.views import advice

_W = "w/<slug:workspace>/"
urlpatterns: list[URLPattern] = [
    path(f"{_W}advice/", advice.advice, name="advice"),
    path(f"{_W}advice/export/", advice.export, name="advice_export"),
    path(f"{_W}advice/<str:public_id>/", advice.question, name="advice_question"),
    path(f"{_W}partnerships/<str:public_id>/advice/", advice.ask, name="advice_ask"),
    # Outside any workspace: whoever holds the mail answers, signed in or not.
    path("answer/advice/<str:token>/", advice.own_answer, name="advice_answer"),
]
