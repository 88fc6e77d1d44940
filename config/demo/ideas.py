"""What the demo's creators said of their briefs, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from campaigns.actions.briefs import save_brief, share_brief
from campaigns.actions.ideas import decide_idea, record_idea, tell_ideas
from campaigns.enums import IdeaSource, IdeaState
from campaigns.models import Idea
from campaigns.queries.ideas import told_next, versions_of
from campaigns.rules.ideas import USED, fingerprint
from config.demo.calendar import CAMPAIGNS
from config.demo.cast import Cast
from config.demo.work import BY_KEY, Event, Running

# Days before the start: said, decided, and the next version shared with what was taken up, all
# between the first version and the lock.
SAID, DECIDED, SHARED = 14, 13, 12


@dataclass(frozen=True)
class Line:
    campaign: str
    who: str
    kind: str
    section: str
    source: IdeaSource
    text: str
    state: str
    answer: str = ""


@dataclass(frozen=True)
class Waiting:
    """Of a campaign that runs: said `said` days ago; decided a day later, not told yet."""

    campaign: str
    who: str
    kind: str
    text: str
    said: int
    state: str = ""
    answer: str = ""


_MAIL, _PAGE, _CALL = IdeaSource.MAIL, IdeaSource.PAGE, IdeaSource.CALL
_LINES = [
    Line("First light", "maya", "suggestion", "angle", _PAGE,
         "Could it be the kitchen at six instead of the bathroom? That is where my readers know me from.",
         "adopted"),
    Line("First light", "anya", "objection", "must", _MAIL,
         "Слово «увлажнение» трижды за минуту — у меня так никто не говорит.", "adapted",
         "Одного раза хватит, и вашими словами."),
    Line("Refill, not replace", "maya", "suggestion", "angle", _MAIL,
         "Let me count what I threw away in a year, on camera, before I say a word about refills.", "adopted"),
    Line("Refill, not replace", "jordan", "objection", "must_not", _PAGE,
         "Not naming other brands is hard when the bin is full of them.", "adapted",
         "Labels may be seen, only not read aloud."),
    Line("Winter kitchen", "timur", "suggestion", "angle", _CALL,
         "Готовить не у палатки, а в дороге: пока вода закипит, есть о чём рассказать.", "adopted"),
    Line("Winter kitchen", "ben", "suggestion", "", _MAIL,
         "A second camera for the breath. It is the only way cold looks cold.", "declined",
         "The budget of this one has no second camera; we keep it for the next winter."),
    Line("Hands", "anya", "suggestion", "audience", _PAGE,
         "Показать руки реставраторов, а не мои: их почти никто не снимает.", "adopted"),
    Line("Hands", "lena", "objection", "goal", _PAGE,
         "Просить купить в конце — мимо: у меня такие ролики не дослушивают.", "adapted",
         "Просьбы нет, остаётся ссылка в описании."),
    Line("Repair day", "ben", "suggestion", "angle", _MAIL,
         "Repair something of yours live, badly.", "declined",
         "Our workshop needs two weeks for a part; not this time."),
    Line("Two lakes", "marina", "suggestion", "context", _PAGE,
         "У нас первое озеро — это ещё и переправа. Покажите это американцам сразу, иначе не поймут, почему так рано.",
         "adopted"),
    Line("Long evening", "maya", "suggestion", "", _CALL,
         "No music. My evenings are quiet, and people write to me about it.", "adopted"),
    Line("Long evening", "sofia", "objection", "must", _PAGE,
         "The link in the first line eats the caption. Second line?", "adopted"),
    Line("Bare label", "jordan", "suggestion", "must", _MAIL,
         "Let a chemist read it with me. I have one in my family.", "adopted"),
    Line("Bare label", "noor", "suggestion", "angle", _PAGE,
         "A list of what I do not understand on the label, and you answer it.", "adapted",
         "Three lines of it, and our answers as a comment we pin."),
    Line("Lend your tent", "ben", "objection", "", _CALL,
         "Another giveaway. Mine come for routes, not for gifts.", "declined",
         "The library is lent, not given away; the wording of the brief was ours to fix."),
    Line("Lend your tent", "timur", "suggestion", "audience", _MAIL,
         "Тех, кто ни разу не ночевал в палатке, а не тех, у кого их три.", "adopted"),
    Line("Summer water", "anya", "suggestion", "angle", _PAGE,
         "Вода, в которой нельзя купаться, тоже вода рядом. Я про неё два года снимаю.", "adapted",
         "Да, и с вашим текстом; без названий предприятий."),
    Line("Summer water", "emma", "objection", "must", _PAGE, "#ad in a story is unreadable over sand.",
         "declined", "The law wants it; any colour that reads is fine."),
    Line("The long way", "kai", "suggestion", "angle", _MAIL, "Film the way back only.", "adopted"),
    Line("Back to quiet", "maya", "suggestion", "", _PAGE,
         "One long take. Nobody's quiet day has cuts.", "adopted"),
    Line("Wind test", "timur", "suggestion", "must", _MAIL,
         "Не говорить цифру ветра, а показать: анемометр в кадре.", "adopted"),
    Line("Wind test", "ben", "suggestion", "angle", _MAIL,
         "Test it against your first edition, honestly.", "declined",
         "The first one is sold out, so people could not choose; next time while both are there."),
    Line("Winter skin", "anya", "suggestion", "audience", _PAGE,
         "Про мужчин на вахте: они пишут мне каждую зиму.", "adapted", "Один из трёх примеров — они."),
    Line("Hut to hut", "timur", "objection", "must_not", _PAGE,
         "«Без других брендов» не выйдет: в избе всё чужое.", "adapted",
         "То, что в избе стоит, стоит; только не называть."),
]  # fmt: skip
_WAITING = [
    Waiting("Winter skin", "maya", "suggestion", "Could the second piece be the morning after? The first one ends at night.", 5),
    Waiting("Winter skin", "jordan", "objection", "Three reminders of the code in one reel is two too many for me.", 1),
    Waiting("Winter skin", "lena", "suggestion", "Снять в мороз на улице, а не дома у окна.", 4, "adopted"),
    Waiting("Hut to hut", "kai", "suggestion", "Ask the hut keeper to hold the camera once.", 3, "adapted",
            "In the story, not in the main piece: the sound there is yours."),
]  # fmt: skip


def idea_events(cast: Cast) -> list[Event]:
    """(moment, act) in any order."""
    plans = {plan.name: Running(cast, plan) for plan in CAMPAIGNS}
    events: list[Event] = []
    for line in _LINES:
        events += _told(plans[line.campaign], line)
    for each in _WAITING:
        events += _waiting(plans[each.campaign], each, cast.now)
    return events


def _told(running: Running, line: Line) -> list[Event]:
    start = running.plan.starts_on(running.today)

    def at(days: int, hour: int) -> datetime:
        return running.at(start - timedelta(days=days), hour)

    said, decided, shared, told = at(SAID, 13), at(DECIDED, 11), at(SHARED, 9), at(SHARED, 10)
    events: list[Event] = [
        (said, partial(_say, running, line.who, line.kind, line.section, line.source, line.text, said)),
        (decided, partial(_decide, running, line.who, line.text, line.state, line.answer, decided)),
        (told, partial(_tell, running, line.who, told)),
    ]  # fmt: skip
    if line.state in USED:
        events.append((shared, partial(_share, running, line, shared)))
    return events


def _waiting(running: Running, line: Waiting, now: datetime) -> list[Event]:
    said = now - timedelta(days=line.said, hours=2)
    decided = said + timedelta(days=1)
    say = partial(_say, running, line.who, line.kind, "", _MAIL, line.text, said)
    events: list[Event] = [(said, say)]
    if line.state:
        decide = partial(_decide, running, line.who, line.text, line.state, line.answer, decided)
        events.append((decided, decide))
    return events


def _say(
    running: Running, who: str, kind: str, section: str, source: IdeaSource, text: str, at: datetime
) -> None:
    part = running.part(who)
    record_idea(
        collaboration=part, of_version=next(iter(versions_of(part)), None), text=text, kind=kind,
        section=section, source=source, said_at=at, at=at,
        by=running.manager(who) if source == IdeaSource.CALL else None,
    )  # fmt: skip


def _decide(running: Running, who: str, text: str, state: str, answer: str, at: datetime) -> None:
    idea = Idea.objects.get(collaboration=running.part(who), text=text)
    decide_idea(
        idea=idea, expected=idea.version, state=IdeaState(state), answer=answer,
        by=running.manager(who), at=at,
    )  # fmt: skip


def _share(running: Running, line: Line, at: datetime) -> None:
    """The brief with what was taken up in it."""
    part, by = running.part(line.who), running.manager(line.who)
    brief = part.brief
    section, language = line.section or "angle", BY_KEY[line.who].language
    words = brief.sections[section]
    taken = line.answer or line.text
    sections = {
        **brief.sections,
        section: {**words, language: f"{words[language]}\n{taken}".strip()},
    }
    brief = save_brief(
        collaboration=part, sections=sections, autonomy=brief.autonomy, expected=brief.version,
        by=by, at=at,
    )  # fmt: skip
    share_brief(brief=brief, expected=brief.version, by=by, at=at)


def _tell(running: Running, who: str, at: datetime) -> None:
    part = running.part(who)
    seen = fingerprint((row.public_id, row.version) for row in told_next(part))
    tell_ideas(collaboration=part, seen=seen, by=running.manager(who), at=at)
