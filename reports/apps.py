from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        # Receivers, panels and lines of Today tell themselves to the rooms below.
        from reports import finding, panels, receivers, timeline, today  # noqa: F401

        panels.register()
        finding.register()
        today.register()
        timeline.register()
