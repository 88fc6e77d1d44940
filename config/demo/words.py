"""What the demo's managers write."""

from config.demo.calendar import Plan

LEARNINGS = [
    {
        "en": {
            "worked": "Filming at home instead of in the studio",
            "did_not": "The link in the first line; nobody reads a sale before a story",
            "next_time": "Story first, product in the second half",
        },
        "ru": {
            "worked": "Съёмка дома, а не в студии",
            "did_not": "Ссылка в первой строке: до истории продажу не читают",
            "next_time": "Сначала история, продукт — во второй половине",
        },
    },
    {
        "en": {
            "worked": "Answering comments in the first two hours",
            "did_not": "A weekday morning; their people come in the evening",
            "next_time": "Publish after seven in their own evening",
        },
        "ru": {
            "worked": "Ответы на комментарии в первые два часа",
            "did_not": "Будничное утро: аудитория приходит вечером",
            "next_time": "Публиковать после семи вечера по местному времени",
        },
    },
    {
        "en": {
            "worked": "The honest minute about what the product does not do",
            "did_not": "Two pieces in one week were one too many",
            "next_time": "One longer piece, and a week of quiet after it",
        },
        "ru": {
            "worked": "Честная минута о том, чего продукт не умеет",
            "did_not": "Два материала за неделю — на один больше, чем нужно",
            "next_time": "Один материал подлиннее и неделя тишины после",
        },
    },
]

TOUCHES = {
    "en": [
        ("check_in", "out", False, "How is your autumn?", "Hi! What are you working on when nobody is asking?"),
        ("reply", "in", False, "Re: How is your autumn?", "Editing a long one about my grandmother's house. Slow and good."),
        ("comment", "out", False, "Your last post", "The light on the balcony made it. Why there?"),
        ("call", "both", False, "Call", "Half an hour about next season. Wants fewer, longer pieces."),
        ("opinion", "out", True, "Which of two?", "Two angles for the winter. Which one would your people believe?"),
        ("reply", "in", False, "Re: Which of two?", "The second. The first sounds like a brand talking."),
        ("win", "out", False, "A small win", "Your piece brought more new customers than our own channels did."),
    ],
    "ru": [
        ("check_in", "out", False, "Как ваша осень?", "Привет! Над чем работаете, когда никто не просит?"),
        ("reply", "in", False, "Re: Как ваша осень?", "Монтирую длинное про бабушкин дом. Медленно и хорошо."),
        ("comment", "out", False, "Ваш последний пост", "Свет на балконе всё сделал. Почему именно там?"),
        ("call", "both", False, "Созвон", "Полчаса про следующий сезон. Хочет реже, но длиннее."),
        ("opinion", "out", True, "Какой из двух?", "Два угла для зимы. Какому поверят ваши?"),
        ("reply", "in", False, "Re: Какой из двух?", "Второму. Первый звучит как бренд."),
        ("win", "out", False, "Маленькая победа", "Ваш материал привёл больше новых покупателей, чем наши каналы."),
    ],
}  # fmt: skip


def brief_sections(plan: Plan) -> dict[str, dict[str, str]]:
    return {
        "goal": {"en": plan.goal, "ru": ""},
        "audience": {
            "en": "People who choose slowly and keep things for years",
            "ru": "Те, кто выбирает медленно и хранит вещи годами",
        },
        "angle": {"en": plan.angle_en, "ru": plan.angle_ru},
        "must": {
            "en": "The advertising label your country asks for; our name once, spoken",
            "ru": "Маркировка рекламы по закону; наше имя один раз, вслух",
        },
        "must_not": {
            "en": "Promises of results; comparisons with other brands",
            "ru": "Обещаний результата; сравнений с другими брендами",
        },
        "context": {
            "en": "In Russia the dacha season ends in October; in the US it is back-to-school time",
            "ru": "В США в это время начинается школа, а у нас закрывают дачный сезон",
        },
    }
