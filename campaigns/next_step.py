"""The one thing to do next with a campaign, as its page says it."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.enums import CampaignState, CollaborationState, DeliverableState
from campaigns.models import Campaign
from campaigns.queries.detail import Card
from campaigns.queries.objectives import Target
from campaigns.queries.results import Results
from core.panels import NextStep, next_step


def next_step_of(
    campaign: Campaign,
    cards: Sequence[Card],
    *,
    results: Results,
    targets: Sequence[Target],
    over: bool,
    slug: str,
) -> NextStep | None:
    """The most pressing step of those on the page; None once it is closed."""
    here = _Here(campaign, slug)
    loaded = [panel for card in cards for panel in card.panels]
    if campaign.state == CampaignState.CLOSED:
        return next_step(loaded)
    part = [card for card in cards if card.part.state != CollaborationState.DECLINED]
    if campaign.state == CampaignState.PLANNED:
        return next_step(loaded, _planned(here, part))
    return next_step(loaded, [*_live(here, part, results, targets), *_ending(here, over)])


class _Here:
    def __init__(self, campaign: Campaign, slug: str) -> None:
        self.campaign, self.slug = campaign, slug

    def url(self, name: str, public_id: str = "") -> str:
        return reverse(f"campaigns:{name}", args=[self.slug, public_id or self.campaign.public_id])

    def card(self, card: Card) -> str:
        return f"#part-{card.part.public_id}"


def _planned(here: _Here, cards: Sequence[Card]) -> Iterator[NextStep]:
    if not cards:
        text = _("Choose who takes part.")
        yield NextStep(20, text, "user-plus", here.url("add_creators"), _("Add creators"))
        return
    yield from _briefs(here, cards)
    yield NextStep(80, _("All is prepared: start it on its first day."), "play")


def _live(
    here: _Here, cards: Sequence[Card], results: Results, targets: Sequence[Target]
) -> Iterator[NextStep]:
    yield from _waiting(here, cards)
    yield from _briefs(here, cards)
    for card in cards:
        name = {"creator": card.part.partnership.creator.call_name}
        if any(line.late for line in card.deliverables):
            text = _("%(creator)s is late: ask how it is going.") % name
            yield NextStep(30, text, "clock-alert", here.card(card), _("Look at it"))
        if card.part.state == CollaborationState.INVITED:
            text = _("%(creator)s has not answered yet.") % name
            yield NextStep(35, text, "hourglass", here.card(card), _("Look at it"))
    if cards and not results.tally.rows:
        text = _("No results yet: import a file as the platform writes it.")
        yield NextStep(50, text, "upload", here.url("results_import"), _("Import a file"))
    if not targets:
        text = _("Nothing says what it should bring: set a target.")
        yield NextStep(55, text, "target", here.url("objective_new"), _("Set a target"))
    yield NextStep(90, _("Nothing waits for you here."), "circle-check")


def _waiting(here: _Here, cards: Sequence[Card]) -> Iterator[NextStep]:
    for card in cards:
        name = {"creator": card.part.partnership.creator.call_name}
        if any(one.deliverable.state == DeliverableState.SUBMITTED for one in card.deliverables):
            text = _("%(creator)s has handed in work: look at it.") % name
            yield NextStep(5, text, "package-check", here.card(card), _("Look at it"))
        voice = card.voice
        if voice is not None and voice.weeks.due:
            text = _("First campaign: note this week's sync with %(creator)s.") % name
            url = here.url("sync_new", card.part.public_id)
            yield NextStep(18, text, "phone", url, _("Note the sync"))
    waiting = sum(card.voice.counted.waiting for card in cards if card.voice)
    if waiting:
        text = ngettext(
            "%(n)d product suggestion waits for the brand's answer.",
            "%(n)d product suggestions wait for the brand's answer.",
            waiting,
        ) % {"n": waiting}
        url = f"{here.url('detail')}?tab=voices"
        yield NextStep(15, text, "message-square", url, _("Answer"))


def _briefs(here: _Here, cards: Sequence[Card]) -> Iterator[NextStep]:
    for card in cards:
        if card.brief.number == 0 and card.part.state == CollaborationState.CONFIRMED:
            name = {"creator": card.part.partnership.creator.call_name}
            text = _("%(creator)s has no brief yet.") % name
            url = here.url("brief", card.part.public_id)
            yield NextStep(25, text, "file-text", url, _("Write the brief"))


def _ending(here: _Here, over: bool) -> Iterator[NextStep]:
    if over:
        text = _("Its last day is past: close it, and every creator hears how it went.")
        yield NextStep(10, text, "flag", here.url("close"), _("Close campaign"))
