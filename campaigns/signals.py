"""What happened in campaigns, told upward on commit. Rows are the truth: whoever listens also
sweeps, since a signal is lost with the process that would have sent it."""

from django.dispatch import Signal

# kwargs: workspace_id, campaign_id, at
campaign_closed = Signal()
# kwargs: workspace_id, deliverable_id, at
deliverable_published = Signal()
# Somebody joined, declined or was asked again, a campaign has another last day, a publication was
# corrected or taken back. kwargs: workspace_id, partnership_ids, at
work_changed = Signal()
# kwargs: workspace_id, brief_version_id, at
brief_shared = Signal()
# Typed, imported, taken back. kwargs: workspace_id, campaign_id, at
results_changed = Signal()
