"""A mail's words, rendered once, in the recipient's language and zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone, translation


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str  # empty where the mail has no HTML template


def render_mail(template: str, context: Mapping[str, Any], *, language: str) -> Rendered:
    """Render `<template>.subject.txt`, `.txt` and (if it exists) `.html`.

    `context["zone"]` is the recipient's zone (else UTC: the sender's must not leak in); every
    template also has `subject`, `language` and `site_url`.
    """
    with translation.override(language), timezone.override(context.get("zone")):
        base = {**context, "language": language, "site_url": settings.SITE_URL}
        # A subject is one line, whatever a template or a name in it says.
        subject = " ".join(_render(f"{template}.subject.txt", base, escape=False).split())[:300]
        base["subject"] = subject
        text = _render(f"{template}.txt", base, escape=False).strip() + "\n"
        try:
            get_template(f"{template}.html")
        except TemplateDoesNotExist:
            return Rendered(subject=subject, text=text, html="")
        html = _render(f"{template}.html", base, escape=True)
    return Rendered(subject=subject, text=text, html=html)


def _render(name: str, context: dict[str, Any], *, escape: bool) -> str:
    template: Any = get_template(name)
    # Django escapes for HTML whatever the file's name: a text would say `Tom &amp; Ann`.
    return str(template.template.render(Context(context, autoescape=escape)))
