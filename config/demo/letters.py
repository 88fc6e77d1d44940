"""Letters of the demo: one that went out, one being written; what an advisor was asked."""

from datetime import datetime, timedelta
from functools import partial

from checkins.actions.advice import ask_question, note_down, take_answer
from checkins.actions.letter_copies import log_letters, prepare_copies, settle_copies
from checkins.actions.letters import Text, create_letter, send_letter
from checkins.actions.opting_out import opt_out
from checkins.models import AdvisoryQuestion, LetterCopy
from checkins.rules.letters import Audience
from config.demo.cast import Cast
from config.demo.work import Event
from core.mail.delivery import deliver
from core.models import OutgoingMail

_MARKET = {
    "en": Text(
        "{name}, what winter did to reach",
        "Hi {name},\n\nShort videos lost a fifth of their reach in December, long ones held. Our own "
        "numbers say the same: people save what takes them more than a minute.\n\nNothing to do about "
        "it; I thought you would like to know before you plan the spring.\n\n{sender}, {brand}",
        "In Russia the shift went the other way round: short videos on VK grew, long ones on YouTube "
        "load slowly there.",
    ),
    "ru": Text(
        "{name}, что зима сделала с охватами",
        "{name}, здравствуйте!\n\nВ декабре короткие ролики потеряли пятую часть охвата, длинные "
        "удержались. Наши цифры говорят о том же: сохраняют то, что длится больше минуты.\n\nДелать с "
        "этим ничего не нужно; решили, что это пригодится к весенним планам.\n\n{sender}, {brand}",
    ),
}  # fmt: skip
_NEWS = {
    "en": Text(
        "{name}, the refill station is open",
        "Hi {name},\n\nthe first refill station stands in Portland since Tuesday. The queue was longer "
        "than the street.\n\nPictures follow; you are welcome any day.\n\n{sender}, {brand}",
    ),
}
# Days ago, question, scope note ("": within the retainer), answer ("": none yet), minutes, used.
_QUESTIONS: list[tuple[int, str, str, str, int | None, str]] = [
    (70, "Какой тон выбрать для линейки без запаха: тише или наоборот?", "",
     "Тише. Без запаха — это обещание, о нём не кричат.", 20, "Бриф «Без запаха»: ни одного восклицательного знака."),
    (34, "Стоит ли идти с экспедицией в Дзен?", "",
     "Да, но текстом, а не роликом: там читают до конца.", 25, ""),
    (30, "Можете посмотреть контракт с новой площадкой?", "6 000 ₽ за разбор",
     "Посмотрела: не подписывайте пункт про исключительность, остальное обычное.", 60, "Пункт убрали до подписания."),
    (11, "Какие вопросы о составе вам задают чаще всего?", "", "", None, ""),
]  # fmt: skip


def letter_events(cast: Cast) -> list[Event]:
    """(moment, act) in any order."""
    sent, left = cast.ago(45, hour=12), cast.ago(43, hour=15)
    events: list[Event] = [
        (sent, partial(_send, cast, sent)),
        (left, partial(_leave, cast, left)),
        (cast.ago(2), partial(_plan, cast, cast.ago(2))),
    ]
    for days, question, scope, answer, minutes, used in _QUESTIONS:
        at = cast.ago(days, hour=11)
        events.append((at, partial(_ask, cast, at, question, scope, answer, minutes, used)))
    return events


def _send(cast: Cast, at: datetime) -> None:
    letter = create_letter(
        workspace=cast.workspace, kind="market", title="Winter reach", texts=_MARKET,
        audience=Audience(tiers=("T1", "T2")), by=cast.members["daniel"], at=at,
    )  # fmt: skip
    send_letter(letter=letter, expected=letter.version, by=cast.members["daniel"], at=at)
    prepare_copies(letter=letter, at=at)
    for mail in OutgoingMail.objects.filter(letter_copy__letter=letter):
        deliver(mail.pk, at=mail.due_at)
    later = at + timedelta(days=4)
    settle_copies(at=later)
    log_letters(at=later)


def _leave(cast: Cast, at: datetime) -> None:
    """One of those who read it wants no more."""
    last = LetterCopy.objects.filter(not_sent="").select_related("creator", "letter").last()
    if last is not None:
        opt_out(creator=last.creator, letter=last.letter, at=at)


def _plan(cast: Cast, at: datetime) -> None:
    """News of the brand, in one language so far: the page says who would be left out."""
    brand = cast.brands["birch"]
    letter = create_letter(
        workspace=cast.workspace, kind="news", title="Refill station", texts=_NEWS,
        audience=Audience(brands=(brand.public_id,)), by=cast.members["daniel"], at=at,
    )  # fmt: skip
    day = (cast.now + timedelta(days=6)).date()
    send_letter(letter=letter, expected=letter.version, on=day, by=cast.members["daniel"], at=at)
    create_letter(
        workspace=cast.workspace, kind="context", title="How New Year works in Russia",
        texts={"en": _CONTEXT}, audience=Audience(markets=("US",)),
        by=cast.members["daniel"], at=at,
    )  # fmt: skip


_CONTEXT = Text(
    "{name}, why nobody answers from Russia until the 9th",
    "Hi {name},\n\nfrom December 31 to January 8 everything stands still there. If Anya or Timur are "
    "silent, they are skating.\n\n{sender}, {brand}",
)


def _ask(
    cast: Cast, at: datetime, question: str, scope: str, answer: str, minutes: int | None, used: str
) -> None:
    by = cast.members["sveta"]
    row = ask_question(
        partnership=cast.partnerships["anya"], question=question, in_scope=not scope,
        scope_note=scope, by=by, at=at,
    )  # fmt: skip
    if not answer:
        return
    if row.mail is not None:
        deliver(row.mail.pk, at=row.mail.due_at)
    row = AdvisoryQuestion.objects.select_related("workspace", "partnership").get(pk=row.pk)
    heard = at + timedelta(days=2)
    take_answer(
        question=row, text=answer, at=heard, source_key=f"demo:{row.public_id}", minutes=minutes
    )
    if used:
        note_down(
            question=row, expected=row.version, answer=answer, minutes=minutes, used=used, by=by,
            at=heard + timedelta(days=1),
        )  # fmt: skip
