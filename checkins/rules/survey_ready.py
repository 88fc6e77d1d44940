"""The survey of row 65, ready to be sent: what made you come back, what would have made you vanish.
Its words are a start; each workspace edits its own copy. Both languages stand here, since both
stand in the survey."""

from dataclasses import dataclass

from checkins.enums import QuestionKind


@dataclass(frozen=True)
class ReadyQuestion:
    kind: str
    en: str
    ru: str
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False


TITLE = (
    "What makes you come back?",
    "Почему вы возвращаетесь?",
)
INTRO = (
    "You have worked with us more than once, and we would like to know why. Five short questions, "
    "about three minutes. Your answers come to us without your name.",
    "Вы работали с нами не один раз, и нам хочется понять почему. Пять коротких вопросов, минуты "
    "три. Ответы приходят к нам без вашего имени.",
)
REASONS = (
    ("My ideas ended up in the brief", "Мои идеи попадали в бриф"),
    ("I heard how the work performed, and fast", "Мне быстро рассказывали, как сработал контент"),
    ("I was paid in full and on time", "Платили полностью и вовремя"),
    ("I had room to do it my way", "Можно было делать по-своему"),
    ("Somebody kept in touch between campaigns", "Между кампаниями со мной оставались на связи"),
    ("The product is right for my audience", "Продукт подходит моей аудитории"),
    ("The people", "Люди"),
)
LOSSES = (
    ("Silence after the campaign", "Тишина после кампании"),
    ("Not knowing how it performed", "Не знать, как всё сработало"),
    ("A brief that was a script", "Бриф, написанный как сценарий"),
    ("Changes after I had agreed", "Изменения после того, как мы договорились"),
    ("Late payment", "Задержка оплаты"),
    ("Being asked only when you need something", "Пишут, только когда что-то нужно"),
    ("A new contact each time", "Каждый раз новый человек"),
)
QUESTIONS = (
    ReadyQuestion(
        QuestionKind.MULTI, "What made you come back for another campaign?",
        "Что вернуло вас на следующую кампанию?", REASONS, required=True,
    ),
    ReadyQuestion(
        QuestionKind.MULTI, "What would have made you vanish?",
        "Из-за чего вы бы пропали?", LOSSES, required=True,
    ),
    ReadyQuestion(
        QuestionKind.SCALE,
        "How much do you feel heard when a brief is made? (1: not at all, 5: fully)",
        "Насколько вас слышат, когда пишется бриф? (1: совсем нет, 5: полностью)", required=True,
    ),
    ReadyQuestion(
        QuestionKind.CHOICE, "How often do you want to hear from us between campaigns?",
        "Как часто нам писать вам между кампаниями?",
        (
            ("Every month", "Каждый месяц"),
            ("Every quarter", "Раз в квартал"),
            ("Only when there is something to say", "Только когда есть что сказать"),
        ),
    ),
    ReadyQuestion(
        QuestionKind.TEXT, "One thing we should do differently next time",
        "Что нам сделать иначе в следующий раз?",
    ),
)  # fmt: skip
