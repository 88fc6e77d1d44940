"""What happened to creators, told on commit. Rows are the truth: whatever a receiver does, the
nightly run finds too."""

from django.dispatch import Signal

# Snapshots or channels changed. kwargs: workspace_id, creator_ids, at
audience_changed = Signal()
