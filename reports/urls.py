from django.urls import path

from reports.views import programme, record, summary

app_name = "reports"
urlpatterns = [
    path("w/<slug:workspace>/reports/", programme.programme, name="programme"),
    path("w/<slug:workspace>/summaries/", record.summaries, name="summaries"),
    path("w/<slug:workspace>/summaries/<str:public_id>/", summary.summary, name="summary"),
    path(
        "w/<slug:workspace>/summaries/<str:public_id>/preview/",
        summary.preview,
        name="summary_preview",
    ),
    path(
        "w/<slug:workspace>/summaries/<str:public_id>/chart.png",
        summary.chart,
        name="summary_chart",
    ),
    path("w/<slug:workspace>/summaries/<str:public_id>/hold/", summary.hold, name="summary_hold"),
    path(
        "w/<slug:workspace>/summaries/<str:public_id>/release/",
        summary.release,
        name="summary_release",
    ),
]
