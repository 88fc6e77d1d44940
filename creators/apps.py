from django.apps import AppConfig


class CreatorsConfig(AppConfig):
    name = "creators"

    def ready(self) -> None:
        from core.imports.registry import register_importer
        from creators import (
            bulk,
            directory,
            exports,
            finding,
            growth_column,
            panels,
            receivers,
            vetting_panel,
        )
        from creators.actions import carrying
        from creators.imports.importer import CreatorsImporter

        receivers.connect()
        panels.register()
        vetting_panel.register()
        bulk.register()
        exports.register()
        finding.register()
        directory.register()
        growth_column.register()
        carrying.register()
        register_importer(CreatorsImporter())
