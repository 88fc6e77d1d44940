from django.urls import path

from partnerships.views import opportunities, roadmap

_P = "w/<slug:workspace>/partnerships/<str:public_id>/"
_O = "w/<slug:workspace>/opportunities/<str:public_id>/"
_R = "w/<slug:workspace>/roadmap/<str:public_id>/"

growth_patterns = [
    path(f"{_P}opportunities/new/", opportunities.opportunity_new, name="opportunity_new"),
    path(_O, opportunities.opportunity, name="opportunity"),
    path(f"{_O}offer/", opportunities.opportunity_offer, name="opportunity_offer"),
    path(f"{_O}answer/", opportunities.opportunity_answer, name="opportunity_answer"),
    path(f"{_O}done/", opportunities.opportunity_done, name="opportunity_done"),
    path(f"{_O}drop/", opportunities.opportunity_drop, name="opportunity_drop"),
    path(f"{_P}roadmap/new/", roadmap.roadmap_new, name="roadmap_new"),
    path(f"{_P}roadmap/goal/", roadmap.larger_goal, name="larger_goal"),
    path(_R, roadmap.roadmap_item, name="roadmap_item"),
    path(f"{_R}remove/", roadmap.roadmap_remove, name="roadmap_remove"),
    path(f"{_P}support/new/", roadmap.support_new, name="support_new"),
    path(
        "w/<slug:workspace>/support/<str:public_id>/remove/",
        roadmap.support_remove,
        name="support_remove",
    ),
    path(f"{_P}role/", roadmap.role, name="role"),
]
