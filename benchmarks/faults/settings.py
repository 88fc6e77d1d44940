"""The product's settings, by environment, and a template of the harness's own."""

from pathlib import Path

from django.apps import AppConfig

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS, TEMPLATES

TEMPLATES[0]["DIRS"].append(Path(__file__).resolve().parent / "templates")
# Tables straight from the models: a fresh database in a second.
MIGRATION_MODULES = {app.label: None for app in map(AppConfig.create, INSTALLED_APPS)}
