from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        # Receivers, panels and lines of Today tell themselves to the rooms below.
        from checkins.mail_paths import register_path
        from checkins.replies import to_touch
        from core.mail.replies import register_reply
        from partnerships.review_parts import register_part
        from reports import finding, panels, receivers, timeline, today  # noqa: F401
        from reports.queries.quarter import PART

        panels.register()
        register_part(PART)
        finding.register()
        today.register()
        timeline.register()
        for kind in ("summary", "correction"):
            register_reply(kind, to_touch)
        register_path("reports.summary", "collaboration__partnership")
        register_path("reports.correction", "summary__collaboration__partnership")
