"""What happened in campaigns, told upward on commit. Rows are the truth: whoever listens also
sweeps, since a signal is lost with the process that would have sent it."""

from django.dispatch import Signal

# kwargs: workspace_id, campaign_id, at
campaign_closed = Signal()
# Closed before; closing it again tells `campaign_closed` once more.
# kwargs: workspace_id, campaign_id, at
campaign_reopened = Signal()
# kwargs: workspace_id, deliverable_id, at
deliverable_published = Signal()
# Somebody joined, declined or was asked again, a campaign has another last day, a publication was
# corrected or taken back. kwargs: workspace_id, partnership_ids, at
work_changed = Signal()
# kwargs: workspace_id, brief_version_id, at
brief_shared = Signal()
# kwargs: workspace_id, idea_id, at
idea_received = Signal()
# The gathered answer to their ideas is on its way. kwargs: workspace_id, mail_id, at
ideas_told = Signal()
# A win or a debrief was told to the creator. kwargs: workspace_id, debrief_id, at
debrief_shared = Signal()
# Typed, imported, taken back. kwargs: workspace_id, campaign_id, at
results_changed = Signal()
# A creator handed in by themselves, or was asked for a revision. kwargs: workspace_id,
# submission_id, at
round_told = Signal()
# What a weekly sync brought was noted. kwargs: workspace_id, sync_note_id, at
sync_held = Signal()
