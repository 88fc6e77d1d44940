"""The page that a check-in, a remark or a note links to: one answer, once, without signing in
(product.md, People)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.answer_pages import Found, answer_page
from checkins.actions.answers import SaidAlready, answer_mail, page_key
from checkins.answer_links import PURPOSE, mail_named
from checkins.forms.answers import MailAnswerForm
from checkins.models import Touch
from checkins.queries.mail_of import partnership_of
from core.models import OutgoingMail
from partnerships.models import Partnership

Asked = tuple[OutgoingMail, Partnership]


def _asked(name: str) -> Found:
    mail = mail_named(name)
    partnership = partnership_of(mail) if mail is not None else None
    if mail is None or partnership is None:
        return None
    return (mail, partnership), mail.language


@answer_page(PURPOSE, _asked)
def mail_answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    """GET shows our words, or what was answered, and writes nothing; POST adds one answer. Days
    are those of the creator."""
    mail, partnership = asked
    form = MailAnswerForm(request.POST if request.method == "POST" else None)
    clash = False
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            answer_mail(mail=mail, partnership=partnership, text=text, at=timezone.now())
            return redirect(request.path)
        except SaidAlready:
            # What they typed stays on the page, with what is there.
            clash = True
    ours = Touch.objects.filter(mail=mail).first()
    context: dict[str, Any] = {
        "mail": mail,
        "words": ours.body if ours is not None and ours.body else _own_words(mail),
        "partnership": partnership,
        "owner": partnership.owner,
        "said": Touch.objects.filter(source_key=page_key(mail)).first(),
        "clash": clash,
        "form": form,
    }
    status = 409 if clash else 422 if form.is_bound else 200
    with timezone.override(partnership.creator.zone):
        return render(request, "checkins/mail_answer.html", context, status=status)


def _own_words(mail: OutgoingMail) -> str:
    """Of a mail without a contact of its own: what stands above the link to this very page."""
    lines = mail.text.splitlines()
    link = next((n for n, line in enumerate(lines) if "/answer/mail/" in line), len(lines) + 1)
    return "\n".join(lines[: link - 1]).strip()
