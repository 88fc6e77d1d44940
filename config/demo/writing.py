"""Words of the workspace's own for its letters, and letters that its managers wrote."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from checkins.actions.templates import save_template
from checkins.actions.writing import write_to
from config.demo.cast import Cast

Event = tuple[datetime, Callable[[], object]]

# days ago, who, kind, language, name, version that was edited, subject, body
TEXTS: list[tuple[int, str, str, str, str, int, str, str]] = [
    (300, "daniel", "cadence", "en", "", 0, "{name}, how are things?",
     "Hi {name},\n\n{personal_line}\n\nNo news needed, no brief behind this. How are you, and what is"
     " on your table this week? I would love to hear.\n\n{sender}\n{brand}"),
    (120, "daniel", "cadence", "en", "", 1, "{name}, how are things?",
     "Hi {name},\n\n{personal_line}\n\nNo brief behind this and no deadline. How are you, and what do"
     " you enjoy making at the moment? I read every word.\n\n{sender}\n{brand}"),
    (118, "daniel", "win", "en", "After a launch", 0, "{name}, look what happened",
     "Hi {name},\n\n{personal_line}\n\nThat is “{last_campaign}”, and a good part of it is yours."
     " The whole team cheered. Nothing to do, just enjoy it.\n\n{sender}\n{brand}"),
    (118, "daniel", "win", "ru", "After a launch", 0, "{name}, смотрите, что получилось",
     "Здравствуйте, {name}!\n\n{personal_line}\n\nЭто «{last_campaign}», и здесь много вашего."
     " Радовались всей командой. Делать ничего не нужно, просто порадуйтесь.\n\n{sender}\n{brand}"),
    (60, "daniel", "how_is_year", "ru", "Старым друзьям", 0, "{name}, как вы там?",
     "Здравствуйте, {name}!\n\n{personal_line}\n\nМы вместе с {since}, и это повод просто спросить,"
     " как год. Что удалось, чего хочется дальше? Хватит и двух строк.\n\n{sender}\n{brand}"),
]  # fmt: skip

# days ago, whom, kind, subject, text
LETTERS: list[tuple[int, str, str, str, str]] = [
    (140, "maya", "comment", "The towel on the radiator",
     "Hi Maya,\n\nYou left the towel on the radiator in the frame. It says more of a winter morning"
     " than any line we could write."),
    (95, "jordan", "question", "Why from the floor?",
     "Hi Jordan,\n\nThe whole second half is shot from the floor. Was that the plan, or did the tripod"
     " give up? I am only curious."),
    (70, "anya", "win", "Банка закончилась",
     "Здравствуйте, Анна!\n\nПосле вашего видео крем закончился на складе за два дня. Такого ещё не"
     " было, спасибо вам."),
    (50, "maya", "opinion", "Which of the two?",
     "Hi Maya,\n\nWe cannot decide between the glass jar and the tin. What would your bathroom shelf"
     " say? Two words are plenty."),
]  # fmt: skip


def writing_events(cast: Cast) -> list[Event]:
    told: list[Event] = [(cast.ago(row[0], hour=9), partial(_save, cast, row)) for row in TEXTS]
    return told + [(cast.ago(row[0], hour=15), partial(_write, cast, row)) for row in LETTERS]


def _save(cast: Cast, row: tuple[int, str, str, str, str, int, str, str]) -> None:
    days, who, kind, language, name, expected, subject, body = row
    save_template(
        workspace=cast.workspace, kind=kind, language=language, name=name, subject=subject,
        body=body, expected=expected, by=cast.members[who], at=cast.ago(days, hour=9),
    )  # fmt: skip


def _write(cast: Cast, row: tuple[int, str, str, str, str]) -> None:
    days, key, kind, subject, text = row
    partnership = cast.partnerships[key]
    sender = partnership.owner
    write_to(
        partnership=partnership, kind=kind, subject=subject,
        body=f"{text}\n\n{sender.name}\n{partnership.brand.name}", by=sender,
        at=cast.ago(days, hour=15),
    )  # fmt: skip
