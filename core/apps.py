from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import secrets  # noqa: F401 - registers the check of its keys
        from core.mail import inbound, tracking

        tracking.connect()
        inbound.connect()
