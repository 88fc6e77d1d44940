"""Routes of deliverables: their rounds and files."""

from django.urls import path

from campaigns.views import deliverables, evidence, round_answer, rounds

_W = "w/<slug:workspace>/"
_PART = f"{_W}collaborations/<str:public_id>/"
_D = f"{_W}deliverables/<str:public_id>/"
_F = f"{_W}deliverable-files/<str:public_id>/"

urlpatterns = [
    path(f"{_PART}deliverables/new/", deliverables.new, name="deliverable_new"),
    path(_D, rounds.detail, name="deliverable"),
    path(f"{_D}edit/", deliverables.edit, name="deliverable_edit"),
    path(f"{_D}hand-in/", rounds.hand_in, name="deliverable_hand_in"),
    path(f"{_D}revise/", rounds.revise, name="deliverable_revise"),
    path(f"{_D}approve/", rounds.approve, name="deliverable_approve"),
    path(f"{_D}publish/", deliverables.publish, name="deliverable_publish"),
    path(f"{_D}take-back/", deliverables.take_back, name="deliverable_take_back"),
    path(f"{_D}remove/", deliverables.remove, name="deliverable_remove"),
    path(f"{_D}files/", evidence.add, name="deliverable_file_add"),
    path(_F, evidence.fetch, name="deliverable_file"),
    path(f"{_F}preview/", evidence.preview, name="deliverable_file_preview"),
    path(f"{_F}remove/", evidence.remove, name="deliverable_file_remove"),
    path(f"{_F}restore/", evidence.restore, name="deliverable_file_restore"),
    # Outside any workspace: whoever holds the mail answers, signed in or not.
    path("answer/round/<str:token>/", round_answer.round_answer, name="round_answer"),
]
