from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "checkins"

    def ready(self) -> None:
        from checkins import (
            finding,
            histories,
            introduction_panel,
            panels,
            receivers,
            sources,
        )
        from checkins.actions import merging
        from checkins.emails import KIND
        from checkins.queries import stops
        from checkins.queries.agenda import SOURCE
        from checkins.queries.contact_days import contact_days
        from checkins.rules.introductions import ASK, MADE
        from core.mail.stop_rules import register_stop_rule
        from partnerships.agenda import register_agenda
        from partnerships.syncs import register_contact_days

        receivers.connect()
        panels.register()
        introduction_panel.register()
        finding.register()
        merging.register()
        sources.register()
        histories.register()
        register_agenda(SOURCE)
        register_contact_days(contact_days)
        register_stop_rule(KIND, stops.reason_not_to_send)
        register_stop_rule(ASK, stops.reason_not_to_ask)
        register_stop_rule(MADE, stops.reason_not_to_bring_together)
