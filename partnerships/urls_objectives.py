from django.urls import path

from partnerships.views import objectives

_O = "w/<slug:workspace>/objectives/<str:public_id>/"

objective_patterns = [
    path(
        "w/<slug:workspace>/partnerships/<str:public_id>/objectives/new/",
        objectives.objective_new,
        name="objective_new",
    ),
    path(_O, objectives.objective, name="objective"),
    path(f"{_O}adjust/", objectives.objective_adjust, name="objective_adjust"),
    path(f"{_O}drop/", objectives.objective_drop, name="objective_drop"),
]
