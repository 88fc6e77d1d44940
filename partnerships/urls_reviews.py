from django.urls import path

from partnerships.views import openings, reviews

_P = "w/<slug:workspace>/partnerships/<str:public_id>/"
_R = "w/<slug:workspace>/reviews/<str:public_id>/"

review_patterns = [
    path(f"{_P}opening/alignment/", openings.alignment, name="opening_alignment"),
    path(f"{_P}opening/co-creation/", openings.co_creation, name="opening_review"),
    path(f"{_P}audit/<str:item>/", reviews.mark, name="audit_mark"),
    path(_R, reviews.decide, name="review_decide"),
    path(f"{_R}share/", reviews.share, name="review_share"),
    path(f"{_R}reopen/", reviews.reopen, name="review_reopen"),
]
