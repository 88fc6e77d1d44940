"""The words of check-ins until a workspace writes its own: a friend at work, three sentences and a
signature, one place for a personal line (experience.md, Mails; row 45)."""

from dataclasses import dataclass

from checkins.enums import CheckInKind


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


DEFAULTS: dict[tuple[str, str], Words] = {
    (CheckInKind.CADENCE, "en"): Words(
        subject="{name}, how are things?",
        body=(
            "Hi {name},\n\n"
            "{personal_line}\n\n"
            "I was thinking of you this week and wanted to hear how you are. "
            "There is no brief behind this and no deadline. "
            "What are you enjoying making at the moment?\n\n"
            "{sender}\n{brand}"
        ),
    ),
    (CheckInKind.CADENCE, "ru"): Words(
        subject="{name}, как вы?",
        body=(
            "Здравствуйте, {name}!\n\n"
            "{personal_line}\n\n"
            "На этой неделе думали о вас и захотели узнать, как дела. "
            "Никакого брифа и никаких сроков за этим письмом нет. "
            "Что сейчас снимаете с удовольствием?\n\n"
            "{sender}\n{brand}"
        ),
    ),
    (CheckInKind.CHECKPOINT, "en"): Words(
        subject="{name}, the next three months",
        body=(
            "Hi {name},\n\n"
            "{personal_line}\n\n"
            "A new quarter has begun, and I would like to plan it with you rather than for you. "
            "What would you do more of with {brand}, and what less? "
            "Answer here, or name a time and I will call.\n\n"
            "{sender}\n{brand}"
        ),
    ),
    (CheckInKind.CHECKPOINT, "ru"): Words(
        subject="{name}, ближайшие три месяца",
        body=(
            "Здравствуйте, {name}!\n\n"
            "{personal_line}\n\n"
            "Начался новый квартал, и хочется спланировать его вместе с вами, а не за вас. "
            "Чего с {brand} хотелось бы больше, а чего меньше? "
            "Ответьте на это письмо или назовите время, и я позвоню.\n\n"
            "{sender}\n{brand}"
        ),
    ),
}
