"""Addresses of surveys (row 65); checkins/urls.py takes them in."""

from django.urls import URLPattern, path

from checkins.views import survey_answer, survey_runs, surveys

_W = "w/<slug:workspace>/"
_S = f"{_W}surveys/<str:public_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_W}surveys/", surveys.listing, name="surveys"),
    path(f"{_W}surveys/new/", surveys.new, name="survey_new"),
    path(f"{_W}surveys/ready/", surveys.ready, name="survey_ready"),
    path(_S, survey_runs.survey, name="survey"),
    path(f"{_S}edit/", surveys.edit, name="survey_edit"),
    path(f"{_S}preview/", surveys.preview, name="survey_preview"),
    path(f"{_S}delete/", surveys.delete, name="survey_delete"),
    path(f"{_S}open/", survey_runs.begin, name="survey_open"),
    path(f"{_S}remind/", survey_runs.remind, name="survey_remind"),
    path(f"{_S}close/", survey_runs.close, name="survey_close"),
    path(f"{_S}export/", survey_runs.export, name="survey_export"),
    # Outside any workspace: whoever holds the mail answers, signed in or not.
    path("answer/survey/<str:token>/", survey_answer.survey_answer, name="survey_answer"),
]
