"""Words of creators that wait for an answer, and a survey of those who came back."""

import random
from datetime import UTC, datetime, timedelta
from functools import partial

from django.core.files.base import ContentFile

from checkins.actions.answers import take_reply
from checkins.actions.survey_runs import answer_survey, close_survey, open_survey
from checkins.actions.surveys import create_ready
from checkins.models import Survey, SurveyInvite
from checkins.queries.survey_audience import audience
from config.demo.cast import Cast
from config.demo.known import picture
from config.demo.work import Event
from core.mail.delivery import deliver
from core.models import InboundFile, InboundMail, OutgoingMail

# days ago, hour, whom, address if another one, a picture, words
WORDS: list[tuple[int, int, str, str, str, str]] = [
    (5, 9, "timur", "", "",
     "Привет! По весне: если поедем на Столбы в апреле, снег ещё будет лежать, это красиво. Нужно ли "
     "вам согласовать даты заранее, или я могу ловить погоду?"),
    (1, 8, "maya", "", "Kitchen window, 7 am.png",
     "Thank you, that made my week. I tried the mirror shot again this morning, picture attached. "
     "Would you use it for the spring set, or is it too quiet?"),
    (0, 6, "anya", "anya.shoots@studio.example", "",
     "Пишу с адреса студии. Смогу говорить в четверг после трёх, раньше съёмка. Подойдёт?"),
]  # fmt: skip
TEXTS = {
    "en": (
        "Tell me how it went while I still remember filming it.",
        "Keep asking about ideas before the brief is finished. Nobody else does.",
        "One page instead of four when nothing has changed.",
        "Pay on the day you say. You do, mostly; please keep it that way.",
        "Send the product two weeks earlier.",
    ),
    "ru": (
        "Рассказывать об итогах сразу, пока свежо.",
        "Не менять даты после того, как всё согласовали.",
        "Чаще знакомить с другими авторами, это лучшее, что у вас есть.",
        "Бриф короче, свободы больше.",
        "Присылать продукт заранее, чтобы успеть привыкнуть к нему.",
    ),
}


def talk_events(cast: Cast) -> list[Event]:
    events: list[Event] = []
    for n, (ago, hour, key, address, picture_name, words) in enumerate(WORDS):
        at = cast.ago(ago, hour=hour)
        said = partial(_say, cast, n, key, address, picture_name, words, at)
        events.append((at, said))
    opened = cast.ago(62, hour=9)
    return [
        *events,
        (opened, partial(_survey, cast, opened)),
        (cast.ago(2, hour=10), partial(_draft, cast, cast.ago(2, hour=10))),
    ]


def _say(
    cast: Cast, n: int, key: str, address: str, picture_name: str, words: str, at: datetime
) -> None:
    partnership = cast.partnerships[key]
    creator = partnership.creator
    mails = OutgoingMail.objects.filter(to_email=creator.email, created_at__lt=at)
    ours = mails.order_by("-created_at").first()
    inbound = InboundMail.objects.create(
        workspace=cast.workspace, event_key=f"demo:{n}", received_at=at,
        from_email=address or creator.email, from_name=creator.name, from_known=not address,
        to_email="reply@in.example", subject=f"Re: {ours.subject if ours else '…'}"[:300],
        text=words, answers=ours, state="filed",
    )  # fmt: skip
    if picture_name:
        data = picture((196, 182, 150))
        row = InboundFile(mail=inbound, name=picture_name, content_type="image/png", size=len(data))
        row.content.save("picture", ContentFile(data))
    take_reply(
        partnership=partnership, text=words, subject=inbound.subject, received_at=at,
        source_key=f"inbound:{inbound.public_id}", inbound=inbound, at=at,
    )  # fmt: skip


def _survey(cast: Cast, at: datetime) -> None:
    """Put to all who came back; most of them answered within a week."""
    by = cast.members["daniel"]
    survey = create_ready(workspace=cast.workspace, author=by, at=at - timedelta(days=1))
    people = {
        one.creator.public_id for one in audience().repeated if not one.problem and not one.resting
    }
    if not people:
        survey.delete()
        return
    closes_on = (at + timedelta(days=21)).astimezone(UTC).date()
    open_survey(
        survey=survey, expected=survey.version, creators=people, closes_on=closes_on, by=by, at=at
    )
    rnd = random.Random("survey")
    invites = SurveyInvite.objects.filter(survey=survey).select_related("survey", "creator")
    silent = next((one for one in invites if one.creator.market == "US"), None)
    sent = OutgoingMail.objects.filter(kind="survey", state="queued")
    for pk, due_at in sent.values_list("pk", "due_at"):
        deliver(pk, at=due_at)
    for n, invite in enumerate(invites):
        if invite != silent:
            day = at + timedelta(days=rnd.randint(0, 6))
            _answer(invite, rnd, n, day)
    close_survey(survey=survey, by=None, at=at + timedelta(days=22))


def _answer(invite: SurveyInvite, rnd: random.Random, n: int, at: datetime) -> None:
    back, vanish, heard, often, text = invite.survey.questions.all()
    language = invite.creator.language
    values = {
        back.public_id: sorted(set(rnd.choices(range(7), weights=[6, 6, 4, 4, 3, 2, 3], k=3))),
        vanish.public_id: sorted(set(rnd.choices(range(7), weights=[6, 5, 3, 4, 4, 3, 1], k=2))),
        heard.public_id: rnd.choices(range(1, 6), weights=[0, 1, 3, 6, 4])[0],
        often.public_id: rnd.randrange(3),
    }
    if rnd.random() < 0.7:
        values[text.public_id] = TEXTS[language][n % len(TEXTS[language])]
    answer_survey(invite=invite, values=values, language=language, at=at)


def _draft(cast: Cast, at: datetime) -> None:
    survey = create_ready(workspace=cast.workspace, author=cast.members["olga"], at=at)
    Survey.objects.filter(pk=survey.pk).update(
        title_en="Before the autumn season", title_ru="Перед осенним сезоном"
    )
