"""Addresses of this part; checkins/urls.py takes them in."""

from django.urls import URLPattern, path

from checkins.views import absences

_W = "w/<slug:workspace>/"
urlpatterns: list[URLPattern] = [
    path(f"{_W}creators/<str:public_id>/away/", absences.add, name="absence_add"),
    path(f"{_W}absences/<str:public_id>/end/", absences.end, name="absence_end"),
]
