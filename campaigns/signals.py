"""What happened in campaigns, told upward on commit. Rows are the truth: whoever listens also
sweeps, since a signal is lost with the process that would have sent it."""

from django.dispatch import Signal

# kwargs: workspace_id, campaign_id, at
campaign_closed = Signal()
# kwargs: workspace_id, deliverable_id, at
deliverable_published = Signal()
# kwargs: workspace_id, brief_version_id, at
brief_shared = Signal()
