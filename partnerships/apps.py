from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        from accounts.leaving import register_hindrance
        from core.imports.registry import register_importer
        from core.mail.stop_rules import register_stop_rule
        from partnerships import (
            agreement_panels,
            bulk,
            concern_panels,
            directory,
            exports,
            finding,
            growth_panels,
            pace_panels,
            panels,
            papers_panels,
            renewal_panels,
            review_panels,
        )
        from partnerships.actions import carrying, merging
        from partnerships.emails import HANDOVER
        from partnerships.imports.rates import RatesImporter
        from partnerships.queries.handovers import still_keeps
        from partnerships.queries.stops import reason_not_to_introduce

        panels.register()
        agreement_panels.register()
        growth_panels.register()
        concern_panels.register()
        pace_panels.register()
        papers_panels.register()
        renewal_panels.register()
        review_panels.register()
        directory.register()
        bulk.register()
        exports.register()
        finding.register()
        merging.register()
        carrying.register()
        register_stop_rule(HANDOVER, reason_not_to_introduce)
        register_hindrance("partnerships", still_keeps)
        register_importer(RatesImporter())
