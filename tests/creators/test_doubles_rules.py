"""One person under two spellings has one key; two people have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creators.rules.doubles import (
    LONGEST_NAME,
    Because,
    Reason,
    email_key,
    handle_says_something,
    is_full_name,
    name_key,
    pairs_of,
    strength,
)


@pytest.mark.parametrize(
    "spellings",
    [
        "Алексей Aleksei Alexey Alexei Aleksey Alexej",
        "Юлия Julia Yulia Yuliya Iuliia",
        "Ксения Xenia Ksenia Kseniya Xeniya",
        "Дмитрий Dmitry Dmitriy Dmitrij Dmitri Dmitrii",
        "Ёлкина Yolkina Елкина Elkina Jolkina",
        "Евгений Evgeny Yevgeny Evgeniy Yevgeniy",
        "Екатерина Ekaterina Yekaterina",
        "Виктория Victoria Viktoria Viktoriya",
        "Щукина Shchukina Schukina",
        "Чехов Chekhov Chehov",
        "Хабибуллин Khabibullin Khabibulin",
        "Александр Alexander Aleksandr Alexandr",
        "Пётр Petr Pyotr Петр",
        "Игорь Igor Igor'",
        "Наталья Natalya Natalia Наталия Nataliya",
        "Софья Sofya Sofia Sophia София",
        "Юрий Yuri Yury Yuriy Iurii Jurij",
        "Андреев Andreev Andreyev",
        "Васильев Vasiliev Vasilyev Vasilev",
        "Соловьёв Solovyov Soloviev Solovyev Соловьев",
        "Людмила Ludmila Lyudmila Liudmila",
        "Артём Artyom Artem Artiom",
        "Достоевский Dostoevsky Dostoyevsky Dostoevskiy",
        "Хрущёв Khrushchev Khrushchyov Хрущев",
        "Цветкова Tsvetkova Cvetkova",
        "Кирилл Kirill Kiril",
        "Филипп Filipp Philip Filip",
        "Журавлёва Zhuravleva Zhuravlyova",
    ],
)
def test_spellings_of_one_name_give_one_key(spellings):
    assert len({name_key(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    "names",
    [
        "Анна Антон", "Мария Марина", "Олег Ольга", "Юлия Ульяна", "Александр Александра",
        "Евгений Евгения", "Daniel Daniela", "Petrov Petrova", "Ирина Арина", "Алёна Алина",
        "Элина Елена", "Mark Marek", "Ким Ли",
    ],
)  # fmt: skip
def test_two_names_give_two_keys(names):
    first, second = names.split()
    assert name_key(first) != name_key(second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлкина Светлана", "Svetlana Yolkina"),
        ("Светлана Ёлкина", "Ёлкина Светлана Андреевна"),
        ("Svetlana Yolkina", "Svetlana A. Yolkina"),
        ("Анна-Мария Ким", "Kim Anna Maria"),
        ("Svetlana   Yolkina 🌿", "СВЕТЛАНА ЁЛКИНА"),
    ],
)
def test_order_case_patronymic_and_initial_do_not_count(one, other):
    assert name_key(one) == name_key(other)


def test_what_is_all_there_is_of_a_name_counts():
    assert name_key("S. Kim") == "kim s"
    assert name_key("Ольга Петровна") != name_key("Ольга")
    assert name_key("🌿") == ""
    assert is_full_name(name_key("Светлана Ким"))
    assert not is_full_name(name_key("Светлана"))


@given(st.text(max_size=120))
def test_any_text_has_a_key_that_fits_and_ignores_the_order_of_words(text):
    key = name_key(text)
    assert len(key) <= LONGEST_NAME
    assert name_key(" ".join(reversed(text.split()))) == key or "'" in text or len(key) > 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("s.vet+x@GoogleMail.com", "svet@gmail.com", True),
        ("a-b@ya.ru", "a.b@yandex.ru", True),
        ("a+list@example.com", "a@example.com", True),
        ("a.b@example.com", "ab@example.com", False),
        ("a-b@example.com", "a.b@example.com", False),
        ("...@gmail.com", "a@gmail.com", False),
    ],
)
def test_a_mailbox_behind_its_addresses(one, other, same):
    assert (email_key(one) == email_key(other)) is same


@pytest.mark.parametrize("nothing", ["", "no address", "@example.com"])
def test_no_address_has_no_key(nothing):
    assert email_key(nothing) == ""


@pytest.mark.parametrize(
    ("key", "says"),
    [("svetahome", True), ("official", False), ("abc", False), ("12345678", False), ("", False)],
)
def test_generic_handles_say_nothing(key, says):
    assert handle_says_something(key) is says


def test_the_strongest_reason_comes_first_then_how_many_there_are():
    mail, phone, name = Because(Reason.MAIL), Because(Reason.PHONE), Because(Reason.NAME)
    assert strength([mail, name]) < strength([mail]) < strength([phone, name]) < strength([name])


def test_pairs_are_in_order_and_each_is_one():
    assert pairs_of([3, 1, 2, 1]) == [(1, 2), (1, 3), (2, 3)]
