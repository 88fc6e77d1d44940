"""Addresses of payments and of what a partnership costs."""

from django.urls import path

from campaigns.views import costs, payment_bulk, payment_export, payments

_W = "w/<slug:workspace>/payments/"
_ONE = f"{_W}<str:public_id>/"
_BULK = f"{_W}bulk/<str:public_id>/"
_COST = "w/<slug:workspace>/acquisition/<str:public_id>/"

urlpatterns = [
    path(_W, payments.payments, name="payments"),
    path(f"{_W}chosen/", payment_bulk.chosen, name="payments_chosen"),
    path(_BULK, payment_bulk.bulk_job, name="payments_bulk"),
    path(f"{_BULK}undo/", payment_bulk.bulk_undo, name="payments_bulk_undo"),
    path(f"{_W}export/", payment_export.export, name="payments_export"),
    path(f"{_W}new/<str:public_id>/", payments.new, name="payment_new"),
    path(_ONE, payments.payment, name="payment"),
    path(f"{_ONE}paid/", payments.paid, name="payment_paid"),
    path(f"{_ONE}unpaid/", payments.unpaid, name="payment_unpaid"),
    path(f"{_ONE}correct/", payments.correct, name="payment_correct"),
    path(f"{_ONE}remove/", payments.remove, name="payment_remove"),
    path(f"{_COST}add/", costs.add, name="cost_add"),
    path(_COST, costs.correct, name="cost"),
    path(f"{_COST}remove/", costs.remove, name="cost_remove"),
]
