"""What people paste for a social account: pure rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creators.enums import Platform
from creators.rules.handles import HandleError, handle_key, parse_handle, profile_url

UC = "UC_x5XG1OV2P6uZZ5FSM9Ttw"


@pytest.mark.parametrize(
    ("text", "platform", "expected"),
    [
        # Bare names of a stated platform.
        ("@Sveta.Home", "instagram", ("instagram", "Sveta.Home", "sveta.home")),
        ("  sveta.home ", "instagram", ("instagram", "sveta.home", "sveta.home")),
        ("＠sveta\u200b_home", "telegram", ("telegram", "sveta_home", "sveta_home")),
        ("@Кухня_на_даче", "youtube", ("youtube", "Кухня_на_даче", "кухня_на_даче")),
        ("id/5f3e2a", "dzen", ("dzen", "id/5f3e2a", "id/5f3e2a")),
        ("+AbCdEf", "telegram", ("telegram", "+AbCdEf", "+abcdef")),
        # Addresses say their own platform.
        (
            "https://www.instagram.com/Sveta.Home/?hl=ru",
            "",
            ("instagram", "Sveta.Home", "sveta.home"),
        ),
        ("instagram.com/sveta.home", "instagram", ("instagram", "sveta.home", "sveta.home")),
        ("instagram.com/stories/sveta/31", "", ("instagram", "sveta", "sveta")),
        ("instagram.com/sveta/p/Cxyz/", "", ("instagram", "sveta", "sveta")),
        ("HTTPS://INSTAGRAM.COM/Sveta#top", "", ("instagram", "Sveta", "sveta")),
        ("https://youtube.com/@SvetaHome/videos", "", ("youtube", "SvetaHome", "svetahome")),
        (f"https://m.youtube.com/channel/{UC}", "", ("youtube", UC, UC.lower())),
        ("youtube.com/c/SvetaHome", "", ("youtube", "SvetaHome", "svetahome")),
        ("youtube.com/user/SvetaHome", "", ("youtube", "SvetaHome", "svetahome")),
        ("youtube.com/SvetaHome", "", ("youtube", "SvetaHome", "svetahome")),
        ("youtube.com/@%D0%94%D0%B0%D1%87%D0%B0", "", ("youtube", "Дача", "дача")),
        ("https://www.tiktok.com/@sveta/video/7?lang=ru", "", ("tiktok", "sveta", "sveta")),
        ("t.me/sveta_home", "", ("telegram", "sveta_home", "sveta_home")),
        ("https://t.me/s/sveta_home", "", ("telegram", "sveta_home", "sveta_home")),
        ("https://t.me/joinchat/AAAA", "", ("telegram", "+AAAA", "+aaaa")),
        ("https://t.me/sveta_home/481", "", ("telegram", "sveta_home", "sveta_home")),
        ("m.vk.com/id1234", "", ("vk", "id1234", "id1234")),
        ("https://vkvideo.ru/@sveta", "", ("vk", "sveta", "sveta")),
        ("https://rutube.ru/channel/23704195/", "", ("rutube", "23704195", "23704195")),
        ("https://rutube.ru/u/sveta/", "", ("rutube", "sveta", "sveta")),
        ("https://dzen.ru/sveta", "", ("dzen", "sveta", "sveta")),
        ("https://zen.yandex.ru/id/5f3e2a", "", ("dzen", "id/5f3e2a", "id/5f3e2a")),
        ("twitch.tv/Sveta", "", ("twitch", "Sveta", "sveta")),
        ("https://twitter.com/Sveta/status/1", "x", ("x", "Sveta", "sveta")),
        # No platform we know.
        ("https://sveta.blog/About/", "", ("other", "sveta.blog/About", "sveta.blog/about")),
        ("sveta.blog", "other", ("other", "sveta.blog", "sveta.blog")),
        ("sveta", "other", ("other", "sveta", "sveta")),
    ],
)
def test_parse_handle_reads_what_people_paste(text, platform, expected):
    found = parse_handle(text, platform)
    assert (found.platform, found.handle, found.key) == expected


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://www.instagram.com/Sveta/?igsh=1", "https://instagram.com/Sveta"),
        (f"youtube.com/channel/{UC}", f"https://youtube.com/channel/{UC}"),
        ("youtube.com/c/SvetaHome", "https://youtube.com/c/SvetaHome"),
        ("youtube.com/User/SvetaHome", "https://youtube.com/user/SvetaHome"),
        ("youtube.com/@sveta", "https://youtube.com/@sveta"),
        ("tiktok.com/@sveta", "https://tiktok.com/@sveta"),
        ("t.me/sveta", "https://t.me/sveta"),
        ("vk.ru/sveta", "https://vk.com/sveta"),
        ("vkvideo.ru/@sveta", "https://vkvideo.ru/@sveta"),
        ("rutube.ru/channel/77", "https://rutube.ru/channel/77"),
        ("rutube.ru/u/sveta", "https://rutube.ru/u/sveta"),
        ("zen.yandex.ru/sveta", "https://dzen.ru/sveta"),
        ("twitch.tv/sveta", "https://twitch.tv/sveta"),
        ("twitter.com/sveta", "https://x.com/sveta"),
        ("http://sveta.blog/about", "https://sveta.blog/about"),
    ],
)
def test_parse_handle_gives_an_address_that_opens_the_account(text, url):
    assert parse_handle(text).url == url


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("", "instagram"),
        (" @ ", "instagram"),
        ("sveta", ""),
        ("two words", "instagram"),
        ("<script>", "instagram"),
        ("x" * 121, "instagram"),
        ("https://instagram.com/sveta", "tiktok"),
        ("https://sveta.blog/", "youtube"),
        ("https://instagram.com/", ""),
        ("https://instagram.com/p/Cxyz/", ""),
        ("https://instagram.com/stories/", ""),
        ("https://youtube.com/watch?v=1", ""),
        ("https://youtu.be/abc", ""),
        ("https://youtube.com/channel/", ""),
        ("https://vm.tiktok.com/ZM1/", ""),
        ("https://vk.com/wall-1_22", ""),
        ("https://vk.com/video?z=video1_2", ""),
        ("https://t.me/c/123/4", ""),
        ("https://rutube.ru/video/abc/", ""),
        ("https://x.com/i/lists/1", ""),
        ("https://instagram.com/sve ta/", ""),
        ("javascript://instagram.com/alert(1)", ""),
        ("https://sveta.blog/<script>", ""),
        ("https://[bad/", ""),
        ("https://localhost/sveta", ""),
    ],
)
def test_parse_handle_refuses_with_a_reason(text, platform):
    with pytest.raises(HandleError) as refused:
        parse_handle(text, platform)
    assert str(refused.value.message)


names = st.from_regex(r"[A-Za-zА-Яа-яЁё_][A-Za-zА-Яа-яЁё0-9_]{0,30}", fullmatch=True)
ADDRESSED = [p for p in Platform if p != Platform.OTHER]


@given(name=names, platform=st.sampled_from(ADDRESSED))
def test_every_spelling_of_an_account_has_one_key(name, platform):
    bare = parse_handle(name, platform)
    for spelling in (f"@{name}", f" {name.upper()} ", bare.handle):
        assert parse_handle(spelling, platform).key == handle_key(bare.key) == bare.key


@given(
    name=st.from_regex(r"acc_[a-z0-9_]{1,20}", fullmatch=True), platform=st.sampled_from(ADDRESSED)
)
def test_address_of_a_handle_reads_back_as_that_handle(name, platform):
    assert parse_handle(profile_url(platform, name)).key == parse_handle(name, platform).key


@given(text=st.text(max_size=60), platform=st.sampled_from(["", *Platform.values]))
def test_parse_handle_gives_a_handle_or_a_reason_for_any_text(text, platform):
    try:
        found = parse_handle(text, platform)
    except HandleError:
        return
    assert found.key
    assert " " not in found.key
    assert found.url == "" or found.url.startswith("https://")
