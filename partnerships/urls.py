from django.urls import path

from partnerships.urls_agreements import agreement_patterns
from partnerships.urls_budget import budget_patterns
from partnerships.urls_concerns import concern_patterns
from partnerships.urls_growth import growth_patterns
from partnerships.urls_objectives import objective_patterns
from partnerships.urls_papers import paper_patterns
from partnerships.urls_portfolio import portfolio_patterns
from partnerships.urls_renewals import renewal_patterns
from partnerships.urls_reviews import review_patterns
from partnerships.views import (
    agreement_steps,
    agreements,
    brands,
    handover,
    listing,
    partnerships,
    stages,
)

app_name = "partnerships"

_P = "w/<slug:workspace>/partnerships/"
_A = "w/<slug:workspace>/agreements/<str:public_id>/"
_B = "w/<slug:workspace>/settings/brands/"

urlpatterns = [
    path(_P, listing.partnership_list, name="list"),
    path(f"{_P}open/", partnerships.open_page, name="open"),
    path(f"{_P}hand-over/<str:public_id>/", handover.everything, name="hand_over_everything"),
    path(f"{_P}<str:public_id>/", partnerships.detail_page, name="detail"),
    path(f"{_P}<str:public_id>/edit/", partnerships.edit, name="edit"),
    path(f"{_P}<str:public_id>/hand-over/", handover.one, name="hand_over"),
    path(f"{_P}<str:public_id>/tier/", partnerships.tier, name="change_tier"),
    path(f"{_P}<str:public_id>/activate/", stages.activate, name="activate"),
    path(f"{_P}<str:public_id>/pause/", stages.pause, name="pause"),
    path(f"{_P}<str:public_id>/resume/", stages.resume, name="resume"),
    path(f"{_P}<str:public_id>/end/", stages.end, name="end"),
    path(f"{_P}<str:public_id>/agreements/new/", agreements.new, name="agreement_new"),
    path(_A, agreements.agreement, name="agreement"),
    path(f"{_A}send/", agreement_steps.send, name="agreement_send"),
    path(f"{_A}sign/", agreement_steps.sign, name="agreement_sign"),
    path(f"{_A}notice/", agreement_steps.notice, name="agreement_notice"),
    path(f"{_A}end/", agreement_steps.end, name="agreement_end"),
    path(f"{_A}discard/", agreement_steps.discard, name="agreement_discard"),
    path(_B, brands.brand_list, name="brands"),
    path(f"{_B}<str:public_id>/", brands.brand, name="brand"),
    path(f"{_B}<str:public_id>/archive/", brands.archive, name="brand_archive"),
    path(f"{_B}<str:public_id>/restore/", brands.restore, name="brand_restore"),
    path(f"{_B}<str:public_id>/policies/", brands.policies, name="policies"),
]
urlpatterns += growth_patterns
urlpatterns += review_patterns
urlpatterns += agreement_patterns
urlpatterns += paper_patterns
urlpatterns += objective_patterns
# Before the pages of one partnership: their id could be any word.
urlpatterns[:0] = budget_patterns
urlpatterns[:0] = concern_patterns
urlpatterns[:0] = portfolio_patterns
urlpatterns[:0] = renewal_patterns
