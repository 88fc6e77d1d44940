"""Changes to an agreement."""

from django.urls import path

from partnerships.views import amendments

_M = "w/<slug:workspace>/amendments/<str:public_id>/"

agreement_patterns = [
    path(
        "w/<slug:workspace>/agreements/<str:public_id>/amend/", amendments.new, name="amendment_new"
    ),
    path(_M, amendments.amendment, name="amendment"),
    path(f"{_M}edit/", amendments.edit, name="amendment_edit"),
    path(f"{_M}send/", amendments.send, name="amendment_send"),
    path(f"{_M}sign/", amendments.sign, name="amendment_sign"),
    path(f"{_M}withdraw/", amendments.withdraw, name="amendment_withdraw"),
]
