from django.urls import path

from campaigns.urls_api import urlpatterns as api_urls
from campaigns.urls_briefs import urlpatterns as brief_urls
from campaigns.urls_closing import urlpatterns as closing_urls
from campaigns.urls_codes import urlpatterns as code_urls
from campaigns.urls_deliverables import urlpatterns as deliverable_urls
from campaigns.urls_ideas import urlpatterns as idea_urls
from campaigns.urls_live import urlpatterns as live_urls
from campaigns.urls_payments import urlpatterns as payment_urls
from campaigns.views import (
    campaigns,
    collaborations,
    detail,
    imports,
    listing,
    outreach,
    results,
)

app_name = "campaigns"

_W = "w/<slug:workspace>/"
_C = f"{_W}campaigns/"
_ONE = f"{_C}<str:public_id>/"
_PART = f"{_W}collaborations/<str:public_id>/"
_JOB = f"{_W}results/import/<str:public_id>/"

urlpatterns = [
    *api_urls,
    *closing_urls,
    *brief_urls,
    *code_urls,
    *deliverable_urls,
    *idea_urls,
    *live_urls,
    *payment_urls,
    path(_C, listing.campaign_list, name="list"),
    path(f"{_C}new/", campaigns.create, name="create"),
    path(_ONE, detail.detail, name="detail"),
    path(f"{_ONE}edit/", campaigns.edit, name="edit"),
    path(f"{_ONE}start/", campaigns.start, name="start"),
    path(f"{_ONE}creators/", collaborations.add_creators, name="add_creators"),
    path(f"{_ONE}results/", results.results, name="results"),
    path(f"{_ONE}results/new/", results.new, name="result_new"),
    path(f"{_ONE}results/import/", imports.upload, name="results_import"),
    path(_JOB, imports.report, name="results_import_report"),
    path(f"{_JOB}map/", imports.columns, name="results_import_map"),
    path(f"{_JOB}progress/", imports.progress, name="results_import_progress"),
    path(f"{_JOB}run/", imports.run, name="results_import_run"),
    path(f"{_JOB}undo/", imports.undo, name="results_import_undo"),
    path(f"{_JOB}failed-rows/", imports.failed_rows, name="results_import_failed_rows"),
    path(f"{_W}results/<str:public_id>/delete/", results.delete, name="result_delete"),
    path(f"{_PART}fee/", collaborations.fee, name="fee"),
    path(f"{_PART}confirm/", collaborations.confirm, name="confirm"),
    path(f"{_PART}decline/", collaborations.decline, name="decline"),
    path(f"{_PART}no-answer/", collaborations.unanswered, name="unanswered"),
    path(f"{_PART}answer-by/", outreach.more_time, name="outreach_more_time"),
    # Outside any workspace: whoever holds the mail answers, signed in or not.
    path("answer/campaign/<str:token>/", outreach.own_answer, name="outreach_answer"),
]
