"""Which zone a place is in: the big cities of Russia's eleven zones and of the US, countries by
their main zone. A table of names, no map: what is not in it gets the default of its market."""

from core.search import fold

RU_DEFAULT = "Europe/Moscow"
US_DEFAULT = "America/New_York"

_RU = {
    "Europe/Kaliningrad": "Калининград, Советск, Черняховск",
    "Europe/Moscow": "Москва, Moscow, Санкт-Петербург, Петербург, Питер, Спб, Saint Petersburg, "
    "St Petersburg, St. Petersburg, Нижний Новгород, Казань, Ростов-на-Дону, Краснодар, Воронеж, "
    "Сочи, Тула, Ярославль, Рязань, Пенза, Липецк, Тверь, Белгород, Курск, Брянск, Смоленск, "
    "Архангельск, Мурманск, Петрозаводск, Вологда, Череповец, Ставрополь, Грозный, Махачкала, "
    "Чебоксары, Саранск, Йошкар-Ола, Набережные Челны, Новороссийск, Владимир, Иваново, Калуга",
    "Europe/Simferopol": "Симферополь, Севастополь, Ялта, Керчь",
    "Europe/Volgograd": "Волгоград, Волжский, Камышин",
    "Europe/Kirov": "Киров, Кирово-Чепецк",
    "Europe/Samara": "Самара, Тольятти, Сызрань, Новокуйбышевск, Октябрьск, Жигулёвск, Ижевск, "
    "Глазов, Воткинск, Сарапул, Togliatti, Tolyatti",
    "Europe/Astrakhan": "Астрахань, Ахтубинск",
    "Europe/Saratov": "Саратов, Энгельс, Балаково",
    "Europe/Ulyanovsk": "Ульяновск, Димитровград",
    "Asia/Yekaterinburg": "Екатеринбург, Yekaterinburg, Челябинск, Уфа, Пермь, Тюмень, Оренбург, "
    "Магнитогорск, Курган, Сургут, Нижневартовск, Ханты-Мансийск, Новый Уренгой, Ноябрьск, "
    "Салехард, Югорск, Нижний Тагил, Каменск-Уральский, Серов, Краснотурьинск, Красноуфимск, "
    "Туринск, Стерлитамак, Белорецк, Орск, Миасс, Златоуст, Березники, Тобольск, Нефтеюганск",
    "Asia/Omsk": "Омск",
    "Asia/Novosibirsk": "Новосибирск, Бердск, Татарск, Искитим",
    "Asia/Barnaul": "Барнаул, Бийск, Рубцовск, Горно-Алтайск",
    "Asia/Tomsk": "Томск, Северск",
    "Asia/Novokuznetsk": "Кемерово, Новокузнецк, Прокопьевск, Юрга, Междуреченск",
    "Asia/Krasnoyarsk": "Красноярск, Ачинск, Боготол, Канск, Норильск, Абакан, Минусинск, Кызыл",
    "Asia/Irkutsk": "Иркутск, Братск, Ангарск, Усть-Илимск, Улан-Удэ",
    "Asia/Chita": "Чита, Краснокаменск",
    "Asia/Yakutsk": "Якутск, Жиганск, Благовещенск, Нерюнгри, Тында, Ленск",
    "Asia/Vladivostok": "Владивосток, Хабаровск, Комсомольск-на-Амуре, Уссурийск, Находка, Артём, "
    "Биробиджан",
    "Asia/Magadan": "Магадан",
    "Asia/Sakhalin": "Южно-Сахалинск, Холмск, Корсаков",
    "Asia/Srednekolymsk": "Среднеколымск",
    "Asia/Kamchatka": "Петропавловск-Камчатский, Елизово",
    "Asia/Anadyr": "Анадырь, Певек",
}
_EAST, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip
_US_CITIES = {
    _EAST: "New York, New York City, NYC, Brooklyn, Queens, Manhattan, Boston, Philadelphia, "
    "Washington, Washington DC, Baltimore, Pittsburgh, Atlanta, Miami, Orlando, Tampa, "
    "Jacksonville, Fort Lauderdale, Charlotte, Raleigh, Cleveland, Columbus, Cincinnati, Buffalo, "
    "Jersey City, Newark, Richmond, Нью-Йорк, Майами, Бостон, Вашингтон",
    "America/Detroit": "Detroit, Ann Arbor, Grand Rapids",
    "America/Indiana/Indianapolis": "Indianapolis",
    "America/Kentucky/Louisville": "Louisville",
    _CENTRAL: "Chicago, Houston, Dallas, Austin, San Antonio, Fort Worth, Nashville, Memphis, "
    "New Orleans, St. Louis, Saint Louis, Minneapolis, Milwaukee, Kansas City, Oklahoma City, "
    "Tulsa, Omaha, Madison, Чикаго, Хьюстон, Остин, Даллас",
    _MOUNTAIN: "Denver, Salt Lake City, Albuquerque, Colorado Springs, El Paso, Boulder",
    "America/Phoenix": "Phoenix, Tucson, Scottsdale, Mesa, Tempe",
    "America/Boise": "Boise",
    _PACIFIC: "Los Angeles, LA, Hollywood, San Francisco, San Diego, San Jose, Oakland, "
    "Sacramento, Fresno, Long Beach, Santa Monica, Las Vegas, Reno, Seattle, Portland, Spokane, "
    "Лос-Анджелес, Сан-Франциско, Сиэтл, Сан-Диего, Лас-Вегас",
    "America/Anchorage": "Anchorage, Juneau",
    "Pacific/Honolulu": "Honolulu",
}
_US_STATES = {
    _EAST: "CT Connecticut, DE Delaware, DC District of Columbia, FL Florida, GA Georgia, "
    "ME Maine, MD Maryland, MA Massachusetts, NH New Hampshire, NJ New Jersey, NY New York, "
    "NC North Carolina, OH Ohio, PA Pennsylvania, RI Rhode Island, SC South Carolina, "
    "VT Vermont, VA Virginia, WV West Virginia",
    "America/Detroit": "MI Michigan",
    "America/Indiana/Indianapolis": "IN Indiana",
    "America/Kentucky/Louisville": "KY Kentucky",
    _CENTRAL: "AL Alabama, AR Arkansas, IL Illinois, IA Iowa, KS Kansas, LA Louisiana, "
    "MN Minnesota, MS Mississippi, MO Missouri, NE Nebraska, ND North Dakota, OK Oklahoma, "
    "SD South Dakota, TN Tennessee, TX Texas, WI Wisconsin",
    _MOUNTAIN: "CO Colorado, MT Montana, NM New Mexico, UT Utah, WY Wyoming",
    "America/Boise": "ID Idaho",
    "America/Phoenix": "AZ Arizona",
    _PACIFIC: "CA California, NV Nevada, OR Oregon, WA Washington",
    "America/Anchorage": "AK Alaska",
    "Pacific/Honolulu": "HI Hawaii",
}
# Where most people of a country live; countries with one zone of their own are among them.
COUNTRY_ZONES = {
    "AE": "Asia/Dubai", "AM": "Asia/Yerevan", "AR": "America/Argentina/Buenos_Aires",
    "AT": "Europe/Vienna", "AU": "Australia/Sydney", "AZ": "Asia/Baku", "BE": "Europe/Brussels",
    "BG": "Europe/Sofia", "BR": "America/Sao_Paulo", "BY": "Europe/Minsk", "CA": "America/Toronto",
    "CH": "Europe/Zurich", "CL": "America/Santiago", "CN": "Asia/Shanghai", "CO": "America/Bogota",
    "CY": "Asia/Nicosia", "CZ": "Europe/Prague", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen",
    "EE": "Europe/Tallinn", "EG": "Africa/Cairo", "ES": "Europe/Madrid", "FI": "Europe/Helsinki",
    "FR": "Europe/Paris", "GB": "Europe/London", "GE": "Asia/Tbilisi", "GR": "Europe/Athens",
    "HK": "Asia/Hong_Kong", "HR": "Europe/Zagreb", "HU": "Europe/Budapest", "ID": "Asia/Jakarta",
    "IE": "Europe/Dublin", "IL": "Asia/Jerusalem", "IN": "Asia/Kolkata", "IT": "Europe/Rome",
    "JP": "Asia/Tokyo", "KG": "Asia/Bishkek", "KR": "Asia/Seoul", "KZ": "Asia/Almaty",
    "LT": "Europe/Vilnius", "LV": "Europe/Riga", "MD": "Europe/Chisinau", "ME": "Europe/Podgorica",
    "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur", "NG": "Africa/Lagos",
    "NL": "Europe/Amsterdam", "NO": "Europe/Oslo", "NZ": "Pacific/Auckland", "PE": "America/Lima",
    "PH": "Asia/Manila", "PL": "Europe/Warsaw", "PR": "America/Puerto_Rico",
    "PT": "Europe/Lisbon", "RO": "Europe/Bucharest", "RS": "Europe/Belgrade", "RU": RU_DEFAULT,
    "SE": "Europe/Stockholm", "SG": "Asia/Singapore", "SK": "Europe/Bratislava",
    "TH": "Asia/Bangkok", "TJ": "Asia/Dushanbe", "TM": "Asia/Ashgabat", "TR": "Europe/Istanbul",
    "UA": "Europe/Kyiv", "US": US_DEFAULT, "UY": "America/Montevideo", "UZ": "Asia/Tashkent",
    "VN": "Asia/Ho_Chi_Minh", "ZA": "Africa/Johannesburg",
}  # fmt: skip


def _by_name(table: dict[str, str]) -> dict[str, str]:
    return {fold(name): zone for zone, names in table.items() for name in names.split(", ")}


RU_CITIES = _by_name(_RU)
US_CITIES = _by_name(_US_CITIES)
# `ny` and `new iork` alike; the code is only believed as a part after the city.
US_STATES = {
    fold(part): zone
    for zone, states in _US_STATES.items()
    for state in states.split(", ")
    for part in (state[:2], state[3:])
}
_SHORT = {
    **{f"мск{hours:+d}".replace("+0", ""): zone for hours, zone in enumerate(
        ["Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk",
         "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan",
         "Asia/Kamchatka"], start=-1)},
    **dict.fromkeys(["et", "est", "edt", "eastern"], _EAST),
    **dict.fromkeys(["ct", "cst", "cdt", "central"], _CENTRAL),
    **dict.fromkeys(["mt", "mst", "mdt", "mountain"], _MOUNTAIN),
    **dict.fromkeys(["pt", "pst", "pdt", "pacific"], _PACIFIC),
}  # fmt: skip
SHORT_ZONES = {**_SHORT, **{k.replace("мск", "msk"): z for k, z in _SHORT.items()}}
