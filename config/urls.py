from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    # The address of an account is its person's; changing it is not offered.
    path("accounts/email/", RedirectView.as_view(pattern_name="accounts:profile")),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("portal.urls")),
]
# Every room with pages brings its own, complete with /w/<workspace>/ (no need to add lines here).
for room in ("core", "creators", "partnerships", "campaigns", "checkins", "reports"):
    if find_spec(f"{room}.urls"):
        urlpatterns.append(path("", include(f"{room}.urls")))
if settings.WEBHOOK_SECRET:
    urlpatterns.append(path("webhooks/", include("anymail.urls")))
