from django.urls import path

from reports.views import coming_back, corrections, programme, record, summary, uplift

app_name = "reports"
urlpatterns = [
    path("w/<slug:workspace>/reports/", programme.programme, name="programme"),
    path("w/<slug:workspace>/reports/coming-back/", coming_back.coming_back, name="coming_back"),
    path("w/<slug:workspace>/reports/uplift/", uplift.uplift, name="uplift"),
    path("w/<slug:workspace>/reports/uplift/creators/", uplift.behind, name="uplift_behind"),
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
    path(
        "w/<slug:workspace>/corrections/<str:public_id>/",
        corrections.correction,
        name="correction",
    ),
    path(
        "w/<slug:workspace>/corrections/<str:public_id>/preview/",
        corrections.preview,
        name="correction_preview",
    ),
    path(
        "w/<slug:workspace>/corrections/<str:public_id>/chart.png",
        corrections.chart,
        name="correction_chart",
    ),
    path(
        "w/<slug:workspace>/corrections/<str:public_id>/drop/",
        corrections.drop,
        name="correction_drop",
    ),
]
