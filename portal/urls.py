from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("portal/", views.choose, name="choose"),
    path("portal/<str:public_id>/", views.home, name="home"),
    path("portal/<str:public_id>/results/", views.results, name="results"),
    path("portal/<str:public_id>/results/<str:summary_id>/", views.summary, name="summary"),
    path("portal/<str:public_id>/back/<str:debrief_id>/", views.debrief, name="debrief"),
    path("portal/<str:public_id>/agreement/", views.agreement, name="agreement"),
    path("portal/<str:public_id>/upcoming/", views.work, name="work"),
    path("portal/<str:public_id>/briefs/<str:version_id>/", views.brief, name="brief"),
    path("portal/<str:public_id>/payments/", views.payments, name="payments"),
    path("portal/<str:public_id>/sessions/", views.sessions, name="sessions"),
    path("portal/<str:public_id>/ideas/", views.ideas, name="ideas"),
]
