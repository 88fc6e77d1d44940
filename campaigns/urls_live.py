"""What a running campaign asks for: targets, feedback, weekly syncs."""

from django.urls import path

from campaigns.views import feedback, objectives, syncs

_W = "w/<slug:workspace>/"
_ONE = f"{_W}campaigns/<str:public_id>/"
_PART = f"{_W}collaborations/<str:public_id>/"
_O = f"{_W}targets/<str:public_id>/"
_F = f"{_W}feedback/<str:public_id>/"

urlpatterns = [
    path(f"{_ONE}targets/new/", objectives.new, name="objective_new"),
    path(_O, objectives.edit, name="objective"),
    path(f"{_O}remove/", objectives.remove, name="objective_remove"),
    path(f"{_W}feedback/", feedback.listing, name="feedback"),
    path(f"{_PART}feedback/new/", feedback.new, name="feedback_new"),
    path(f"{_PART}feedback/share/", feedback.share, name="feedback_share"),
    path(f"{_PART}feedback/preview/", feedback.preview, name="feedback_preview"),
    path(_F, feedback.edit, name="feedback_edit"),
    path(f"{_F}answer/", feedback.answer, name="feedback_answer"),
    path(f"{_F}remove/", feedback.remove, name="feedback_remove"),
    path(f"{_PART}syncs/new/", syncs.new, name="sync_new"),
    path(f"{_W}syncs/<str:public_id>/", syncs.edit, name="sync"),
]
