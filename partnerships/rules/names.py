"""Several names in one sentence."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def join_names(names: Iterable[str]) -> str:
    """`Birch & Salt, Kedr and Third`, in the language of the moment."""
    *first, last = list(names)
    if not first:
        return last
    return _("%(names)s and %(last)s") % {"names": ", ".join(first), "last": last}
