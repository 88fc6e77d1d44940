from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from creators.actions.payouts import rotate_payouts


class Command(BaseCommand):
    help = (
        "Write all payment details anew by the first key of FIELD_KEYS. After it the other keys"
        " can go, if nothing is told to be unreadable."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done, unreadable = 0, 0
        for workspace in Workspace.objects.order_by("pk"):
            with scope(workspace=workspace):
                rotation = rotate_payouts(at=timezone.now())
            done += rotation.done
            unreadable += rotation.unreadable
        self.stdout.write(f"{done} written anew")
        if unreadable:
            raise CommandError(
                f"{unreadable} could not be read: add the key they were written with to FIELD_KEYS"
                " and run this again"
            )
