from django.urls import path

from campaigns.views import codes

_W = "w/<slug:workspace>/"

urlpatterns = [
    path(f"{_W}collaborations/<str:public_id>/codes/", codes.codes, name="codes"),
    path(f"{_W}codes/<str:public_id>/remove/", codes.remove, name="code_remove"),
]
