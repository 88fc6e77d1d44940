from typing import Any
from urllib.parse import urlsplit

from allauth.account.forms import ResetPasswordForm
from allauth.core import context
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify

from accounts.actions.members import create_workspace
from accounts.models import User, Workspace


class Command(BaseCommand):
    help = "Start a workspace with its first owner, who is mailed a link to set a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("slug")
        parser.add_argument("owner", help="e-mail of the first owner")
        parser.add_argument("--language", choices=["en", "ru"], default="en")
        parser.add_argument("--currency", default="USD")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, email = options["slug"], options["owner"].strip().lower()
        if slugify(slug) != slug:
            raise CommandError(f"{slug!r} cannot stand in an address; try {slugify(slug)!r}.")
        if Workspace.objects.filter(slug=slug).exists():
            raise CommandError(f"There is a workspace called {slug!r} already.")
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, None, language=options["language"])
        create_workspace(
            name=options["name"], slug=slug, by=user, at=timezone.now(),
            currency=options["currency"],
        )  # fmt: skip
        form = ResetPasswordForm(data={"email": email})
        if form.is_valid():
            request = _request_at(settings.SITE_URL)
            with context.request_context(request):
                form.save(request)
        self.stdout.write(f"Started {options['name']} at /w/{slug}/; {email} has mail.")


def _request_at(url: str) -> HttpRequest:
    """The sign-in library takes the address of its links from a request."""
    parts = urlsplit(url)
    request = HttpRequest()
    request.META["SERVER_NAME"] = parts.hostname or "localhost"
    request.META["SERVER_PORT"] = str(parts.port or (443 if parts.scheme == "https" else 80))
    request.META["wsgi.url_scheme"] = parts.scheme
    request.environ = request.META  # type: ignore[attr-defined]
    return request
