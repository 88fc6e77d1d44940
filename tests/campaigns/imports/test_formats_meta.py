"""Meta Business Suite: posts with ids of 17 digits, daily series stacked in UTF-16."""

import io

import openpyxl
import pytest

from tests.campaigns.imports.dry import dry, known, totals

POSTS = {
    "en": "Post ID,Account ID,Account username,Account name,Description,Duration (sec),"
    "Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,"
    "Comments,Saves",
    "ru": "Идентификатор публикации,Идентификатор аккаунта,Имя пользователя аккаунта,"
    "Название аккаунта,Описание,Длительность (с),Время публикации,Постоянная ссылка,"
    "Тип публикации,Комментарий,Дата,Просмотры,Охват,Отметки «Нравится»,Репосты,Подписки,"
    "Комментарии,Сохранения",
    "de": "Beitrags-ID,Konto-ID,Nutzername des Kontos,Kontoname,Beschreibung,Dauer (Sek.),"
    "Veröffentlichungszeitpunkt,Permalink,Beitragsart,Datenkommentar,Datum,Aufrufe,Reichweite,"
    "„Gefällt mir“-Angaben,Geteilte Inhalte,Follows,Kommentare,Gespeichert",
    "es": "Identificador de la publicación,Identificador de la cuenta,"
    "Nombre de usuario de la cuenta,Nombre de la cuenta,Descripción,Duración (segundos),"
    "Hora de publicación,Enlace permanente,Tipo de publicación,Comentario,Fecha,Visualizaciones,"
    "Alcance,Me gusta,Veces que se ha compartido,Seguimientos,Comentarios,Guardados",
    "pt": "Identificação do post,Identificação da conta,Nome de usuário da conta,Nome da conta,"
    "Descrição,Duração (s),Horário de publicação,Link permanente,Tipo de post,Comentário,Data,"
    "Visualizações,Alcance,Curtidas,Compartilhamentos,Seguimentos,Comentários,Salvamentos",
    "fr": "ID de publication,ID de compte,Nom d’utilisateur du compte,Nom du compte,Description,"
    "Durée (s),Heure de publication,Permalien,Type de publication,Remarque,Date,Vues,Couverture,"
    "Mentions J’aime,Partages,Abonnements,Commentaires,Enregistrements",
}
LIFETIME = {"en": "Lifetime", "ru": "За все время", "de": "Gesamt", "es": "Total",
            "pt": "Vitalício", "fr": "Durée de vie"}  # fmt: skip


@pytest.mark.parametrize("language", POSTS)
def test_posts_keep_their_ids_captions_and_days(language):
    found = dry(
        f"\ufeff{POSTS[language]}\n"
        '17974697564884257,17841400882674637,maya,"Maya","They said ""no"".\n\nAgree?",58,'
        f'"05/26/2025 10:23",https://www.instagram.com/reel/DYz2HS0M2ks/,IG reel,,'
        f"{LIFETIME[language]},4993,3206,287,56,2,0,7\n"
        '18129029371615857,17841400882674637,maya,Maya,One line,0,"06/01/2025 09:49",'
        f"https://www.instagram.com/p/DZ2u1rOxOkV/,IG image,,{LIFETIME[language]},7,5,3,2,-1,1,0\n"
    )
    assert known(found) == ("meta.instagram", language)
    assert totals(found) == {
        "views": 5000, "reach": 3211, "likes": 290, "shares": 58, "follows": 1, "comments": 1,
        "saves": 7,
    }  # fmt: skip
    assert (str(found.sums.first), str(found.sums.last)) == ("2025-05-26", "2025-06-01")
    assert found.seen.options["day_first"] == "month"
    assert not found.problems


def test_a_day_in_the_date_column_is_the_day_of_the_row():
    head = "Post ID,Publish time,Permalink,Date,Reach\n"
    row = "1,05/26/2025 10:23,https://www.instagram.com/p/DZ2u1rOxOkV/,05/30/2025,5\n"
    assert str(dry(head + row).sums.first) == "2025-05-30"


def test_facebook_posts_count_reactions_and_not_their_sum_with_comments():
    found = dry(
        'Post ID,Page ID,Page name,Title,"Duration (sec)",Publish time,Permalink,Post type,Date,'
        'Views,Reach,"Reactions, Comments and Shares",Reactions,Comments,Shares,"Total clicks",'
        '"Link Clicks","Seconds viewed","Average Seconds viewed"\n'
        "122100000000000001,1,Kettle,Hi,0,05/26/2025 10:23,https://www.facebook.com/kettle/1,"
        "Photos,Lifetime,100,80,18,10,5,3,40,30,600,6\n"
    )
    assert known(found) == ("meta.facebook", "en")
    assert totals(found) == {
        "views": 100, "reach": 80, "likes": 10, "comments": 5, "shares": 3, "clicks": 30,
        "watch_seconds": 600,
    }  # fmt: skip


def test_an_id_that_a_spreadsheet_has_ruined_is_told():
    found = dry("Post ID,Publish time,Account username,Reach\n1.79747E+16,05/26/2025,maya,5\n")
    [problem] = found.problems.values()
    assert "lost its last digits" in problem.text


SERIES = (
    'sep=,\n"Facebook reach"\n"Date","Primary"\n'
    '"2025-01-01T01:00:00","5"\n"2025-01-02T01:00:00","14"\n\n'
    '"Instagram reach"\n"Date","Primary"\n'
    '"2025-01-01T01:00:00","100"\n"2025-01-02T01:00:00","1,000"\n\n'
    '"Content interactions"\n"Date","Primary"\n"2025-01-01T01:00:00","9"\n\n'
    '"Link clicks"\n"Date","Primary"\n"2025-01-01T01:00:00","3"\n'
)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_series_stacked_in_one_file(encoding, ends):
    found = dry(SERIES.replace("\n", ends).encode(encoding))
    assert known(found) == ("meta.series", "en")
    assert {title: totals_of.numbers for title, totals_of in found.blocks.items()} == {
        "Facebook reach": {"reach": 19},
        "Instagram reach": {"reach": 1100},
        "Link clicks": {"clicks": 3},
    }
    [same] = found.skipped.values()
    assert same.lines == [13 + 1]
    assert "Content interactions" in same.text


@pytest.mark.parametrize(
    ("title", "head", "metric"),
    [
        ("Охват в Instagram", "Дата,Основное", "reach"),
        ("Instagram-Reichweite", "Datum,Primär", "reach"),
        ("Alcance de Facebook", "Fecha,Principal", "reach"),
        ("Cliques no link", "Data,Principal", "clicks"),
        ("Vues", "Date,Principal", "views"),
        ("Instagram follows", "Date,Something", "follows"),
    ],
)
def test_titles_of_series_in_other_languages(title, head, metric):
    found = dry(f"sep=,\n{title}\n{head}\n2025-01-01T00:00:00,5\n2025-01-02T00:00:00,6\n")
    assert totals(found) == {metric: 11}


def test_a_series_in_a_workbook():
    book = openpyxl.Workbook()
    for line in SERIES.splitlines()[1:]:
        book.active.append([cell.strip('"') for cell in line.split(",", 1)])
    raw = io.BytesIO()
    book.save(raw)
    found = dry(raw.getvalue(), "Reach.xlsx")
    assert totals(found) == {"reach": 1119, "clicks": 3}
