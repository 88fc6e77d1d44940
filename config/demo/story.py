"""The demo workspace: believable, relative to today, made by the same actions a user has."""

from datetime import datetime, timedelta

from django_scopes import scope

from checkins.actions.planning import plans_put_off
from checkins.actions.standing import last_contacts_put_off, rebuild_last_contacts
from config.celery import app
from config.demo.absences import make_absences
from config.demo.agreements import amendment_events
from config.demo.briefs import brief_writing_events
from config.demo.budget import make_budgets, rate_events
from config.demo.bulk import make_bulk_change
from config.demo.cast import (
    Cast,
    make_agreements,
    make_brands,
    make_creators,
    make_members,
    make_partnerships,
)
from config.demo.contact import contact_events, plan_ahead
from config.demo.doubles import make_doubles
from config.demo.endings import ending_events
from config.demo.growth import growth_events
from config.demo.ideas import idea_events
from config.demo.inbox import inbox_events
from config.demo.introductions import introduction_events
from config.demo.known import make_known
from config.demo.letters import letter_events
from config.demo.money import money_events
from config.demo.outreach import outreach_events
from config.demo.papers import paper_events
from config.demo.portfolio import portfolio_events
from config.demo.renewals import renewal_events
from config.demo.resting import make_resting
from config.demo.reviews import review_events
from config.demo.rounds import round_events
from config.demo.sessions import session_events
from config.demo.standing import standing_events
from config.demo.talk import talk_events
from config.demo.vetting import make_answers, vetting_events
from config.demo.views import make_views
from config.demo.voices import voice_events
from config.demo.work import work_events
from config.demo.writing import writing_events
from core.mail.delivery import deliver
from core.models import OutgoingMail


def tell(*, now: datetime) -> Cast:
    """Two years, event by event, each at its own moment. The mails of the past are in the folder
    when it ends; those of today are the worker's."""
    # Nobody listens yet; what is due lives in rows, and the first sweep finds it.
    app.conf.broker_url = "memory://"
    cast = make_members(now)
    with scope(workspace=cast.workspace), last_contacts_put_off():
        make_brands(cast)
        make_creators(cast)
        make_answers(cast)
        make_doubles(cast)
        make_known(cast)
        make_partnerships(cast)
        make_agreements(cast)
        told = work_events(cast) + contact_events(cast) + vetting_events(cast)
        told += introduction_events(cast)
        told += brief_writing_events(cast)
        told += outreach_events(cast)
        told += idea_events(cast)
        told += money_events(cast)
        told += renewal_events(cast)
        told += growth_events(cast)
        told += amendment_events(cast)
        told += paper_events(cast)
        told += standing_events(cast)
        told += portfolio_events(cast)
        told += rate_events(cast)
        told += review_events(cast)
        told += ending_events(cast)
        told += round_events(cast)
        told += voice_events(cast)
        told += letter_events(cast)
        told += session_events(cast)
        told += writing_events(cast)
        told += talk_events(cast)
        told += inbox_events(cast)
        events = [event for event in told if event[0] <= now]
        with plans_put_off():
            for _at, act in sorted(events, key=lambda event: event[0]):
                act()
        _look_ahead(cast)
    return cast


def _look_ahead(cast: Cast) -> None:
    """What stands today, after all that has happened."""
    make_budgets(cast)
    plan_ahead(cast)
    make_absences(cast)
    make_bulk_change(cast)
    make_views(cast)
    _deliver_the_past(cast)
    rebuild_last_contacts(cast.workspace)
    make_resting(cast)


def _deliver_the_past(cast: Cast) -> None:
    past = OutgoingMail.objects.filter(
        state="queued", due_at__lt=cast.now - timedelta(hours=12)
    ).order_by("due_at")
    for pk, due_at in past.values_list("pk", "due_at"):
        deliver(pk, at=due_at)
