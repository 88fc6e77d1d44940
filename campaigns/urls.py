from django.urls import path

from campaigns.urls_payments import urlpatterns as payment_urls
from campaigns.views import (
    briefs,
    campaigns,
    collaborations,
    deliverables,
    imports,
    listing,
    results,
)

app_name = "campaigns"

_W = "w/<slug:workspace>/"
_C = f"{_W}campaigns/"
_ONE = f"{_C}<str:public_id>/"
_PART = f"{_W}collaborations/<str:public_id>/"
_JOB = f"{_W}results/import/<str:public_id>/"
_D = f"{_W}deliverables/<str:public_id>/"

urlpatterns = [
    *payment_urls,
    path(_C, listing.campaign_list, name="list"),
    path(f"{_C}new/", campaigns.create, name="create"),
    path(_ONE, campaigns.detail, name="detail"),
    path(f"{_ONE}edit/", campaigns.edit, name="edit"),
    path(f"{_ONE}start/", campaigns.start, name="start"),
    path(f"{_ONE}close/", campaigns.close, name="close"),
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
    path(f"{_PART}learnings/", collaborations.learnings, name="learnings"),
    path(f"{_PART}brief/", briefs.editor, name="brief"),
    path(f"{_PART}brief/share/", briefs.share, name="brief_share"),
    path(f"{_PART}brief/preview/", briefs.preview, name="brief_preview"),
    path(f"{_PART}brief/lock/", briefs.lock, name="brief_lock"),
    path(f"{_PART}brief/<int:number>/", briefs.version, name="brief_version"),
    path(f"{_PART}deliverables/new/", deliverables.new, name="deliverable_new"),
    path(f"{_D}edit/", deliverables.edit, name="deliverable_edit"),
    path(f"{_D}step/", deliverables.step, name="deliverable_step"),
    path(f"{_D}publish/", deliverables.publish, name="deliverable_publish"),
    path(f"{_D}take-back/", deliverables.take_back, name="deliverable_take_back"),
    path(f"{_D}remove/", deliverables.remove, name="deliverable_remove"),
    path(
        f"{_W}learnings/<str:public_id>/delete/",
        collaborations.learning_delete,
        name="learning_delete",
    ),
]
