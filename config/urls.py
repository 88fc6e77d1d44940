from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView

from config import views
from core.mail.doors import doors

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
# The API in words that programs read; it tells of no row.
urlpatterns.append(
    path("api/schema/", SpectacularAPIView.as_view(authentication_classes=[]), name="api_schema")
)
# What the providers of this installation tell of its mails, if they know the secret. No other
# provider's door is there, and that for inbound mail only where answers have addresses here.
WEBHOOKS = doors(
    settings.WEBHOOK_PROVIDERS or [settings.MAIL_PROVIDER],
    secret=settings.WEBHOOK_SECRET,
    takes_mail=bool(settings.REPLY_DOMAIN),
)
if WEBHOOKS:
    urlpatterns.append(path("webhooks/", include((WEBHOOKS, "anymail"))))
