"""TikTok, Shopify, Google Analytics, VK, Telegram, and files spoiled on their way."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest

from core.imports.refusals import ImportRefused
from tests.campaigns.imports.dry import dry, known, totals

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December"]  # fmt: skip


def _overview(first: date, days: int, *, down: bool = False) -> str:
    dates = [first + timedelta(days=n) for n in range(days)]
    rows = [f'"{MONTHS[day.month - 1]} {day.day}","{n}","1","2","-1","undefined"'
            for n, day in enumerate(dates)]  # fmt: skip
    head = '"Date","Video Views","Profile Views","Likes","Comments","Shares"'
    return "\ufeff" + "\n".join([head, *(rows[::-1] if down else rows)]) + "\n"


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize(
    ("first", "days"),
    [(date(2025, 2, 28), 365), (date(2025, 12, 30), 5), (date(2024, 11, 1), 480),
     (date(2026, 1, 1), 3), (date(2025, 12, 31), 2), (date(2025, 3, 4), 365)],
)  # fmt: skip
def test_days_without_a_year_turn_it_where_they_do(first, days, down):
    found = dry(_overview(first, days, down=down))
    assert known(found) == ("tiktok.overview", "en")
    assert (found.sums.first, found.sums.last) == (first, first + timedelta(days=days - 1))
    assert totals(found) == {
        "views": sum(range(days)), "likes": 2 * days, "comments": -days,
    }  # fmt: skip


def test_the_person_may_say_the_year_of_the_last_day():
    found = dry(_overview(date(2023, 12, 30), 4), year="2024")
    assert (found.sums.first, found.sums.last) == (date(2023, 12, 30), date(2024, 1, 2))


def test_followers_and_viewers_of_tiktok():
    head = '"Date","Followers","Difference in followers from previous day"\n'
    found = dry(head + '"28 February","900","-3"\n"1 March","905","5"\n')
    assert (known(found)[0], totals(found)) == ("tiktok.followers", {"follows": 2})
    head = "Date,Total Viewers,New Viewers,Returning Viewers\n"
    found = dry(head + "February 1,undefined,0,0\nFebruary 2,12,4,8\n")
    assert known(found)[0] == "tiktok.viewers"
    assert totals(found) == {"reach": 12}
    # What is not known is no zero, and no row.
    assert [same.lines for same in found.problems.values()] == [[2]]


def test_videos_of_tiktok_stand_on_the_day_they_were_posted():
    found = dry(
        "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,"
        "Total views,Add to favorites\n"
        "March 1,One,https://www.tiktok.com/@maya/video/7412345678901234567,February 12,"
        '1.2K,45,12,"18,400",7\n'
    )
    assert known(found)[0] == "tiktok.content"
    assert totals(found) == {"likes": 1200, "comments": 45, "shares": 12, "views": 18_400,
                             "saves": 7}  # fmt: skip
    assert found.sums.first == date(2026, 2, 12)


ORDERS = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,"
    "Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Billing Zip,"
    "Billing Country,Shipping Country,Cancelled at,Refunded Amount,Source\n"
    "#1001,a@x.example,paid,2026-02-01 10:00:00 -0500,fulfilled,USD,90.00,10.00,0.00,100.00,"
    "MAYA10,10.00,2026-02-01 23:30:00 -0500,1,Kettle,'0812,US,US,,0.00,web\n"
    "#1001,a@x.example,,,,,,,,,,,,2,Cup,,,,,,\n"
    "#1002,b@x.example,partially_refunded,2026-02-02 10:00:00 +1100,,USD,50,0,0,50.00,maya10,0,"
    "2026-02-02 10:00:00 +1100,1,Cup,'0820,AU,AU,,20.00,web\n"
    "#1003,c@x.example,refunded,2026-02-03 10:00:00 +1100,,USD,70,0,0,70.00,MAYA10,0,"
    "2026-02-03 10:00:00 +1100,1,Cup,1,US,US,2026-02-04 10:00:00 +1100,70.00,web\n"
    "#1004,d@x.example,paid,2026-02-03 10:00:00 +1100,,EUR,7,0,0,7.50,,0,"
    "2026-02-03 10:00:00 +1100,1,Cup,1,DE,DE,,0,web\n"
)


def test_orders_of_a_shop_are_counted_once_and_less_what_was_paid_back():
    found = dry(ORDERS)
    assert known(found) == ("shopify.orders", "en")
    assert totals(found) == {"purchases": 3, "USD": Decimal(130), "EUR": Decimal("7.5")}
    # The day of the shop's own clock.
    assert (found.sums.first, found.sums.last) == (date(2026, 2, 1), date(2026, 2, 3))
    [same] = found.skipped.values()
    assert (same.lines, "#1001" in same.text) == ([3], True)
    assert not found.problems


def test_sales_by_discount_need_a_day():
    text = (
        "Discount name,Discount type,Orders,Gross sales,Net sales,Total sales\nMAYA10,%,3,9,8,7\n"
    )
    found = dry(text, currency="USD", day="2026-02-01")
    assert known(found)[0] == "shopify.discounts"
    assert totals(found) == {"purchases": 3, "USD": Decimal(7)}
    assert [line for same in dry(text).problems.values() for line in same.lines] == [2]


GA4 = "# ----------\n# Events: Event name\n# Property: kettle\n# \n# All Users\n"


def test_events_of_a_stretch_of_days():
    found = dry(
        f"{GA4}# Start date: 20260101\n# End date: 20260131\n"
        "Event name,Event count,Total users,Total revenue\n"
        "page_view,1294,500,0\nscroll,77,60,0\nsession_start,447,400,0\n"
        'purchase,3,3,120.5\n"<img src=""https://x"">",1,1,0\n',
        currency="EUR",
    )
    assert known(found) == ("ga4.events", "en")
    assert totals(found) == {"views": 1294, "clicks": 447, "purchases": 3, "EUR": Decimal("120.5")}
    assert found.sums.first == found.sums.last == date(2026, 1, 31)
    assert str(found.beside["Event count"]) == "1822"


def test_visits_by_campaign_and_day_with_a_grand_total():
    found = dry(
        f"{GA4}Date,Session campaign,Session manual ad content,Sessions,Ecommerce purchases,\n"
        ",,,30,3,Grand total\n"
        "20260201,spring,maya,10,1,\n20260202,(not set),(not set),20,2,\n"
    )
    assert known(found)[0] == "ga4.traffic"
    assert totals(found) == {"clicks": 30, "purchases": 3}
    assert [line for line, _own in found.own_totals] == [7]


def test_of_several_tables_the_largest_is_read_and_the_others_are_named():
    found = dry(
        "# Start date: 20260101\n\nDate,Sessions\n20260101,5\n\n"
        "Session campaign,Sessions\nspring,10\nsummer,20\nautumn,1\n",
        day="2026-01-31",
    )
    assert totals(found) == {"clicks": 31}
    assert len(found.table.dialect.tables) == 2


def test_vk_counts_the_whole_and_not_its_parts():
    found = dry(
        "Дата;Критерий;Параметр 1;Параметр 2;Значение\n"
        "01.02.2026;Просмотры;;;10\n01.02.2026;Просмотры;пол;ж;6\n02.02.2026;Охват;;;5\n"
        "02.02.2026;Настроение;;;5\n"
    )
    assert known(found) == ("vk.series", "ru")
    assert totals(found) == {"views": 10, "reach": 5}


def test_posts_of_telegram_by_their_links():
    found = dry("Ссылка,Дата,Просмотры,Репосты\nhttps://t.me/maya/12,01.02.2026,1 200,3\n")
    assert (known(found)[0], found.seen.options["platform"]) == ("telegram.posts", "telegram")


PLAIN = "Дата;Аккаунт;Охват;Выручка, ₽\n01.02.2026;maya;1\u202f200;1\u202f234,50\n"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN, PLAIN.replace(";", "\t"), PLAIN.replace("\n", "\r\n"), "\ufeff" + PLAIN,
        PLAIN.replace("₽", "руб.").replace("\u202f", "\xa0").encode("cp1251"),
        PLAIN.encode("utf-16"), PLAIN.encode("utf-16-le"),
        PLAIN.rstrip("\n"), "sep=;\n" + PLAIN, "\n\n" + PLAIN,
        "".join('"' + line.replace('"', '""') + '"\n' for line in PLAIN.splitlines()),
    ],
)  # fmt: skip
def test_a_table_however_it_was_saved(text):
    assert totals(dry(text)) == {"reach": 1200, "RUB": Decimal("1234.50")}


def test_rows_quoted_twice_under_a_header_that_is_not():
    rows = '"2026-02-0%s,maya,""1,200"""\n'
    found = dry("Date,Username,Reach\n" + "".join(rows % n for n in (1, 2, 3)))
    assert totals(found) == {"reach": 3600}


