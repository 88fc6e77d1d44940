"""A page that is a mail, shown in a frame of the page where it is written or told of."""

from collections.abc import Callable
from typing import Any, cast

from csp.decorators import csp_replace
from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

View = Callable[..., HttpResponse]
_NONE = "'none'"


def mail_page(*, pictures: bool = False) -> Callable[[View], View]:
    """The mail's styles stand in it; nothing in it runs, and nothing is loaded but `pictures` of
    our own, such as a chart. Our pages, and no others, may frame it."""
    policy: Any = {
        "default-src": [_NONE],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["'self'" if pictures else _NONE],
        "script-src": [_NONE],
        "frame-src": [_NONE],
    }

    def decorate(view: View) -> View:
        framed: Any = xframe_options_sameorigin(csp_replace(policy)(view))
        return cast(View, framed)

    return decorate
