from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from accounts import emails


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; mails go through the outbox like all others."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        at = timezone.now()
        if template_prefix == "account/email/login_code":
            emails.sign_in_code(email=email, code=context["code"], at=at)
        elif template_prefix == "account/email/password_reset_key":
            emails.password_reset(email=email, url=context["password_reset_url"], at=at)
        else:
            emails.notice(
                email=email,
                prefix=template_prefix,
                subject=" ".join(
                    render_to_string(f"{template_prefix}_subject.txt", context).split()
                ),
                text=render_to_string(f"{template_prefix}_message.txt", context),
                at=at,
            )
