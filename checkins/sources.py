"""The lines of Today that this room brings, its own and those of the rooms below."""

from checkins.queries.lines import (
    advice,
    answers,
    away,
    budget,
    business_reviews,
    check_ins,
    cooling,
    growth,
    ideas,
    inbox,
    introductions,
    outreach,
    remarks,
    renewals,
    reviews,
    sessions,
    standing,
    surveys,
    voices,
    work,
)
from checkins.today import TodaySource, register_source

SOURCES = (
    TodaySource("answers", answers.answers, order=8),
    TodaySource("surveys", surveys.surveys, order=69),
    TodaySource("check_ins", check_ins.due_check_ins, order=10, coming=check_ins.next_check_in),
    TodaySource("away", away.still_away, order=12),
    TodaySource("inbox", inbox.unfiled, order=16),
    TodaySource("undelivered", check_ins.undelivered, order=15),
    TodaySource("deliverables", work.deliverables, order=30),
    TodaySource("ideas", ideas.ideas, order=32),
    TodaySource("remarks", remarks.remarks, order=35),
    TodaySource("outreach", outreach.outreach, order=34),
    TodaySource("payments", work.payments, order=40),
    TodaySource("agreements", work.agreements, order=50),
    TodaySource("windows", renewals.windows, order=52),
    TodaySource("close_out", renewals.close_out, order=54),
    TodaySource("afterwards", renewals.afterwards, order=56),
    TodaySource("campaigns", work.unclosed_campaigns, order=60),
    TodaySource("introductions", introductions.introductions, order=65),
    TodaySource("sessions", sessions.sessions, order=64),
    TodaySource("decisions", reviews.decisions, order=66),
    TodaySource("openings", reviews.openings, order=67),
    TodaySource("opportunities", growth.opportunities, order=68),
    TodaySource("budgets", budget.budgets, order=69),
    TodaySource("concerns", standing.concerns, order=5),
    TodaySource("shortfalls", standing.shortfalls, order=55),
    TodaySource("objectives", standing.objectives, order=69),
    TodaySource("business_reviews", business_reviews.business_reviews, order=69),
    TodaySource("suggestions", voices.suggestions, order=63),
    TodaySource("syncs", voices.syncs, order=67),
    TodaySource("advice", advice.advice, order=64),
    TodaySource("cooling", cooling.cooling_partnerships, order=70),
)


def register() -> None:
    for source in SOURCES:
        register_source(source)
