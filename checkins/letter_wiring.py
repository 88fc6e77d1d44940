"""What letters bring to the rest of the house; called by `ready()`."""

from checkins import letter_panel, letter_replies
from checkins import letter_tasks as letter_tasks  # Celery knows tasks that were imported.
from checkins.actions import merging_letters
from checkins.letter_emails import KIND
from checkins.queries.letter_stops import reason_not_to_send_letter
from core.mail.stop_rules import register_stop_rule


def register() -> None:
    letter_panel.register()
    letter_replies.register()
    merging_letters.register()
    register_stop_rule(KIND, reason_not_to_send_letter)
