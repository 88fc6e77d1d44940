"""Our words until a workspace writes its own: a friend at work, three sentences and a signature,
one place for a personal line (experience.md, Mails; rows 44 and 45)."""

from dataclasses import dataclass

from checkins.enums import TemplateKind


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


_FRAME = {
    "en": "Hi {name},\n\n{personal_line}\n\n%s\n\n{sender}\n{brand}",
    "ru": "Здравствуйте, {name}!\n\n{personal_line}\n\n%s\n\n{sender}\n{brand}",
}
# (subject, three sentences) in each language.
_SAID: dict[str, dict[str, tuple[str, str]]] = {
    TemplateKind.CADENCE: {
        "en": (
            "{name}, how are things?",
            "I was thinking of you this week and wanted to hear how you are. "
            "There is no brief behind this and no deadline. "
            "What are you enjoying making at the moment?",
        ),
        "ru": (
            "{name}, как вы?",
            "На этой неделе думали о вас и захотели узнать, как дела. "
            "Никакого брифа и никаких сроков за этим письмом нет. "
            "Что сейчас снимаете с удовольствием?",
        ),
    },
    TemplateKind.CHECKPOINT: {
        "en": (
            "{name}, the next three months",
            "A new quarter has begun, and I would like to plan it with you rather than for you. "
            "What would you do more of with {brand}, and what less? "
            "Answer here, or name a time and I will call.",
        ),
        "ru": (
            "{name}, ближайшие три месяца",
            "Начался новый квартал, и хочется спланировать его вместе с вами, а не за вас. "
            "Чего с {brand} хотелось бы больше, а чего меньше? "
            "Ответьте на это письмо или назовите время, и я позвоню.",
        ),
    },
    TemplateKind.COMMENT: {
        "en": (
            "{name}, something I noticed",
            "I came back to it twice today. "
            "It is the kind of choice that nobody can put into a brief. "
            "Nothing to answer here, I only wanted you to know.",
        ),
        "ru": (
            "{name}, об одной вашей находке",
            "Уже дважды возвращаюсь к этому сегодня. "
            "Такое ни в один бриф не впишешь. "
            "Отвечать не нужно, просто хочется, чтобы вы знали.",
        ),
    },
    TemplateKind.QUESTION: {
        "en": (
            "{name}, why that angle?",
            "I keep wondering how you got there. "
            "Was it the plan from the start, or did it happen while you were filming? "
            "I am only curious, there is no task behind the question.",
        ),
        "ru": (
            "{name}, почему именно так?",
            "Всё думаю, как вы к этому пришли. "
            "Так и было задумано или получилось во время съёмки? "
            "Спрашиваю из любопытства, никакой задачи за этим нет.",
        ),
    },
    TemplateKind.OPINION: {
        "en": (
            "{name}, what do you think?",
            "You know this side of things better than I do, so I would rather ask than guess. "
            "What would you do in our place? "
            "Two lines are plenty, and “I don't know” helps too.",
        ),
        "ru": (
            "{name}, как думаете?",
            "Вы в этом разбираетесь лучше, поэтому проще спросить, чем гадать. "
            "Как бы вы поступили на нашем месте? "
            "Хватит пары строк, и «не знаю» тоже ответ.",
        ),
    },
    TemplateKind.HOW_IS_YEAR: {
        "en": (
            "{name}, how is your year?",
            "This is not a work letter. "
            "How is the year treating you, on camera and off it? "
            "Tell me as much or as little as you like.",
        ),
        "ru": (
            "{name}, как ваш год?",
            "Это письмо не о работе. "
            "Как складывается год, в кадре и за кадром? "
            "Расскажите столько, сколько захочется, хоть в двух словах.",
        ),
    },
    TemplateKind.WIN: {
        "en": (
            "{name}, good news",
            "You had a hand in this, so I did not want you to hear it from somebody else. "
            "Thank you for the way you did it. "
            "There is nothing to do on your side except enjoy it.",
        ),
        "ru": (
            "{name}, хорошая новость",
            "В этом есть ваша заслуга, поэтому хочется поделиться сразу. "
            "Спасибо, что сделали именно так. "
            "От вас ничего не нужно, просто порадуйтесь.",
        ),
    },
    TemplateKind.MESSAGE: {
        "en": (
            "{name}, a quick word",
            "There is no rush with this. "
            "Write or call whenever it suits you. "
            "I read everything that comes from you.",
        ),
        "ru": (
            "{name}, пара слов",
            "Это не срочно. "
            "Напишите или позвоните, когда будет удобно. "
            "Всё, что приходит от вас, я читаю.",
        ),
    },
}
DEFAULTS: dict[tuple[str, str], Words] = {
    (kind, language): Words(subject, _FRAME[language] % said)
    for kind, words in _SAID.items()
    for language, (subject, said) in words.items()
}
# What an answer to their own words begins with: nothing is said for anybody.
ANSWER = {
    "en": "Hi {name},\n\n{personal_line}\n\n{sender}\n{brand}",
    "ru": "Здравствуйте, {name}!\n\n{personal_line}\n\n{sender}\n{brand}",
}
