"""The product's settings with every optional page open, so that the matrix tries those too."""

from config.settings import *  # noqa: F403

MAILBOX_PAGE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
GALLERY_PAGE = True
LOG_LEVEL = "ERROR"
configure_logs(LOG_LEVEL)  # noqa: F405
WEBHOOK_SECRET = "provider:secret"
MAIL_PROVIDER = "postmark"
ANYMAIL = {**ANYMAIL, "WEBHOOK_SECRET": WEBHOOK_SECRET}  # noqa: F405
