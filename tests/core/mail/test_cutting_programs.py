"""Answers as the mail programs of the world write them, in both languages: only the answer stays."""

import pytest

from core.mail.cutting import cut, words_of

SAY = "Да, беру в мае."
YES = "Sounds good, May works."
OUR = "Света, привет!\nСможешь в мае?\n\nОльга"

GMAIL_RU = "ср, 30 апр. 2025 г. в 15:19, Ольга Ким <olga@north.example>:"
QUOTED = "\n".join(f"> {line}".rstrip() for line in OUR.split("\n"))

SURE = {
    "gmail web ru": f"{SAY}\n\n{GMAIL_RU}\n\n{QUOTED}\n",
    "gmail web ru, no marks": f"{SAY}\n\n{GMAIL_RU}\n\n{OUR}\n",
    "gmail phone ru": f"{SAY}\n\nпн, 5 мая 2025 г., 15:19 Ольга <o@n.example>:\n\n{QUOTED}",
    "gmail ru, old words": f"{SAY}\n\n30 апреля 2025 г., 15:19 пользователь Ольга <o@n.example> написал:\n\n{QUOTED}",
    "gmail ru, wrapped": f"{SAY}\n\nср, 30 апр. 2025 г. в 15:19, Ольга Константинопольская <\nolga.k@north.example>:\n\n{QUOTED}",
    "gmail en": f"{SAY}\n\nOn Wed, Apr 30, 2025 at 3:19 PM Olga Kim <olga@north.example> wrote:\n\n{QUOTED}",
    "gmail en, wrapped": f"{SAY}\n\nOn Wed, Apr 30, 2025 at 3:19 PM Olga Konstantinopolskaya <\nolga.k@north.example> wrote:\n{QUOTED}",
    "gmail en, narrow space": f"{SAY}\n\nOn Wed, Apr 30, 2025 at 3:19\u202fPM Olga <o@n.example> wrote:\n{QUOTED}",
    "gmail forwarded": f"{SAY}\n\n---------- Forwarded message ---------\nОт: Ольга <o@n.example>\nDate: ср, 30 апр. 2025 г. в 15:19\nSubject: Май\nTo: <s@x.ru>\n\n{OUR}",
    "outlook desktop en": f"{SAY}\n\nFrom: Olga Kim <olga@north.example>\nSent: Wednesday, April 30, 2025 3:19 PM\nTo: Sveta\nSubject: May\n\n{OUR}",
    "outlook desktop ru": f"{SAY}\n\nОт: Ольга Ким [mailto:olga@north.example]\nОтправлено: 30 апреля 2025 г. 15:19\nКому: Света\nТема: Май\n\n{OUR}",
    "outlook desktop de": f"{SAY}\n\nVon: Olga <o@n.example>\nGesendet: Mittwoch, 30. April 2025 15:19\nAn: Sveta\nBetreff: Mai\n\n{OUR}",
    "outlook web": f"{SAY}\n________________________________\nFrom: Olga <o@n.example>\nSent: Wednesday, April 30, 2025 3:19 PM\nTo: Sveta <s@x.ru>\nSubject: May\n\n{OUR}",
    "outlook phone ru": f"{SAY}\n\nПолучить Outlook для iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Ольга <o@n.example>\nSent: Wednesday, April 30, 2025 3:19:22 PM\nTo: s@x.ru <s@x.ru>\nSubject: Май\n\n{OUR}",
    "outlook phone en": f"{SAY}\n\nGet Outlook for Android<https://aka.ms/AAb9ysg>\n________________________________\nFrom: Olga <o@n.example>\nSent: Wednesday\nTo: Sveta\nSubject: May\n\n{OUR}",
    "outlook bold": f"{SAY}\n\n*From:* Olga <o@n.example>\n*Sent:* Wednesday, April 30, 2025\n*To:* Sveta\n*Subject:* May\n\n{OUR}",
    "outlook mac": f"{SAY}\n\nДата: среда, 30 апреля 2025 г., 15:19\nОт: Ольга <o@n.example>\nКому: Света <s@x.ru>\nТема: Май\n\n{OUR}",
    "outlook express": f"{SAY}\n\n-----Original Message-----\nFrom: Olga\n{OUR}",
    "outlook express ru": f"{SAY}\n\n-----Исходное сообщение-----\nОт: Ольга\n{OUR}",
    "apple mail en": f"{SAY}\n\n> On Apr 30, 2025, at 15:19, Olga <o@n.example> wrote:\n> \n{QUOTED}",
    "apple mail ru": f"{SAY}\n\n> 30 апр. 2025 г., в 15:19, Ольга <o@n.example> написал(а):\n> \n{QUOTED}",
    "iphone ru": f"{SAY}\n\nОтправлено с iPhone\n\n> 30 апр. 2025 г., в 15:19, Ольга <o@n.example> написал(а):\n> \n> ﻿Света",
    "iphone en": f"{SAY}\n\nSent from my iPhone\n\n> On Apr 30, 2025, at 3:19 PM, Olga <o@n.example> wrote:\n> \n> ﻿Hi",
    "apple forwarded": f"{SAY}\n\nBegin forwarded message:\n\nFrom: Olga <o@n.example>\nSubject: May\nDate: April 30\nTo: s@x.ru\n\n{OUR}",
    "apple forwarded ru": f"{SAY}\n\nНачало переадресованного сообщения:\n\nОт: Ольга <o@n.example>\nТема: Май\n\n{OUR}",
    "yandex web": f'{SAY}\n\n30.04.2025, 15:19, "Ольга Ким" <olga@north.example>:\n\n{OUR}',
    "yandex web, new": f"{SAY}\n\nКому: s@x.ru (s@x.ru);\nТема: Май;\n\n30.04.2025, 15:19, \"Ольга\" <o@n.example>:\n{QUOTED}".replace("Кому: s@x.ru (s@x.ru);\nТема: Май;\n\n", ""),
    "yandex phone": f"{SAY}\n\n-- \nОтправлено из мобильного приложения Яндекс Почты\n\n30.04.2025, 15:19, \"Ольга\" <o@n.example>:\n{QUOTED}",
    "yandex forwarded": f"{SAY}\n\n-------- Пересылаемое сообщение --------\n30.04.2025, 15:19, \"Ольга\" <o@n.example>:\n\n{OUR}\n-------- Конец пересылаемого сообщения --------",
    "mail.ru web": f"{SAY}\n\nСреда, 30 апреля 2025, 15:19 +03:00 от Ольга Ким <olga@north.example>:\n{QUOTED}",
    "mail.ru web, no marks": f"{SAY}\n\n--\nСветлана\n\nСреда, 30 апреля 2025, 15:19 +03:00 от Ольга <o@n.example>:\n\n{OUR}",
    "mail.ru app": f"{SAY}\n\n--\nОтправлено из Mail.ru для Android\n\nсреда, 30 апреля 2025 г., 15:19 +0300 от o@n.example  <o@n.example>:\n{QUOTED}",
    "mail.ru old": f"{SAY}\n\nWed, 30 Apr 2025 15:19:00 +0300 от Ольга <o@n.example>:\n{QUOTED}",
    "mail.ru forwarded": f"{SAY}\n\n-------- Пересланное сообщение --------\nОт: Ольга <o@n.example>\nКому: s@x.ru\nДата: Среда, 30 апреля 2025, 15:19 +03:00\nТема: Май\n\n{OUR}",
    "rambler": f"{SAY}\n\n30.04.2025 15:19, Ольга <o@n.example> пишет:\n{QUOTED}",
    "thunderbird ru": f"{SAY}\n\n30.04.2025 15:19, Ольга пишет:\n{QUOTED}",
    "thunderbird en": f"{SAY}\n\nOn 4/30/25 15:19, Olga Kim wrote:\n{QUOTED}",
    "thunderbird de": f"{SAY}\n\nAm 30.04.25 um 15:19 schrieb Olga:\n{QUOTED}",
    "thunderbird fr": f"{SAY}\n\nLe 30/04/2025 à 15:19, Olga a écrit :\n{QUOTED}",
    "thunderbird forwarded": f"{SAY}\n\n-------- Перенаправленное сообщение --------\nТема: \tМай\nДата: \tWed, 30 Apr 2025 15:19:00 +0300\nОт: \tОльга <o@n.example>\nКому: \ts@x.ru\n\n{OUR}",
    "the bat": f"{SAY}\n\nВы писали 30 апреля 2025 г., 15:19:20:\n\n{QUOTED}",
    "yahoo en": f"{SAY}\n\n    On Wednesday, April 30, 2025 at 03:19:22 PM GMT+3, Olga <o@n.example> wrote:  \n \n {OUR}",
    "yahoo ru": f"{SAY}\n\nсреда, 30 апреля 2025 г. в 15:19:22 GMT+3, Ольга <o@n.example> написал(а):\n\n{OUR}",
    "samsung en": f"{SAY}\n\nSent from my Galaxy\n\n-------- Original message --------\nFrom: Olga <o@n.example>\nDate: 30/04/2025 15:19 (GMT+03:00)\nTo: s@x.ru\nSubject: May\n\n{OUR}",
    "samsung ru": f"{SAY}\n\nОтправлено с моего Galaxy\n\n-------- Исходное сообщение --------\nОт: Ольга <o@n.example>\nДата: 30.04.2025 15:19 (GMT+03:00)\nКому: s@x.ru\nТема: Май\n\n{OUR}",
    "spark": f"{SAY}\n\nSent via Spark\nOn 30 Apr 2025, 15:19 +0300, Olga <o@n.example>, wrote:\n{QUOTED}",
    "spark ru": f"{SAY}\n\nОтправлено из Spark\n30 апр. 2025 г., 15:19 +0300, Ольга <o@n.example>, писал(-а):\n\n{OUR}",
    "proton en": f"{SAY}\n\nSent with Proton Mail secure email.\n\nOn Wednesday, April 30th, 2025 at 3:19 PM, Olga <o@n.example> wrote:\n\n{QUOTED}",
    "proton ru": f"{SAY}\n\nОтправлено с помощью защищенной электронной почты Proton Mail.\n\nсреда, 30 апреля 2025 г. в 15:19, Ольга <o@n.example> пишет:\n\n{QUOTED}",
    "proton old": f"{SAY}\n\n------- Original Message -------\nOn Wednesday, April 30th, 2025 at 3:19 PM, Olga <o@n.example> wrote:\n\n{QUOTED}",
    "em client": f'{SAY}\n\n------ Исходное сообщение ------\nОт "Ольга" <o@n.example>\nКому s@x.ru\nДата 30.04.2025 15:19:20\nТема Май\n\n{OUR}',
    "blackberry": f"{SAY}\n\n-----Original Message-----\nFrom: Olga <o@n.example>\nDate: Wed, 30 Apr 2025\nTo: s@x.ru\nSubject: May\n\n{OUR}",
    "crlf": f"{SAY}\n\n{GMAIL_RU}\n\n{QUOTED}\n".replace("\n", "\r\n"),
    "hard spaces": f"{SAY}\n\nср, 30 апр. 2025\u00a0г. в\u00a015:19, Ольга <o@n.example>:\n\n{QUOTED}",
    "zero width": f"\ufeff{SAY}\u200b\n\n\u200b{GMAIL_RU}\n{QUOTED}",
    "signature": f"{SAY}\n\n-- \nСветлана Ким\n+7 900 000-00-00\nt.me/kim\n\n{GMAIL_RU}\n{QUOTED}",
    "with regards": f"{SAY}\n\nС уважением,\nСветлана Ким\n+7 900 000-00-00",
    "with regards on one line": f"{SAY}\n\nС уважением, Светлана",
    "best": f"{SAY}\n\nBest,\nSveta",
    "best regards and a card": f"{SAY}\n\nBest regards,\n\nSveta Kim\nCreator | Balcony Stories\nwww.balcony.example\n\nOn 4/30/25 15:19, Olga wrote:\n{QUOTED}",
    "notice": f"{SAY}\n\nThis e-mail and any attachments are confidential and intended solely for the addressee. If you have received it by mistake, please delete it and tell the sender.",
    "answer below": f"{GMAIL_RU}\n{QUOTED}\n\n{SAY}",
    "answer below, signed": f"On 4/30/25 15:19, Olga Kim wrote:\n{QUOTED}\n\n{SAY}\n\n-- \nSveta",
    "two levels": f"{SAY}\n\n{GMAIL_RU}\n{QUOTED}\n>\n> On 4/29/25 15:19, Sveta wrote:\n>> Привет\n>>> ещё",
}  # fmt: skip


