from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "checkins"

    def ready(self) -> None:
        from campaigns.last_words import register_last_words
        from checkins import (
            absence_panel,
            advice_wiring,
            finding,
            histories,
            introduction_panel,
            letter_wiring,
            panels,
            receivers,
            remark_panel,
            replies,
            session_panel,
            session_replies,
            sources,
            survey_wiring,
            writing_wiring,
        )
        from checkins.actions import merging, merging_absences, merging_sessions
        from checkins.emails import KIND
        from checkins.queries import stops
        from checkins.queries.agenda import SOURCE
        from checkins.queries.contact_days import contact_days
        from checkins.queries.last_words import last_words
        from checkins.queries.remarks import reason_not_to_remark
        from checkins.remark_emails import KIND as REMARK
        from checkins.rules.introductions import ASK, MADE
        from core.mail.stop_rules import register_stop_rule
        from partnerships.agenda import register_agenda
        from partnerships.syncs import register_contact_days

        receivers.connect()
        panels.register()
        absence_panel.register()
        writing_wiring.register()
        introduction_panel.register()
        remark_panel.register()
        session_panel.register()
        finding.register()
        merging.register()
        merging_absences.register()
        merging_sessions.register()
        sources.register()
        replies.register()
        survey_wiring.register()
        session_replies.register()
        letter_wiring.register()
        advice_wiring.register()
        histories.register()
        register_agenda(SOURCE)
        register_contact_days(contact_days)
        register_last_words(last_words)
        register_stop_rule(KIND, stops.reason_not_to_send)
        register_stop_rule(ASK, stops.reason_not_to_ask)
        register_stop_rule(REMARK, reason_not_to_remark)
        register_stop_rule(MADE, stops.reason_not_to_bring_together)
