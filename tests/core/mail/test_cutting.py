"""What a person wrote, cut from what their program quoted."""

import pytest

from core.mail.cutting import LONGEST, cut, words_of


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        # Mail.ru on the web and on a phone, Yandex, Gmail, Apple Mail, Outlook in Russian.
        ("Да, беру.\n\nСреда, 30 апреля 2025, 15:19 +03:00 от Ольга <o@x.ru>:\n> текст", "Да, беру."),
        ("Угол не мой.\n\n--\nОтправлено из Mail.ru для Android\n\nсреда, 30 апреля 2025 г., 15:19 "
         "+0300 от o@x.ru:\nпривет", "Угол не мой."),
        ('Давайте в мае\n\n30.04.2025, 15:19, "Ольга" <o@x.ru>:\n\nпривет', "Давайте в мае"),
        ("Хорошо\n\nср, 30 апр. 2025 г. в 15:19, John Doe <doe@example.com>:\n\nпривет", "Хорошо"),
        ("Давайте\nОтправлено с iPhone\n\n> 30 апр. 2025 г., в 15:19, Ольга <o@x.ru> написал(а):\n"
         "> \n> привет", "Давайте"),
        ("Хорошо\n\nОт: Ольга <o@x.ru>\nОтправлено: 30 апреля 2025 г. 15:19\nКому: Света\n"
         "Тема: бриф\n\nпривет", "Хорошо"),
        # In English.
        ("Sounds good\n\nOn Wed, Apr 30, 2025 at 3:19 PM Olga <o@x.ru> wrote:\n> hi", "Sounds good"),
        ("Yes\n\n________________________________\nFrom: Olga <o@x>\nSent: Wednesday\nTo: me\n"
         "Subject: x\n\nhi", "Yes"),
        ("Yes\r\n\r\n-----Original Message-----\r\nFrom: Olga", "Yes"),
        # What only looks like a quotation stays.
        ("- балкон\n- кухня\nСнято 30.04.2025 вечером: красиво\nИ ещё строка",
         "- балкон\n- кухня\nСнято 30.04.2025 вечером: красиво\nИ ещё строка"),
        ("> only quoted", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_only_the_answer_is_left(mail, said):
    assert cut(mail) == said


def test_html_alone_is_read_as_text_without_what_it_quotes():
    markup = (
        "<div>Да, <b>беру</b><br>в мае</div><script>x()</script><blockquote>старое</blockquote>"
    )
    assert words_of(None, markup) == words_of(" \n", markup) == "Да, беру\nв мае"
    assert words_of("plain", markup) == "plain"
    assert words_of(None, None) == ""


def test_length_and_depth_are_bounded():
    assert len(cut("слово " * 100_000)) <= LONGEST
    assert cut("ok\n" + "\n".join(">" * n + " x" for n in range(1, 200))) == "ok"
