"""What happened to creators, told on commit. Rows are the truth: whatever a receiver does, the
nightly run finds too."""

from django.dispatch import Signal

# A profile was edited; what an import writes in bulk is found by sweeps.
# kwargs: workspace_id, creator_id, fields (names of what differs), at
profile_changed = Signal()
# Snapshots or channels changed. kwargs: workspace_id, creator_ids, at
audience_changed = Signal()
