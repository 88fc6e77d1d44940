from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "checkins"

    def ready(self) -> None:
        from checkins import panels, receivers, sources
        from checkins.emails import KIND
        from checkins.queries.stops import reason_not_to_send
        from core.mail.stop_rules import register_stop_rule

        receivers.connect()
        panels.register()
        sources.register()
        register_stop_rule(KIND, reason_not_to_send)
