from django.urls import path

from partnerships.views import business_reviews, papers, sows

_A = "w/<slug:workspace>/agreements/<str:public_id>/"
_S = "w/<slug:workspace>/sows/<str:public_id>/"
_F = "w/<slug:workspace>/papers/<str:public_id>/"
_R = "w/<slug:workspace>/business-reviews/"

paper_patterns = [
    path(f"{_A}paper/", papers.agreement, name="agreement_paper"),
    path(f"{_A}papers/add/", papers.add, name="paper_add"),
    path(f"{_A}sows/new/", sows.new, name="sow_new"),
    path(
        "w/<slug:workspace>/amendments/<str:public_id>/paper/",
        papers.amendment,
        name="amendment_paper",
    ),
    path(_S, sows.sow, name="sow"),
    path(f"{_S}edit/", sows.edit, name="sow_edit"),
    path(f"{_S}send/", sows.send, name="sow_send"),
    path(f"{_S}agree/", sows.agree, name="sow_agree"),
    path(f"{_S}take-back/", sows.take_back, name="sow_take_back"),
    path(f"{_S}discard/", sows.discard, name="sow_discard"),
    path(f"{_S}paper/", papers.sow, name="sow_paper"),
    path(_F, papers.fetch, name="paper"),
    path(f"{_F}remove/", papers.remove, name="paper_remove"),
    path(f"{_F}restore/", papers.restore, name="paper_restore"),
    path(_R, business_reviews.review_list, name="business_reviews"),
    path(f"{_R}new/", business_reviews.new, name="business_review_new"),
    path(f"{_R}<str:public_id>/", business_reviews.review, name="business_review"),
    path(f"{_R}<str:public_id>/write/", business_reviews.write, name="business_review_write"),
    path(f"{_R}<str:public_id>/finish/", business_reviews.finish, name="business_review_finish"),
    path(f"{_R}<str:public_id>/reopen/", business_reviews.reopen, name="business_review_reopen"),
    path(
        f"{_R}<str:public_id>/paper/", business_reviews.review_paper, name="business_review_paper"
    ),
]
