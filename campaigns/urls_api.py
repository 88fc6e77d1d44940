from django.urls import path

from campaigns import api

_C = "api/v1/<slug:workspace>/campaigns/"
urlpatterns = [
    path(_C, api.CampaignsView.as_view(), name="api_campaigns"),
    path(f"{_C}<str:public_id>/", api.CampaignView.as_view(), name="api_campaign"),
    path(f"{_C}<str:public_id>/results/", api.ResultsView.as_view(), name="api_results"),
]
