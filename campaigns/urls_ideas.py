from django.urls import path

from campaigns.views import ideas, ideas_answer, ideas_rates, ideas_telling

_W = "w/<slug:workspace>/"
_PART = f"{_W}collaborations/<str:public_id>/ideas/"

urlpatterns = [
    path(f"{_W}ideas/", ideas.idea_list, name="idea_list"),
    path(f"{_W}ideas/contribution/", ideas_rates.idea_contribution, name="idea_rates"),
    path(f"{_W}ideas/<str:public_id>/decide/", ideas.decide, name="idea_decide"),
    path(_PART, ideas.part_ideas, name="ideas"),
    path(f"{_PART}tell/", ideas_telling.tell, name="ideas_tell"),
    path(f"{_PART}tell/preview/", ideas_telling.tell_preview, name="ideas_tell_preview"),
    # Outside any workspace: whoever holds the mail answers, signed in or not.
    path("answer/brief/<str:token>/", ideas_answer.brief_answer, name="brief_answer"),
]
