"""Addresses of this part; checkins/urls.py takes them in."""

from django.urls import URLPattern, path

from checkins.views import inbox

_W = "w/<slug:workspace>/"
_I = f"{_W}inbox/<str:public_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_W}inbox/", inbox.listing, name="inbox"),
    path(_I, inbox.detail, name="inbox_mail"),
    path(f"{_I}file/", inbox.file, name="inbox_file"),
    path(f"{_I}aside/", inbox.aside, name="inbox_aside"),
    path(f"{_I}raw/", inbox.raw, name="inbox_raw"),
    path(f"{_W}inbox-files/<str:public_id>/", inbox.attachment, name="inbox_attachment"),
]
