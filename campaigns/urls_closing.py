from django.urls import path

from campaigns.views import closing, debriefs, learnings

_W = "w/<slug:workspace>/"
_ONE = f"{_W}campaigns/<str:public_id>/"
_PART = f"{_W}collaborations/<str:public_id>/"

urlpatterns = [
    path(f"{_ONE}close/", closing.close, name="close"),
    path(f"{_ONE}close/tick/", closing.closing_tick, name="closing_tick"),
    path(f"{_ONE}reopen/", closing.reopen, name="reopen"),
    path(f"{_ONE}learnings/", learnings.campaign_learnings, name="campaign_learnings"),
    path(f"{_PART}learnings/", learnings.learnings, name="learnings"),
    path(f"{_PART}debrief/", debriefs.debrief, name="debrief"),
    path(f"{_PART}debrief/share/", debriefs.debrief_share, name="debrief_share"),
    path(f"{_W}learnings/", learnings.learnings_list, name="learnings_list"),
    path(f"{_W}learnings/<str:public_id>/", learnings.learning, name="learning"),
    path(
        f"{_W}learnings/<str:public_id>/delete/", learnings.learning_delete, name="learning_delete"
    ),
]
