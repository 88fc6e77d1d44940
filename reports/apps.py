from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        # Receivers, panels and lines of Today tell themselves to the rooms below.
        from partnerships.review_parts import register_part
        from reports import finding, panels, receivers, timeline, today  # noqa: F401
        from reports.queries.quarter import PART

        panels.register()
        register_part(PART)
        finding.register()
        today.register()
        timeline.register()
