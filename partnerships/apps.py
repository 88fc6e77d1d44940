from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        from accounts.leaving import register_hindrance
        from core.mail.stop_rules import register_stop_rule
        from partnerships import bulk, directory, finding, panels
        from partnerships.actions import carrying, merging
        from partnerships.emails import HANDOVER
        from partnerships.queries.handovers import still_keeps
        from partnerships.queries.stops import reason_not_to_introduce

        panels.register()
        directory.register()
        bulk.register()
        finding.register()
        merging.register()
        carrying.register()
        register_stop_rule(HANDOVER, reason_not_to_introduce)
        register_hindrance("partnerships", still_keeps)
