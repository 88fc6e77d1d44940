from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        from campaigns import (
            bulk,
            exports,
            finding,
            money_panel,
            panels,
            paying,
            promises,
            receivers,
            replies,
        )
        from campaigns.actions import merging
        from campaigns.deliverable_emails import REVISION
        from campaigns.imports.results import ResultsImporter
        from campaigns.queries.history import booked_work
        from campaigns.queries.ideas import received_in, received_rows
        from campaigns.queries.playbook import known_plays
        from campaigns.queries.portfolio_facts import PORTFOLIO
        from campaigns.queries.quarter import PART
        from campaigns.queries.rounds import reason_not_to_ask
        from campaigns.queries.track_record import deliveries_of, results_of
        from campaigns.queries.work_facts import FACTS
        from core.imports.registry import register_importer
        from core.mail.stop_rules import register_stop_rule
        from creators.track_record import register_track_record
        from partnerships.bookings import register_bookings
        from partnerships.ideas import register_ideas
        from partnerships.playbook import register_playbook
        from partnerships.review_parts import register_part
        from partnerships.work_facts import register_facts, register_portfolio_facts

        panels.register()
        money_panel.register()
        bulk.register()
        paying.register()
        promises.register()
        exports.register()
        finding.register()
        merging.register()
        register_importer(ResultsImporter())
        register_bookings("campaigns", booked_work)
        register_track_record(results_of, deliveries_of)
        register_facts(FACTS)
        register_portfolio_facts(PORTFOLIO)
        register_part(PART)
        register_playbook("campaigns", known_plays)
        register_ideas(received_rows, received_in)
        replies.register()
        register_stop_rule(REVISION, reason_not_to_ask)
        receivers.connect()
