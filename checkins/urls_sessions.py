"""Addresses of sessions; checkins/urls.py takes them in."""

from django.urls import path

from checkins.views import session_after, session_guests, session_points, session_steps, sessions

_W = "w/<slug:workspace>/"
_S = f"{_W}sessions/<str:public_id>/"
_G = f"{_W}session-guests/<str:public_id>/"
_A = f"{_W}session-agenda/<str:public_id>/"
_D = f"{_W}session-decisions/<str:public_id>/"
urlpatterns = [
    path(f"{_W}sessions/", sessions.listing, name="sessions"),
    path(f"{_W}sessions/new/", sessions.new, name="session_new"),
    path(_S, sessions.detail, name="session"),
    path(f"{_S}edit/", sessions.edit, name="session_edit"),
    path(f"{_S}times/", session_steps.times, name="session_times"),
    path(f"{_S}fix/", session_steps.fix, name="session_fix"),
    path(f"{_S}invite/", session_steps.invite, name="session_invite"),
    path(f"{_S}cancel/", session_steps.cancel, name="session_cancel"),
    path(f"{_S}held/", session_after.hold, name="session_hold"),
    path(f"{_S}notes/", session_after.notes, name="session_notes"),
    path(f"{_S}tell/", session_after.tell, name="session_tell"),
    path(f"{_S}guests/", session_guests.choose, name="session_guests"),
    path(f"{_S}agenda/", session_points.add_item, name="session_agenda_new"),
    path(f"{_S}decisions/", session_points.add_decision, name="session_decision_new"),
    path(f"{_G}answer/", session_guests.answer, name="session_guest_answer"),
    path(f"{_G}fee/", session_guests.fee, name="session_guest_fee"),
    path(f"{_G}remove/", session_guests.remove, name="session_guest_remove"),
    path(f"{_G}now/", session_guests.now, name="session_guest_now"),
    path(f"{_G}later/", session_guests.later, name="session_guest_later"),
    path(f"{_G}came/", session_guests.attendance, name="session_guest_came"),
    path(_A, session_points.change_item, name="session_agenda_item"),
    path(f"{_A}move/", session_points.move_item, name="session_agenda_move"),
    path(f"{_A}remove/", session_points.remove_item, name="session_agenda_remove"),
    path(_D, session_points.change_decision, name="session_decision"),
    path(f"{_D}remove/", session_points.remove_decision, name="session_decision_remove"),
    path(f"{_D}use/", session_points.use, name="session_decision_use"),
    path(
        f"{_W}decision-uses/<str:public_id>/drop/", session_points.drop_use, name="session_use_drop"
    ),
]
