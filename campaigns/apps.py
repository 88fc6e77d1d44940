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
        )
        from campaigns.actions import merging
        from campaigns.imports.results import ResultsImporter
        from campaigns.queries.history import booked_work
        from campaigns.queries.playbook import known_plays
        from campaigns.queries.portfolio_facts import PORTFOLIO
        from campaigns.queries.quarter import PART
        from campaigns.queries.track_record import deliveries_of, results_of
        from campaigns.queries.work_facts import FACTS
        from core.imports.registry import register_importer
        from creators.track_record import register_track_record
        from partnerships.bookings import register_bookings
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
        receivers.connect()
