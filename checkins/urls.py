from django.urls import path

from checkins import (
    urls_advice,
    urls_away,
    urls_inbox,
    urls_letters,
    urls_sessions,
    urls_surveys,
    urls_talk,
    urls_times,
    urls_today,
)
from checkins.views import (
    calendar,
    check_ins,
    introducing,
    introduction_answer,
    introductions,
    remarks,
    templates,
    timeline,
    today,
    touches,
)

app_name = "checkins"
_W = "w/<slug:workspace>/"
_ONE = f"{_W}check-ins/<str:public_id>/"
_I = f"{_W}introductions/<str:public_id>/"
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
    path(f"{_W}deliverables/<str:public_id>/remark/", remarks.remark, name="remark"),
    path(f"{_W}creators/<str:public_id>/timeline/", timeline.timeline, name="timeline"),
    path(f"{_W}settings/check-ins/", templates.templates, name="templates"),
    path(f"{_W}settings/check-ins/words/", templates.template, name="template"),
    path(f"{_W}settings/check-ins/preview/", templates.template_preview, name="template_preview"),
    path(
        f"{_W}settings/check-ins/<str:public_id>/versions/",
        templates.template_history,
        name="template_history",
    ),
    path(
        f"{_W}settings/check-ins/<str:public_id>/archive/",
        templates.template_archive,
        name="template_archive",
    ),
    path(
        f"{_W}settings/check-ins/versions/<str:public_id>/again/",
        templates.template_again,
        name="template_again",
    ),
    path(f"{_W}introductions/", introductions.listing, name="introductions"),
    path(f"{_W}introductions/new/", introductions.new, name="introduction_new"),
    path(_I, introductions.detail, name="introduction"),
    path(f"{_I}words/", introductions.reword, name="introduction_reword"),
    path(f"{_I}ask/", introducing.ask, name="introduction_ask"),
    path(f"{_I}answer/", introducing.answer, name="introduction_record"),
    path(f"{_I}made/", introducing.made, name="introduction_made"),
    path(f"{_I}withdraw/", introducing.withdraw, name="introduction_withdraw"),
    path(f"{_I}close/", introducing.close, name="introduction_close"),
    path(f"{_I}later/", introducing.later, name="introduction_later"),
    # Outside any workspace: whoever holds the mail answers, signed in or not.
    path(
        "answer/introduction/<str:token>/",
        introduction_answer.introduction_answer,
        name="introduction_answer",
    ),
]
for part in (
    urls_advice,
    urls_away,
    urls_inbox,
    urls_letters,
    urls_sessions,
    urls_surveys,
    urls_talk,
    urls_times,
    urls_today,
):
    urlpatterns += part.urlpatterns
