"""Reasons not to send after all, asked between the claim and the sending (quality.md, stop rules).

An upper room registers in `ready()`, for instance so that a check-in is not sent when its creator
has written in the meantime.
"""

from collections.abc import Callable
from datetime import datetime

from django_scopes import scope

from core.models import OutgoingMail

# Gives the reason to cancel the mail (for the log, plain words), or None to let it go.
StopRule = Callable[[OutgoingMail, datetime], str | None]

_rules: dict[str, list[StopRule]] = {}


def register_stop_rule(kind: str, rule: StopRule) -> None:
    """`rule(mail, at)` is asked before each attempt for mails of `kind`, in the mail's workspace.

    Registering the same function again changes nothing. A rule that raises holds the mail back.
    """
    if rule not in _rules.setdefault(kind, []):
        _rules[kind].append(rule)


def reason_to_stop(mail: OutgoingMail, *, at: datetime) -> str | None:
    for rule in _rules.get(mail.kind, []):
        if mail.workspace_id is None:
            reason = rule(mail, at)
        else:
            with scope(workspace=mail.workspace):
                reason = rule(mail, at)
        if reason:
            return str(reason)
    return None
