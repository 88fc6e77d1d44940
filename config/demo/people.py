"""Who lives in the demo: invented people, addresses under .example, relative to today."""

from dataclasses import dataclass, field
from decimal import Decimal

PASSWORD = "perennial-demo"
SLUG = "north-and-steppe"

# (key, name, e-mail, role, language, zone)
MEMBERS = [
    ("olga", "Ольга Северова", "olga@northsteppe.example", "owner", "ru", "Europe/Moscow"),
    ("daniel", "Daniel Reyes", "daniel@northsteppe.example", "manager", "en", "America/New_York"),
    ("sveta", "Светлана Ким", "svetlana@northsteppe.example", "manager", "ru", "Europe/Moscow"),
    ("priya", "Priya Nair", "priya@northsteppe.example", "analyst", "en", "America/Chicago"),
]
LOGINS = [
    ("Manager (US)", "daniel@northsteppe.example", f"password {PASSWORD}"),
    ("Manager (RU)", "svetlana@northsteppe.example", f"password {PASSWORD}"),
    ("Owner", "olga@northsteppe.example", f"password {PASSWORD}"),
    ("Analyst", "priya@northsteppe.example", f"password {PASSWORD}"),
    ("Creator (US)", "maya@creators.example", "asks for a code; read it in the mailbox"),
    ("Creator (RU)", "anya@creators.example", "asks for a code; read it in the mailbox"),
]

BRANDS = {
    "birch": (
        "Birch & Salt",
        "Skin care from two northern coasts. Honest labels, nothing scented, refills first.",
    ),
    "kedr": (
        "Kedr Outdoor",
        "Gear for people who walk: packs, shells and stoves, repaired for life.",
    ),
}


@dataclass(frozen=True)
class Person:
    """One creator. `growth` is followers' growth a month, `pull` how their posts do (1 = usual)."""

    key: str
    name: str
    call: str
    market: str
    zone: str
    city: str
    platform: str
    handle: str
    followers: int
    rate: int  # in the market's currency, a reel or its like
    brand: str
    tier: str
    owner: str
    years: float  # how long the partnership has stood
    topics: tuple[str, ...]
    growth: float = 0.015
    pull: float = 1.0
    second: tuple[str, str, int] | None = None  # platform, handle, followers
    agreement: str = ""  # annual, evergreen, standing, draft, sent, notice
    briefing: str = ""
    lead_days: int | None = None
    quiet: tuple[str, str] | None = None
    boundaries: str = ""
    goals: str = ""
    silent_days: int = 20  # since the last real contact
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return "ru" if self.market == "RU" else "en"

    @property
    def currency(self) -> str:
        return "RUB" if self.market == "RU" else "USD"

    @property
    def email(self) -> str:
        return f"{self.key}@creators.example"

    @property
    def price(self) -> Decimal:
        return Decimal(self.rate)


def _p(*args: object, **kwargs: object) -> Person:
    return Person(*args, **kwargs)  # type: ignore[arg-type]


NY, CHI, DEN, LA = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
MSK = "Europe/Moscow"

