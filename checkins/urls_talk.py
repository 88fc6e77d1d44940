"""Addresses of this part; checkins/urls.py takes them in."""

from django.urls import URLPattern, path

from checkins.views import mail_answer, talk, writing

_W = "w/<slug:workspace>/"
_T = f"{_W}touches/<str:public_id>/"
_P = f"{_W}partnerships/<str:public_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_P}write/", writing.write, name="write"),
    path(f"{_P}write/preview/", writing.write_preview, name="write_preview"),
    path(f"{_T}take-back/", writing.write_take_back, name="write_take_back"),
    path(_T, talk.touch, name="touch"),
    path(f"{_T}no-answer/", talk.no_answer, name="no_answer"),
    path(f"{_W}touch-files/<str:public_id>/", talk.file, name="touch_file"),
    path(f"{_W}touch-files/<str:public_id>/preview/", talk.file_preview, name="touch_file_preview"),
    # Outside any workspace: whoever holds the mail answers, signed in or not.
    path("answer/mail/<str:token>/", mail_answer.mail_answer, name="mail_answer"),
]