def test_a_list_of_quoted_words_is_no_table_in_a_table():
    lines = "".join(f'"Town {n}, Russia"\n' for n in range(4))
    assert not dry("Reach\n5\n6\n", day="2026-02-01").table.dialect.twice
    assert dry(f'"Reach, all"\n{lines}').sums.rows == 0


@pytest.mark.parametrize("cell", ["--", "n/a", "undefined", "(not set)", "н/д", "—", "\u2009"])
def test_unknown_is_no_number(cell):
    assert totals(dry(f"Date,Username,Reach,Views\n2026-02-01,maya,{cell},5\n")) == {"views": 5}


def test_numbers_of_one_column_agree_on_their_fraction():
    text = "Datum;Kanal;Wiedergabezeit (Stunden)\n2026-02-01;m;1,5\n2026-02-02;m;1.384\n"
    assert totals(dry(text)) == {"watch_seconds": 5400 + 1384 * 3600}


def test_a_workbook_is_read_like_a_table():
    book = openpyxl.Workbook()
    for row in (["Results of Maya"], [], ["Date", "Username", "Reach", "Watch time (minutes)"],
                [date(2026, 2, 1), "maya", 1200, 1.5], ["Total", None, 1200, 1.5]):  # fmt: skip
        book.active.append(row)
    raw = io.BytesIO()
    book.save(raw)
    found = dry(raw.getvalue(), "results.xlsx")
    assert totals(found) == {"reach": 1200, "watch_seconds": 90}
    assert len(found.own_totals) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "Date,Username,Reach\n", "\ufeff"])
def test_nothing_in_the_file_is_told(text):
    with pytest.raises(ImportRefused, match=r"empty|no row"):
        dry(text)
