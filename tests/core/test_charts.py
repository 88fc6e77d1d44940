import os
import sys
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from core.charts import Chart, drawing, png, process, spec, svg, table

ROWS = [
    {"campaign": "Весенний запуск", "rate": 0.0513},
    {"campaign": "Осень <script>alert(1)</script>", "rate": None},
    {"campaign": "Лето", "rate": 0.061},
]
CHART = Chart(
    title="Вовлечённость <b>",
    rows=ROWS,
    kind="bar",
    x="campaign",
    y="rate",
    x_title="Кампания",
    y_title="Вовлечённость",
    y_format="percent",
    reference=0.05,
    reference_title="ваша медиана",
    language="ru",
)


@pytest.fixture(autouse=True)
def _local_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def _attributes(picture: str) -> list[tuple[str, str]]:
    return [item for element in ElementTree.fromstring(picture).iter() for item in element.items()]


@pytest.fixture(autouse=True)
def _nothing_near():
    drawing._near.clear()


def test_svg_is_themed_and_safe_under_a_strict_policy():
    picture = svg(CHART)
    assert "<style" not in picture
    assert "<script" not in picture
    assert not {name for name, _ in _attributes(picture)} & {"style", "onclick", "href"}
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    assert [e.tag for e in root.iter() if e is not root and e.get("role")] == []
    assert root.get("width") is None
    assert root.get("viewBox", "").startswith("-12 0 ")
    assert root[0].text == "Вовлечённость <b>"
    assert "var(--chart-1, #14604c)" in picture
    texts = "".join(root.itertext())
    assert "Весенний запуск" in texts
    assert "5,1\u00a0%" in texts
    # Every colour of ours has its variable: nothing stays dark on dark.
    colors = {value for name, value in _attributes(picture) if name in ("fill", "stroke")}
    assert {c for c in colors if not c.startswith("var(")} <= {"none", "transparent"}


def test_png_is_twice_the_size_and_drawn_once(monkeypatch):
    picture = png(CHART)
    assert picture.startswith(b"\x89PNG")
    width = int.from_bytes(picture[16:20], "big")
    assert 850 <= width <= 1150
    monkeypatch.setattr(drawing.artist, "draw", lambda wish: pytest.fail("drawn again"))
    assert png(CHART) == picture


@pytest.mark.parametrize("kind", ["bar", "line", "grouped"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_kind_is_drawn(kind, language):
    rows = [
        {"x": f"C{n}", "y": None if n == 2 else n * 1000.5, "s": s} for n in range(4) for s in "ab"
    ]
    chart = Chart("Money", rows, kind, "x", "y", color="s", y_format="money", currency="RUB")
    chart = replace(chart, language=language, reference=500)
    picture = svg(chart)
    text = "".join(ElementTree.fromstring(picture).itertext())
    assert ("2\u00a0000\u00a0₽" if language == "ru" else "RUB\u00a02,000") in text


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_day_on_the_axis_is_that_day(monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    drawing.artist.stop()
    rows = [{"day": date(2026, 3, n), "f": 100 + n} for n in (1, 2, 3)]
    text = svg(Chart("Growth", rows, "line", "day", "f"))
    drawing.artist.stop()
    assert ">Mar 1<" in text
    assert ">Mar 3<" in text
    assert "Feb" not in text


def test_numbers_as_text():
    assert table(CHART) == [
        ["Кампания", "Вовлечённость"],
        ["Весенний запуск", "5,1\u00a0%"],
        ["Осень <script>alert(1)</script>", "–"],
        ["Лето", "6,1\u00a0%"],
    ]
    rows = [{"d": date(2026, 3, 1), "m": "RU", "n": 1234.5}]
    chart = Chart("t", rows, "line", "d", "n", color="m", x_title="D", y_title="N")
    assert table(chart) == [["D", "", "N"], ["Mar 1, 2026", "RU", "1,234.5"]]


def test_bars_lie_unless_many_have_short_names():
    def sideways(names, kind="bar"):
        rows = [{"x": name, "y": 1} for name in names]
        return spec._is_sideways(Chart("t", rows, kind, "x", "y"))

    assert sideways(["Now"])
    assert sideways(["Spring launch", "Summer", "Autumn", "Winter"])
    assert not sideways(["Q1", "Q2", "Q3", "Q4"])
    assert not sideways(["Now"], "line")


def _artist(code: str) -> process.Artist:
    return process.Artist([sys.executable, "-u", "-c", code])


def test_a_drawer_that_hangs_is_killed():
    artist = _artist("import time; time.sleep(60)")
    with pytest.raises(process.NotDrawn, match="in time"):
        artist.draw({}, timeout=0.2)
    assert artist._process is None


def test_a_drawer_that_dies_is_started_anew(tmp_path):
    flag = tmp_path / "died"
    code = (
        "import sys, pathlib\n"
        f"flag = pathlib.Path({str(flag)!r})\n"
        "sys.stdin.readline()\n"
        'if flag.exists(): print(\'{"done": "here"}\')\n'
        "flag.touch()\n"
    )
    artist = _artist(code)
    assert artist.draw({}) == "here"
    # That one has ended too, and the next wish finds it gone.
    artist._process.wait()
    assert artist.draw({}) == "here"
    artist.stop()


def test_a_drawer_that_always_dies_is_told():
    with pytest.raises(process.NotDrawn, match="without an answer"):
        _artist("raise SystemExit").draw({})


def test_a_bad_chart_is_told_and_the_drawer_lives():
    with pytest.raises(process.NotDrawn):
        drawing.artist.draw({"as": "svg", "spec": {"mark": 7}, "numbers": None, "times": None})
    assert svg(CHART)


def test_nothing_is_fetched():
    wish = {
        "as": "svg",
        "numbers": None,
        "times": None,
        "spec": {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "data": {"url": "http://127.0.0.1:9/rows.json"},
            "mark": "bar",
            "encoding": {"x": {"field": "a"}},
        },
    }
    with pytest.raises(process.NotDrawn, match="(?i)url|access|allowed"):
        drawing.artist.draw(wish)


def test_a_fork_does_not_share_the_drawer():
    svg(CHART)
    mine = drawing.artist._process
    assert mine is not None
    child = os.fork()
    if child == 0:
        os._exit(0 if drawing.artist._process is None else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert drawing.artist._process is mine
    assert mine.poll() is None


def test_no_picture_is_no_error(monkeypatch):
    def refuse(wish):
        raise process.NotDrawn("no")

    monkeypatch.setattr(drawing.artist, "draw", refuse)
    assert svg(CHART) == ""
    assert png(CHART) == b""


def test_a_cache_that_fails_spoils_nothing(db, settings, monkeypatch):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "no_such_table",
        }
    }
    monkeypatch.setattr(drawing.artist, "draw", lambda wish: "QUJD")
    with transaction.atomic():
        assert png(CHART) == b"ABC"
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


def test_the_drawer_ends_when_nobody_asks(monkeypatch):
    code = "from core.charts import renderer; renderer.IDLE_SECONDS = 0.2; renderer.main()"
    artist = _artist(code)
    process_ = artist._running()
    assert process_.wait(timeout=20) == 0
