from importlib.util import find_spec

from anymail import urls as anymail_urls
from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    # The address of an account is its person's; changing it is not offered.
    path(
        "accounts/email/",
        RedirectView.as_view(pattern_name="accounts:profile"),
        name="no_email_page",
    ),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("portal.urls")),
]
# Every room with pages brings its own, complete with /w/<workspace>/ (no need to add lines here).
for room in ("core", "creators", "partnerships", "campaigns", "checkins", "reports"):
    if find_spec(f"{room}.urls"):
        urlpatterns.append(path("", include(f"{room}.urls")))
# What the one provider of this installation tells of its mails, if it knows the secret. No other
# provider's door is opened, and none for inbound mail while nobody would take it in.
TRACKING = [
    route
    for route in anymail_urls.urlpatterns
    if settings.MAIL_PROVIDER
    and str(route.name).startswith(settings.MAIL_PROVIDER)
    and not str(route.name).endswith("inbound_webhook")
]
if settings.WEBHOOK_SECRET and TRACKING:
    urlpatterns.append(path("webhooks/", include((TRACKING, "anymail"))))
