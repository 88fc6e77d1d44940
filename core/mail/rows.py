"""Rows of the outbox beyond a workspace's scope: the post serves the whole house."""

from typing import Any

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from core.models import InboundMail, OutgoingMail


def all_mails() -> "QuerySet[OutgoingMail, Any]":
    """Mails of every workspace and of the installation itself; only the post reads these."""
    with scopes_disabled():
        return OutgoingMail.objects.get_queryset()


def all_inbound() -> "QuerySet[InboundMail, Any]":
    """What came in for every workspace, and for none."""
    with scopes_disabled():
        return InboundMail.objects.get_queryset()
