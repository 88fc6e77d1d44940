"""Routes of renewals, notice and close-out."""

from django.urls import path

from partnerships.views import close_out, renewals

renewal_patterns = [
    path("w/<slug:workspace>/partnerships/renewals/", renewals.calendar_page, name="renewals"),
    path("w/<slug:workspace>/renewals/<str:public_id>/", renewals.renewal, name="renewal"),
    path(
        "w/<slug:workspace>/agreements/<str:public_id>/notice/withdraw/",
        renewals.take_notice_back,
        name="agreement_notice_withdraw",
    ),
    path("w/<slug:workspace>/close-out/<str:public_id>/", close_out.task, name="close_out_task"),
]