@pytest.mark.parametrize("program", SURE)
def test_only_the_answer_is_left(program):
    assert cut(SURE[program]) == SAY


KEPT = [
    "С уважением отношусь к вашей идее, но снимать буду сама.",
    "С уважением отношусь к бренду.\nМогу в мае.",
    "Условия такие:\n- 2 ролика\n- 1 сторис",
    "Вот что мне написала подписчица:\nхочу ещё таких видео!\nИ таких писем десять.",
    "Отправлено с опозданием, извините!\nНо всё готово.",
    "Отправлено из Москвы вчера, трек внутри.",
    "Sent from the studio yesterday: two parcels.",
    "Созвон 30.04.2025 в 15:19:\n1. Идея\n2. Срок",
    "Пишите на s@x.ru до 30.04.2025: там быстрее.\nЖду.",
    "Охват такой:\n> 10 000 в день\nи растёт",
    "Спасибо!",
    "Спасибо,\nСвета",
    "Спасибо, но нет. Давайте осенью?",
    "Thanks,\nI'll take it and send the draft on Friday.",
    "Best of all was the balcony.\nLet's do it again.",
    "Best,\nbut not the last: I will film one more.",
    "- балкон\n- кухня\nСнято 30.04.2025 вечером: красиво\nИ ещё строка",
    "Всего хорошего в этом ролике мало, честно.\nПереснимем?",
    "Первый вариант\n---\nВторой вариант",
    "From: Moscow to London is my route.\nCan we film there?",
    "Кому: подписчикам 18–24\nТема: балкон",
    "Ваш бриф прочитала.\n\nВаша идея хороша, но угол не мой.",
    "Он сказал:\nснимай как видишь\nи я снимаю",
    "On Monday she wrote:\nwe love it\nand bought two",
    "Мои условия\n\n--\n" + "\n".join(f"пункт {n} договора, очень важный" for n in range(14)),
]  # fmt: skip


