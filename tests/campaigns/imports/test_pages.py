"""The pages of an import say what a file was taken for; results are looked at file by file."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from campaigns.models import Result
from core.models import ImportJob
from tests.campaigns.conftest import at, text_of

VIDEOS = (
    "Контент,Название видео,Время публикации видео,Просмотры,Ваш расчетный доход (USD)\n"
    "Итоговое значение,,,9,1\naKvid202602,Раз,3 февр. 2026 г.,7,1\n"
)


def test_the_mapping_page_says_what_the_file_looks_like(client, campaign, crew):
    file = SimpleUploadedFile("Данные таблицы.csv", VIDEOS.encode())
    answer = client.post(at("results_import", campaign.public_id), {"file": file}, follow=True)
    text = text_of(answer)
    assert "This looks like: YouTube Studio, table of videos. Names of columns: Russian." in text
    job = ImportJob.objects.get()
    assert "revenue" not in job.mapping.values()
    # Every guess may be changed, and what it was taken for is kept.
    sent = {f"column_{place}": job.mapping.get(name, "") for place, name in enumerate(job.header)}
    sent |= {**job.options, "platform": "vk", "outside": "keep"}
    client.post(at("results_import_map", job.public_id), sent)
    job.refresh_from_db()
    assert (job.options["platform"], job.options["format"]) == ("vk", "youtube.videos")
    assert job.state in ("checking", "checked")


def test_results_of_one_file_and_what_is_counted_twice(
    client, campaign, crew, bring, django_assert_max_num_queries
):
    part = {"part": crew["maya"].public_id}
    bring("Date,Video Views,Profile Views\nFebruary 3,10,1\n", part)
    posts = bring("Date,Username,Link,Platform,Views\n2026-02-04,mayamakes,"
                  "https://www.tiktok.com/@mayamakes/video/7301234567890123456,TikTok,5\n")  # fmt: skip
    with django_assert_max_num_queries(30):
        text = text_of(client.get(at("results", campaign.public_id)))
    assert "Views are counted from single posts and from the whole account too" in text
    assert text.count("data-row") == 2
    one = text_of(client.get(at("results", campaign.public_id), {"file": posts.public_id}))
    assert one.count("data-row") == 1


def test_the_command_tells_and_imports(campaign, crew, tmp_path):
    path = tmp_path / "Table data.csv"
    path.write_text(VIDEOS)
    out = io.StringIO()
    call_command("import_results", str(path), dry_run=True, stdout=out)
    assert "YouTube Studio, table of videos [youtube.videos]" in out.getvalue()
    assert "The file's own total, line 2: views 9, its rows add up to 7" in out.getvalue()
    assert not Result.objects.exists()
    call_command("import_results", str(path), campaign=campaign.public_id, stdout=out)
    assert Result.objects.get().views == 7
    path.write_text("Colour,Shape\nred,round\nblue,square\n")
    for how in ({"dry_run": True}, {"campaign": campaign.public_id}, {"campaign": "none"}):
        try:
            call_command("import_results", str(path), stdout=out, **how)
        except CommandError:
            continue
        raise AssertionError(how)
