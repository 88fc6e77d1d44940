"""What the timeline tells, of this room and of the rooms below, which cannot name it."""

from checkins.enums import Direction, TimelineGroup
from checkins.queries.events import (
    amendments,
    closing,
    growth,
    ideas,
    notes,
    outreach,
    payments,
    renewals,
    results,
    reviews,
    rounds,
    talk,
    terms,
    voices,
    work,
)
from checkins.timeline_sources import TimelineSource, register_timeline

_TALK, _WORK, _RESULTS, _TERMS, _NOTES = (frozenset([group]) for group in TimelineGroup)
_US, _THEM = frozenset([Direction.OUT]), frozenset([Direction.IN])
_BOTH = _US | _THEM

SOURCES = (
    TimelineSource("touches", _TALK, talk.touches, _BOTH, searches=True),
    TimelineSource("left_out", _TALK, talk.left_out),
    TimelineSource("parts", _WORK | _TERMS, work.parts, _US),
    TimelineSource("payments", _TERMS, payments.payments, _US),
    TimelineSource("outreach", _WORK, outreach.outreach, _BOTH),
    TimelineSource("briefs", _WORK, work.briefs, _US),
    TimelineSource("ideas", _WORK, ideas.ideas, _THEM),
    TimelineSource("published", _WORK, work.published, _THEM),
    TimelineSource("rounds", _WORK, rounds.handed_in, _THEM),
    TimelineSource("verdicts", _WORK, rounds.said, _US),
    TimelineSource("missed", _WORK, work.missed),
    TimelineSource("steps", _WORK, work.steps, _BOTH),
    TimelineSource("results", _RESULTS, results.results),
    TimelineSource("heard", _RESULTS, voices.heard),
    TimelineSource("feedback_answers", _RESULTS, voices.answered, _US),
    TimelineSource("reopened", _WORK | _RESULTS, closing.reopened),
    TimelineSource("debriefs", _RESULTS, closing.debriefs, _US),
    TimelineSource("learnings", _RESULTS, results.learnings),
    TimelineSource("tiers", _TERMS, terms.tiers),
    TimelineSource("agreements", _TERMS, terms.agreements, _BOTH),
    TimelineSource("amendments", _TERMS, amendments.amendments, _US),
    TimelineSource("renewals", _TERMS, renewals.renewals),
    TimelineSource("withdrawn_notice", _TERMS, renewals.withdrawn),
    TimelineSource("handovers", _TERMS, terms.handovers),
    TimelineSource("offers", _TERMS, growth.offers, _BOTH),
    TimelineSource("roles", _TERMS, growth.roles),
    TimelineSource("openings", _TERMS, reviews.openings),
    TimelineSource("decisions", _TERMS, reviews.decisions, _US),
    TimelineSource("support", _TALK, growth.support, _US),
    TimelineSource("stages", _TERMS, terms.stages),
    TimelineSource("rates", _TERMS, notes.rates, _THEM, of_creator=True),
    TimelineSource("style", _NOTES, notes.style, of_creator=True),
    TimelineSource("goals", _NOTES, notes.goals, _THEM, of_creator=True),
    TimelineSource("goal_reviews", _NOTES, notes.goal_reviews, _THEM, of_creator=True),
    TimelineSource("vetting", _NOTES, notes.vetting, of_creator=True),
    TimelineSource("merges", _NOTES, notes.merges, of_creator=True),
)


def register() -> None:
    for source in SOURCES:
        register_timeline(source)
