import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.links import link_key

SAME = {
    "youtube.com/watch/dQw4w9WgXcQ": [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=42s",
        "http://m.youtube.com/watch?v=dQw4w9WgXcQ#comments",
        "https://youtu.be/dQw4w9WgXcQ?si=abc",
        "youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ?feature=share",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "//youtu.be/dQw4w9WgXcQ/",
    ],
    "instagram.com/p/CxYz_1-2": [
        "https://www.instagram.com/p/CxYz_1-2/?igsh=abc==",
        "https://instagram.com/reel/CxYz_1-2/",
        "instagram.com/reels/CxYz_1-2",
        "https://www.instagram.com/sveta.home/reel/CxYz_1-2/",
        "HTTPS://Instagram.com/tv/CxYz_1-2",
        "https://instagr.am/p/CxYz_1-2",
    ],
    "tiktok.com/video/7301234567890123456": [
        "https://www.tiktok.com/@maya.cooks/video/7301234567890123456?is_from_webapp=1",
        "https://m.tiktok.com/v/7301234567890123456.html",
        "tiktok.com/@maya.cooks/photo/7301234567890123456",
    ],
    "vk.com/wall-123_45": [
        "https://vk.com/wall-123_45",
        "https://m.vk.com/wall-123_45?reply=9",
        "https://vk.com/feed?w=wall-123_45",
        "https://vk.ru/club1?w=wall-123_45%2Fall",
    ],
    "vk.com/video-1_2": ["https://vkvideo.ru/video-1_2", "https://vk.com/video?z=video-1_2/club"],
    "rutube.ru/video/0a1b2c": ["https://rutube.ru/video/0a1b2c/", "rutube.ru/shorts/0a1b2c"],
    "x.com/status/17": ["https://twitter.com/maya/status/17?s=20", "https://x.com/i/status/17"],
    "t.me/channel/12": ["https://t.me/s/Channel/12", "t.me/channel/12?single"],
    "dzen.ru/a/Zx1": ["https://dzen.ru/a/Zx1?utm_source=1", "https://www.dzen.ru/a/Zx1/"],
    "blog.example/my post": ["https://blog.example:443//my%20post/"],
}


@pytest.mark.parametrize(
    ("key", "link"), [(k, link) for k, links in SAME.items() for link in links]
)
def test_link_key_of_known_spellings(key, link):
    assert link_key(link) == key.replace(" ", "")
    assert link_key(f"  {link}\n") == key.replace(" ", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/DQW4W9WGXCQ"),
        ("https://vk.com/feed?w=wall-1_2", "https://vk.com/feed?w=wall-1_3"),
        ("https://www.instagram.com/p/A1/", "https://www.instagram.com/p/A2/"),
        ("https://www.instagram.com/stories/a/1", "https://www.instagram.com/stories/a/2"),
        ("https://www.youtube.com/@maya", "https://www.youtube.com/watch?v=maya"),
    ],
)
def test_link_key_keeps_different_posts_apart(one, other):
    assert link_key(one) != link_key(other)


@pytest.mark.parametrize("link", ["", "  ", "\u200b\n"])
def test_link_key_of_nothing_is_nothing(link):
    assert link_key(link) == ""


def test_link_key_of_a_broken_address_is_the_text():
    assert link_key("http://[half") == "http://[half"


@given(st.text(max_size=80) | st.sampled_from([link for links in SAME.values() for link in links]))
def test_link_key_of_a_key_is_itself(text):
    key = link_key(text)
    assert link_key(key) == key
