"""Which step may follow which. Actions ask here, pages show what is allowed."""

from collections.abc import Mapping

from campaigns.enums import CampaignState, CollaborationState, DeliverableState

_CAMPAIGN: Mapping[str, frozenset[str]] = {
    CampaignState.PLANNED: frozenset({CampaignState.LIVE}),
    CampaignState.LIVE: frozenset({CampaignState.CLOSED}),
    # Opened again, with a reason.
    CampaignState.CLOSED: frozenset({CampaignState.LIVE}),
}

_COLLABORATION: Mapping[str, frozenset[str]] = {
    CollaborationState.INVITED: frozenset(
        {CollaborationState.CONFIRMED, CollaborationState.DECLINED}
    ),
    CollaborationState.CONFIRMED: frozenset(
        {CollaborationState.DECLINED, CollaborationState.CLOSED}
    ),
    # Asked again, they may change their mind.
    CollaborationState.DECLINED: frozenset(
        {CollaborationState.INVITED, CollaborationState.CONFIRMED}
    ),
    CollaborationState.CLOSED: frozenset({CollaborationState.CONFIRMED}),
}

# Where agreed work is looked at before it goes out; work owned by the creator is published as is.
_DELIVERABLE: Mapping[str, frozenset[str]] = {
    DeliverableState.DUE: frozenset(
        {DeliverableState.SUBMITTED, DeliverableState.APPROVED, DeliverableState.PUBLISHED}
    ),
    DeliverableState.SUBMITTED: frozenset(
        {DeliverableState.REVISION, DeliverableState.APPROVED, DeliverableState.PUBLISHED}
    ),
    DeliverableState.REVISION: frozenset(
        {DeliverableState.SUBMITTED, DeliverableState.APPROVED, DeliverableState.PUBLISHED}
    ),
    DeliverableState.APPROVED: frozenset({DeliverableState.REVISION, DeliverableState.PUBLISHED}),
    # Marked by mistake: taken back to approved.
    DeliverableState.PUBLISHED: frozenset({DeliverableState.APPROVED}),
}


def campaign_may(state: str, to: str) -> bool:
    return to in _CAMPAIGN[state]


def collaboration_may(state: str, to: str) -> bool:
    return to in _COLLABORATION[state]


def deliverable_may(state: str, to: str) -> bool:
    return to in _DELIVERABLE[state]


def deliverable_sources(to: str) -> frozenset[str]:
    """The states a deliverable may be in to move to `to`: the guard of a compare-and-swap."""
    return frozenset(state for state, after in _DELIVERABLE.items() if to in after)