PEOPLE = [
    # Birch & Salt, first tier: the ones the brand is built with.
    _p("maya", "Maya Lindqvist", "Maya", "US", LA, "Portland", "instagram", "mayalindqvist",
       184_000, 2400, "birch", "T1", "daniel", 2.1, ("skin care", "slow living"), 0.021, 1.25,
       ("youtube", "mayalindqvist", 61_000), "evergreen",
       "One page, the why first. Then leave her alone until the first cut.", 14, ("20:00", "09:00"),
       "No before-and-after pictures. No discount codes in the first line.",
       "A book on northern routines; wants two anchor brands instead of ten small ones.", 24),
    _p("anya", "Анна Волкова", "Аня", "RU", MSK, "Москва", "instagram", "anya.volkova",
       312_000, 145_000, "birch", "T1", "sveta", 1.9, ("уход за кожей", "дом"), 0.012, 1.1,
       ("telegram", "volkova_doma", 88_000), "evergreen",
       "Сначала голосовое на две минуты, потом короткий текст.", 10, ("21:00", "10:00"),
       "Не показывает детей.", "Своя линия домашнего текстиля через год.", 32),
    _p("jordan", "Jordan Ames", "Jordan", "US", NY, "Brooklyn", "tiktok", "jordanames",
       526_000, 3100, "birch", "T1", "daniel", 1.4, ("skin care", "men's care"), 0.034, 1.15,
       ("instagram", "jordan.ames", 143_000), "annual",
       "Bullet points and a reference video. Hates adjectives.", 7, None, "",
       "Move from sketches to a weekly show.", 29),
    _p("lena", "Елена Журавлёва", "Лена", "RU", "Asia/Yekaterinburg", "Екатеринбург", "youtube",
       "lenazhuravleva", 97_000, 82_000, "birch", "T1", "sveta", 1.2, ("косметика", "разборы"),
       0.028, 1.3, None, "annual", "Нужны составы и источники: она всё проверяет.", 21, None,
       "Не говорит «лучший».", "Диплом косметолога; хочет консультировать бренд.", 31),
    _p("sofia", "Sofia Marchetti", "Sofia", "US", CHI, "Chicago", "instagram", "sofia.marchetti",
       76_000, 1500, "birch", "T1", "daniel", 0.9, ("skin care", "food"), 0.019, 1.0, None,
       "annual", "A call, then notes in writing.", 12, None, "", "Grow past 100k without giveaways.", 41),
    # Birch & Salt, second tier.
    _p("tanya", "Татьяна Орлова", "Таня", "RU", "Asia/Novosibirsk", "Новосибирск", "vk",
       "tanya_orlova", 54_000, 38_000, "birch", "T2", "sveta", 1.1, ("мама и дом",), 0.008, 0.9,
       None, "standing", silent_days=70),
    _p("grace", "Grace Okafor", "Grace", "US", NY, "Atlanta", "instagram", "graceokafor",
       118_000, 1700, "birch", "T2", "daniel", 1.0, ("skin care", "hair"), 0.026, 1.2, None,
       "standing", silent_days=64),
    _p("ilya", "Илья Белов", "Илья", "RU", "Europe/Kaliningrad", "Калининград", "telegram",
       "belov_more", 41_000, 30_000, "birch", "T2", "sveta", 0.8, ("мужской уход", "море"), 0.014,
       1.0, None, "standing", silent_days=95),
    _p("noor", "Noor Haddad", "Noor", "US", DEN, "Denver", "tiktok", "noorhaddad",
       203_000, 1900, "birch", "T2", "daniel", 0.7, ("skin care", "science"), 0.041, 1.4, None,
       "standing", silent_days=30),
    _p("dasha", "Дарья Мельник", "Даша", "RU", "Asia/Omsk", "Омск", "instagram", "dasha.melnik",
       63_000, 42_000, "birch", "T2", "sveta", 1.3, ("красота",), -0.011, 0.75, None, "",
       silent_days=130),
    _p("ruth", "Ruth Ellery", "Ruth", "US", "Pacific/Honolulu", "Honolulu", "youtube", "ruthellery",
       88_000, 1600, "birch", "T2", "daniel", 0.5, ("slow living", "sea"), 0.017, 1.05, None,
       "sent", silent_days=12),
    _p("polina", "Полина Гуськова", "Полина", "RU", "Asia/Vladivostok", "Владивосток", "instagram",
       "polina.guskova", 47_000, 35_000, "birch", "T2", "sveta", 0.6, ("путешествия", "уход"),
       0.022, 1.1, None, "draft", silent_days=50),
    # Birch & Salt, third tier: now and then.
    _p("emma", "Emma Castellano", "Emma", "US", LA, "San Diego", "tiktok", "emmacast", 39_000, 600,
       "birch", "T3", "daniel", 0.4, ("beauty",), 0.03, 0.8),
    _p("yulia", "Юлия Щукина", "Юля", "RU", "Europe/Samara", "Самара", "instagram", "yulia_shch",
       28_000, 18_000, "birch", "T3", "sveta", 0.3, ("красота",), 0.02, 0.9),
    # Kedr Outdoor, first tier.
    _p("ben", "Ben Whitaker", "Ben", "US", DEN, "Boulder", "youtube", "benwalksfar", 241_000, 4200,
       "kedr", "T1", "daniel", 2.0, ("hiking", "gear"), 0.016, 1.2,
       ("instagram", "benwalksfar", 92_000), "evergreen",
       "Ask him where he is going anyway, then build around it.", 30, None,
       "No staged rescues, no drones in parks.", "Finish the Continental Divide, film all of it.", 16),
    _p("timur", "Тимур Сафин", "Тимур", "RU", "Asia/Krasnoyarsk", "Красноярск", "youtube",
       "safin_stolby", 156_000, 98_000, "kedr", "T1", "sveta", 1.7, ("походы", "снаряжение"),
       0.024, 1.25, ("telegram", "safin_stolby", 34_000), "evergreen",
       "По телефону, лучше в дороге.", 21, None, "Не снимает краснокнижные места с геометкой.",
       "Школа зимних походов для новичков.", 29),
    _p("kai", "Kai Nakamura", "Kai", "US", "America/Anchorage", "Anchorage", "instagram",
       "kai.north", 134_000, 2300, "kedr", "T1", "daniel", 1.1, ("winter", "photography"), 0.02,
       1.1, None, "annual", "Send the shot list last, the story first.", 14, ("21:00", "08:00"), "",
       "A photo book; a workshop each February.", 33),
    _p("marina", "Марина Данилова", "Марина", "RU", "Asia/Irkutsk", "Иркутск", "instagram",
       "marina.baikal", 109_000, 76_000, "kedr", "T1", "sveta", 1.0, ("байкал", "сапы"), 0.018,
       1.0, None, "notice", "Текстом, с картой маршрута.", 14, None, "",
       "Вырасти в Рутубе.", 22),
    # Kedr Outdoor, second tier.
    _p("lucas", "Lucas Brandt", "Lucas", "US", CHI, "Duluth", "youtube", "lucasbrandt", 72_000,
       1400, "kedr", "T2", "daniel", 1.2, ("canoe", "gear"), 0.013, 0.95, None, "standing",
       silent_days=55),
    _p("oleg", "Олег Тарасов", "Олег", "RU", "Asia/Yakutsk", "Якутск", "youtube", "tarasov_minus50",
       189_000, 88_000, "kedr", "T2", "sveta", 0.9, ("мороз", "быт"), 0.037, 1.35, None,
       "standing", silent_days=80),
    _p("hannah", "Hannah Sorensen", "Hannah", "US", "America/Phoenix", "Flagstaff", "instagram",
       "hannahsorensen", 58_000, 1100, "kedr", "T2", "daniel", 0.6, ("running", "trail"), 0.029,
       1.1, None, "standing", silent_days=47),
    _p("vera", "Вера Крылова", "Вера", "RU", "Asia/Kamchatka", "Петропавловск-Камчатский",
       "instagram", "vera.vulkan", 83_000, 52_000, "kedr", "T2", "sveta", 0.8, ("вулканы",),
       0.021, 1.15, None, "standing", silent_days=101),
    _p("dmitry", "Дмитрий Ершов", "Дима", "RU", "Asia/Magadan", "Магадан", "telegram",
       "ershov_kolyma", 37_000, 29_000, "kedr", "T2", "sveta", 0.5, ("рыбалка", "дороги"), 0.012,
       0.9, None, "draft", silent_days=61),
    _p("aisha", "Aisha Coleman", "Aisha", "US", NY, "Asheville", "tiktok", "aishahikes", 167_000,
       1800, "kedr", "T2", "daniel", 0.7, ("hiking", "community"), 0.046, 1.3, None, "sent",
       silent_days=19),
    # Kedr Outdoor, third tier.
    _p("pete", "Pete Navarro", "Pete", "US", LA, "Bishop", "instagram", "petenavarro", 22_000, 450,
       "kedr", "T3", "daniel", 0.4, ("climbing",), 0.01, 0.85),
    _p("gleb", "Глеб Никитин", "Глеб", "RU", MSK, "Мурманск", "vk", "nikitin_sever", 31_000, 20_000,
       "kedr", "T3", "sveta", 0.3, ("север", "фото"), 0.015, 0.95),
    # Known, not partners yet: the bench.
    _p("alina", "Алина Рябова", "Алина", "RU", MSK, "Санкт-Петербург", "instagram", "alina.ryab",
       44_000, 32_000, "", "", "sveta", 0, ("уход за кожей",), 0.03, 1.1),
    _p("theo", "Theo Lambert", "Theo", "US", CHI, "Minneapolis", "youtube", "theolambert", 51_000,
       1200, "", "", "daniel", 0, ("winter", "gear"), 0.033, 1.2),
    _p("zhenya", "Женя Ковальчук", "Женя", "RU", "Asia/Sakhalin", "Южно-Сахалинск", "tiktok",
       "zhenya.ostrov", 68_000, 27_000, "", "", "sveta", 0, ("острова",), 0.05, 1.2),
]  # fmt: skip
