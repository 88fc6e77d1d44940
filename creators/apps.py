from django.apps import AppConfig


class CreatorsConfig(AppConfig):
    name = "creators"

    def ready(self) -> None:
        from core.imports.registry import register_importer
        from creators.imports.importer import CreatorsImporter

        register_importer(CreatorsImporter())
