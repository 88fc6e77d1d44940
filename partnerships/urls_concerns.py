from django.urls import path

from partnerships.views import concerns

_W = "w/<slug:workspace>/"
_C = f"{_W}concerns/<str:public_id>/"

# The list stands before the pages of one partnership: their id could be any word.
concern_patterns = [
    path(f"{_W}partnerships/concerns/", concerns.concern_list, name="concerns"),
    path(
        f"{_W}partnerships/<str:public_id>/concerns/new/",
        concerns.concern_new,
        name="concern_new",
    ),
    path(_C, concerns.concern, name="concern"),
    path(f"{_C}note/", concerns.concern_note, name="concern_note"),
    path(f"{_C}edit/", concerns.concern_edit, name="concern_edit"),
    path(f"{_C}close/", concerns.concern_close, name="concern_close"),
    path(f"{_C}reopen/", concerns.concern_reopen, name="concern_reopen"),
    path(f"{_W}settings/concerns/", concerns.escalation_path, name="escalation_path"),
]
