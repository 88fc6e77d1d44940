"""The product's own settings, plus two pages to compare with and a count of queries per answer."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
MIDDLEWARE = ["benchmarks.limits.CountQueries", *MIDDLEWARE]  # noqa: F405
ALLOWED_HOSTS = ["*"]
STORAGES = {  # noqa: F405
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
