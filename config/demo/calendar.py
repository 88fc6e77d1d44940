"""The demo's campaigns, relative to today: two years of them, two running, one just closed."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Plan:
    """`ago`: days before today that it started; `days`: how long it runs. `closed`: hours after its
    last day at which it was closed, or None: it is running, or still to come."""

    brand: str
    name: str
    goal: str
    ago: int
    days: int
    people: tuple[str, ...]
    closed: int | None = 20
    angle_en: str = ""
    angle_ru: str = ""
    lift: float = 1.0

    def starts_on(self, today: date) -> date:
        return today - timedelta(days=self.ago)

    def ends_on(self, today: date) -> date:
        return self.starts_on(today) + timedelta(days=self.days)


CAMPAIGNS = [
    Plan("birch", "First light", "Introduce the balm to people who buy it for themselves", 690, 21,
         ("maya", "anya"), 30, "What your mornings are before anybody needs you",
         "Каким бывает утро, пока вы никому не нужны", 0.8),
    Plan("kedr", "Shoulder season", "Show the shell in bad weather", 650, 24, ("ben", "timur"), 28,
         "A walk you would not cancel", "Маршрут, который вы бы не отменили", 0.85),
    Plan("birch", "Refill, not replace", "Explain refills without preaching", 560, 18,
         ("maya", "anya", "jordan"), 22, "The thing you stopped throwing away",
         "Вещь, которую вы перестали выбрасывать", 0.95),
    Plan("kedr", "Winter kitchen", "Stoves at minus twenty", 520, 21, ("ben", "timur"), 44,
         "The best bad meal you cooked outside", "Лучший плохой ужин на морозе", 1.0),
    Plan("birch", "Hands", "Hand cream for people who work with their hands", 450, 20,
         ("maya", "anya", "jordan", "lena"), 26, "Whose hands are these?", "Чьи это руки?", 1.05),
    Plan("kedr", "Repair day", "Bring old gear back", 405, 14, ("ben", "timur", "kai"), 18,
         "The oldest thing in your pack", "Самая старая вещь в рюкзаке", 1.1),
    Plan("birch", "Salt week", "Launch of the salt scrub", 365, 14,
         ("maya", "anya", "jordan", "lena", "tanya", "dasha"), 60, "Salt, where you live",
         "Соль там, где вы живёте", 1.0),
    Plan("kedr", "Two lakes", "One route on each continent", 330, 28,
         ("ben", "timur", "marina", "lucas"), 24, "Show the other country your lake",
         "Покажите другой стране своё озеро", 1.15),
    Plan("birch", "Long evening", "Evening line", 270, 21,
         ("maya", "anya", "jordan", "lena", "sofia", "grace"), 20, "What ends your day",
         "Чем кончается ваш день", 1.1),
    Plan("kedr", "First snow", "Packs for the first snow", 240, 18,
         ("ben", "timur", "kai", "marina", "oleg"), 21, "First tracks", "Первый след", 1.1),
    Plan("birch", "Bare label", "What is inside, and why", 180, 20,
         ("maya", "jordan", "lena", "sofia", "ilya", "noor"), 30, "Read the label aloud",
         "Прочитайте состав вслух", 1.2),
    Plan("kedr", "Lend your tent", "Gear library opens", 150, 21,
         ("ben", "timur", "kai", "marina", "hannah", "vera"), 25, "Who did you take along?",
         "Кого вы взяли с собой?", 1.15),
    Plan("birch", "Summer water", "After-sun gel", 110, 24,
         ("maya", "anya", "jordan", "lena", "sofia", "emma", "yulia"), 36, "Water near you",
         "Вода рядом с вами", 1.15),
    Plan("kedr", "The long way", "Packs for three days and more", 95, 28,
         ("ben", "timur", "kai", "marina", "lucas", "aisha"), 20, "The long way home",
         "Длинная дорога домой", 1.2),
    Plan("birch", "Back to quiet", "Autumn line", 45, 24,
         ("maya", "anya", "noor", "ruth"), 22, "The first quiet day of autumn",
         "Первый тихий день осени", 1.25),
    # Closed a day and more ago: the clock of its summaries runs.
    Plan("kedr", "Wind test", "Shell, second edition", 26, 24, ("ben", "timur", "kai", "oleg"), 10,
         "Find the wind", "Найдите ветер", 1.2),
    Plan("birch", "Winter skin", "The balm, two years on", 16, 26,
         ("maya", "anya", "jordan", "lena", "grace"), None, "Your winter, honestly",
         "Ваша зима, честно", 1.2),
    Plan("kedr", "Hut to hut", "Winter huts in both countries", 8, 30,
         ("timur", "kai", "marina", "vera"), None, "A hut and who you met there",
         "Изба и кого вы там встретили", 1.1),
    Plan("birch", "Gifts that last", "December gifts", -20, 18,
         ("maya", "anya", "sofia", "noor", "polina"), None, "A gift you kept",
         "Подарок, который вы сохранили", 1.1),
]  # fmt: skip
