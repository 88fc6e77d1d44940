from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Workspace
from config.demo.people import SLUG
from config.demo.story import tell


class Command(BaseCommand):
    help = "Make the demo workspace, if it is not there yet. It never sends mail outside."

    def handle(self, *args: Any, **options: Any) -> None:
        if Workspace.objects.filter(slug=SLUG).exists():
            return
        tell(now=timezone.now())
