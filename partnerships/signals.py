"""What happened here, for the rooms above. Sent on commit; the rows are the truth, so whatever a
receiver does must also be found by a sweep.

partnership_opened, partnership_changed, tier_changed: `workspace_id`, `partnership_id`, `at`.
agreement_ended: `workspace_id`, `partnership_id`, `agreement_id`, `at`.
handed_over: `workspace_id`, `handover_ids` (of one act, to one person), `at`.

`partnership_changed` tells of a pause, its end, another cadence or contact, and of the end of the
partnership itself.
"""

from django.dispatch import Signal

partnership_opened = Signal()
partnership_changed = Signal()
tier_changed = Signal()
agreement_ended = Signal()
handed_over = Signal()
