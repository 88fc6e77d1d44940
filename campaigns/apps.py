from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        from campaigns import panels
        from campaigns.imports.results import ResultsImporter
        from campaigns.queries.history import booked_days
        from core.imports.registry import register_importer
        from partnerships.bookings import register_bookings

        panels.register()
        register_importer(ResultsImporter())
        register_bookings("campaigns", booked_days)