@pytest.mark.parametrize("text", KEPT)
def test_real_words_stay(text):
    assert cut(text) == text


def test_answers_between_the_quotes_stay_with_a_sign_for_what_is_left_out():
    mail = (
        f"{GMAIL_RU}\n> Сможешь в мае?\nДа, после десятого.\n\n> Сколько роликов?\n> Два?\nДва.\n\n"
        "> Ольга\n"
    )
    assert cut(mail) == "[…]\nДа, после десятого.\n\n[…]\nДва."
    assert cut("Привет!\n> Май?\nДа.\n> Ольга") == "Привет!\n[…]\nДа."


def test_a_postscript_below_the_signature_stays():
    assert (
        cut(f"{SAY}\n\nС уважением,\nСвета\n\nP.S. Балкон готов.") == f"{SAY}\n\nP.S. Балкон готов."
    )


HTML = {
    "gmail": f'<div dir="ltr">{SAY}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">ср, 30 апр. 2025 г. в 15:19, Ольга &lt;<a href="mailto:o@n.example">o@n.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div>Света, привет!</div></blockquote></div>',
    "outlook web": f'<div style="font-family:Calibri">{SAY}</div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg" dir="ltr"><font><b>От:</b> Ольга<br><b>Отправлено:</b> среда<br></font></div><div>Света, привет!</div>',
    "outlook desktop": f'<!--[if gte mso 9]><xml>x</xml><![endif]--><div class=WordSection1><p class=MsoNormal>{SAY}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class=MsoNormal><b>From:</b> Olga &lt;o@n.example&gt; <br><b>Sent:</b> Wednesday, April 30, 2025 3:19 PM<br><b>To:</b> Sveta<br><b>Subject:</b> May</p></div><p>Привет</p></div>',
    "outlook phone": f'<body dir="auto"><div>{SAY}</div><div id="ms-outlook-mobile-signature">Получить Outlook для iOS</div><hr><div id="divRplyFwdMsg"><b>From:</b> Olga</div><div>Привет</div>',
    "new outlook phone": f'<div class="ms-outlook-mobile-body">{SAY}</div><div id="mail-editor-reference-message-container"><b>От:</b> Ольга<br>Привет</div>',
    "apple": f'<html><body dir="auto">{SAY}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Отправлено с iPhone</div><div dir="ltr"><br><blockquote type="cite">30 апр. 2025 г., в 15:19, Ольга написал(а):<br><br></blockquote></div><blockquote type="cite"><div>Привет</div></blockquote></body></html>',
    "yandex": f'<div>{SAY}</div><div> </div><div>30.04.2025, 15:19, "Ольга" &lt;o@n.example&gt;:</div><blockquote><div>Привет</div></blockquote>',
    "mail.ru": f'<HTML><BODY><div>{SAY}</div><div data-signature-widget="container" class="email-signature"><div>--<br>Светлана</div></div><blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px">Среда, 30 апреля 2025, 15:19 +03:00 от Ольга &lt;o@n.example&gt;:<br><div id=""><div class="js-helper js-readmsg-msg"><div>Привет</div></div></div></blockquote></BODY></HTML>',
    "mail.ru app": f'<div>{SAY}</div><div id="mail-app-auto-default-signature">--<br>Отправлено из Mail</div><div id="mail-app-auto-quote">среда, 30 апреля от o@n.example: <blockquote>Привет</blockquote></div>',
    "yahoo": f'<div class="ydp1yahoo-style-wrap"><div>{SAY}</div></div><div id="yahoo_quoted_12" class="yahoo_quoted"><div>On Wednesday, Olga wrote:</div><div>Hi</div></div>',
    "thunderbird": f'<p>{SAY}</p><div class="moz-signature">-- <br>Sveta</div><div class="moz-cite-prefix">30.04.2025 15:19, Ольга пишет:<br></div><blockquote type="cite" cite="mid:1"><p>Привет</p></blockquote>',
    "proton": f'<div>{SAY}</div><div class="protonmail_signature_block">Sent with Proton Mail</div><div class="protonmail_quote">On Wednesday Olga wrote:<br><blockquote type="cite">Hi</blockquote></div>',
    "spark": f'<div name="messageBodySection"><div dir="auto">{SAY}</div></div><div name="messageSignatureSection"><br>Sent via Spark</div><div name="messageReplySection">On 30 Apr 2025 Olga wrote:<br><blockquote>Hi</blockquote></div>',
    "samsung": f'<div dir="auto">{SAY}</div><div id="composer_signature">Sent from my Galaxy</div><div>-------- Original message --------</div><div>From: Olga &lt;o@n.example&gt;</div><div>Date: 30/04/2025</div><div>To: s@x.ru</div><div>Subject: May</div><div>Hi</div>',
    "unclosed": f"<div>{SAY}<blockquote><div>Привет<div>ещё",
}  # fmt: skip


@pytest.mark.parametrize("program", HTML)
def test_only_the_answer_is_left_of_html(program):
    assert words_of(None, HTML[program]) == SAY


def test_html_keeps_its_paragraphs_lists_and_indents():
    markup = (
        "<p>Первое</p><p>Второе</p><ul><li>раз</li><li>два</li></ul>"
        '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">отступ</blockquote>'
    )
    assert words_of("", markup).split() == ["Первое", "Второе", "раз", "два", "отступ"]
    assert words_of("", "a<br><br>b<br>c") == "a\n\nb\nc"


def test_words_written_inside_the_signature_box_are_found():
    assert words_of("", f'<div id="Signature">{SAY}</div>') == SAY


def test_html_answer_between_quotes():
    markup = (
        '<div class="gmail_quote"><div class="gmail_attr">On Wed wrote:</div>'
        '<blockquote class="gmail_quote">Май?</blockquote><div>Да.</div>'
        '<blockquote class="gmail_quote">Два?</blockquote><div>Три.</div></div>'
    )
    assert words_of(None, markup) == "[…]\nДа.\n[…]\nТри."
