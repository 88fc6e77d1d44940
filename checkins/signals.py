"""What happened here, for the rooms above. Sent on commit; the rows are the truth.

touch_logged: `workspace_id`, `touch_id`, `at`.
"""

from django.dispatch import Signal

touch_logged = Signal()
