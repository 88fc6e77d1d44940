from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        from core.mail.stop_rules import register_stop_rule
        from partnerships import panels
        from partnerships.emails import HANDOVER
        from partnerships.queries.stops import reason_not_to_introduce

        panels.register()
        register_stop_rule(HANDOVER, reason_not_to_introduce)
