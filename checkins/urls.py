from django.urls import path

from checkins.views import calendar, check_ins, templates, today, touches

app_name = "checkins"
_W = "w/<slug:workspace>/"
_ONE = f"{_W}check-ins/<str:public_id>/"
urlpatterns = [
    path(_W, today.home, name="home"),
    path(f"{_W}today/", today.today, name="today"),
    path(f"{_W}today/snooze/", today.snooze, name="snooze"),
    path(f"{_W}today/unsnooze/", today.wake, name="unsnooze"),
    path(f"{_W}check-ins/", calendar.calendar, name="calendar"),
    path(f"{_ONE}send/", check_ins.send, name="send"),
    path(f"{_ONE}done/", check_ins.done, name="done"),
    path(f"{_ONE}skip/", check_ins.skip, name="skip"),
    path(f"{_ONE}hand/", check_ins.hand, name="hand"),
    path(f"{_W}partnerships/<str:public_id>/touch/", touches.log, name="log_touch"),
    path(f"{_W}settings/check-ins/", templates.templates, name="templates"),
]
