"""YouTube Studio in the languages of those who export it."""

import pytest

from tests.campaigns.imports.dry import dry, known, totals

HEADS = {
    "en": "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,"
    "Impressions,Impressions click-through rate (%)",
    "ru": "Контент,Название видео,Время публикации видео,Продолжительность,Просмотры,"
    "Время просмотра (часы),Подписчики,Показы,CTR для значков видео (%)",
    "de": "Videos,Videotitel,Veröffentlichungszeitpunkt des Videos,Dauer,Aufrufe,"
    "Wiedergabezeit (Stunden),Abonnenten,Impressionen,Klickrate der Impressionen (%)",
    "es": "Contenido,Título del vídeo,Hora de publicación del vídeo,Duración,Visualizaciones,"
    "Tiempo de visualización (horas),Suscriptores,Impresiones,"
    "Porcentaje de clics de las impresiones (%)",
    "pt": "Conteúdo,Título do vídeo,Horário de publicação do vídeo,Duração,Visualizações,"
    "Tempo de exibição (horas),Inscritos,Impressões,Taxa de cliques de impressões (%)",
    "fr": "Contenu,Titre de la vidéo,Heure de publication de la vidéo,Durée,Vues,"
    "Durée de visionnage (heures),Abonnés,Impressions,Taux de clics par impression (%)",
    "hi": "कॉन्टेंट,वीडियो का शीर्षक,वीडियो पब्लिश होने का समय,अवधि,व्यू,"
    "देखने का कुल समय (घंटे),सदस्य,इंप्रेशन,इंप्रेशन क्लिक मिलने की दर (%)",
}
TOTAL = {"en": "Total", "ru": "Итоговое значение", "de": "Gesamt", "es": "Total", "pt": "Total",
         "fr": "Total", "hi": "कुल"}  # fmt: skip
DAYS = {
    "en": ('"Apr 29, 2025"', '"May 2, 2025"'), "ru": ("29 апр. 2025 г.", "2 мая 2025 г."),
    "de": ("29.04.2025", "02. Mai 2025"), "es": ("29 abr 2025", "2 de mayo de 2025"),
    "pt": ("29 de abr. de 2025", "2 de mai. de 2025"), "fr": ("29 avr. 2025", "2 mai 2025"),
    "hi": ("29 अप्रैल 2025", "2 मई 2025"),
}  # fmt: skip


@pytest.mark.parametrize("language", HEADS)
def test_the_table_of_videos_in_any_language(language):
    first, second = DAYS[language]
    found = dry(
        f"{HEADS[language]}\n"
        f"{TOTAL[language]},,,,1350,12.5,7,9000,6.3\n"
        f'oEDe6JMwL7Q,"Make over, part 1",{first},292,1000,10.25,9,8000,6.32\n'
        f"-u4Cy28Q4Vk,Total,{second},375,300,2.1,-3,900,6.35\n"
    )
    assert known(found) == ("youtube.videos", language)
    assert totals(found) == {
        "views": 1300, "watch_seconds": 36_900 + 7_560, "follows": 6, "impressions": 8900,
    }  # fmt: skip
    assert (str(found.sums.first), str(found.sums.last)) == ("2025-04-29", "2025-05-02")
    # The file's own total has videos that were deleted.
    [(line, own)] = found.own_totals
    assert (line, own["views"], own["watch_seconds"]) == (2, 1350, 45_000)
    assert not found.problems


def test_a_chart_is_day_by_day_and_no_total():
    found = dry(
        "Date,Content,Video title,Video publish time,Duration,Views\n"
        '2026-02-01,oEDe6JMwL7Q,One,"Apr 29, 2025",292,10\n'
        '2026-02-02,oEDe6JMwL7Q,One,"Apr 29, 2025",292,12\n'
    )
    assert known(found) == ("youtube.chart", "en")
    assert totals(found) == {"views": 22}
    assert str(found.sums.first) == "2026-02-01"


def test_totals_of_the_channel_day_by_day():
    text = "Дата;Просмотры;Время просмотра (часы)\n2026-02-01;10;1,5\n2026-02-02;1 200;0,25\n"
    found = dry(text)
    assert known(found) == ("youtube.series", "ru")
    assert totals(found) == {"views": 1210, "watch_seconds": 6300}
    assert found.seen.options["platform"] == "youtube"


def test_income_of_the_creator_is_no_revenue_and_shares_are_no_views():
    found = dry(
        "Content,Video title,Views,Views (%),Your estimated revenue (USD),Average view duration\n"
        "oEDe6JMwL7Q,One,10,50,12.34,0:04:05\n"
    )
    assert set(found.seen.mapping.values()) == {"post", "views"}


def test_by_country_needs_a_day_from_the_person():
    text = "Geography,Views,Watch time (hours)\nTotal,30,3\nUS,10,1\nRU,20,2\n"
    assert known(dry(text)) == ("youtube.geography", "en")
    found = dry(text, day="2026-02-01")
    assert totals(found) == {"views": 30, "watch_seconds": 10_800}
