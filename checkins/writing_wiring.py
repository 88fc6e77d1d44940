"""What letters and the balance of asks add to other rooms' pages and to the outbox."""

from checkins import balance_panel
from checkins.note_emails import KIND
from checkins.queries.writing import reason_not_to_write
from core.mail.stop_rules import register_stop_rule


def register() -> None:
    balance_panel.register()
    register_stop_rule(KIND, reason_not_to_write)
