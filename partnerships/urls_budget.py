"""Routes of the budget and of exchange rates."""

from django.urls import path

from partnerships.views import budget, rates

_R = "w/<slug:workspace>/settings/rates/"
_B = "w/<slug:workspace>/partnerships/budget/"
_JOB = f"{_R}import/<str:public_id>/"

budget_patterns = [
    path(_B, budget.budget, name="budget"),
    path(f"{_B}commitments/", budget.commitments, name="commitments"),
    path(f"{_B}commitments/export/", budget.export, name="commitments_export"),
    path(f"{_B}<str:public_id>/<int:year>/", budget.plan, name="budget_plan"),
    path(_R, rates.rate_list, name="rates"),
    path(f"{_R}import/", rates.upload, name="rates_import"),
    path(_JOB, rates.report, name="rates_import_report"),
    path(f"{_JOB}map/", rates.columns, name="rates_import_map"),
    path(f"{_JOB}progress/", rates.progress, name="rates_import_progress"),
    path(f"{_JOB}run/", rates.run, name="rates_import_run"),
    path(f"{_JOB}undo/", rates.undo, name="rates_import_undo"),
    path(f"{_JOB}failed-rows/", rates.failed_rows, name="rates_import_failed_rows"),
    path(f"{_R}<str:public_id>/", rates.rate, name="rate"),
    path(f"{_R}<str:public_id>/delete/", rates.rate_delete, name="rate_delete"),
]
