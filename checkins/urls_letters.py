"""Letters to many and who wants none; checkins/urls.py takes these in."""

from django.urls import URLPattern, path

from checkins.views import letter_doors, letter_sending, letters

_W = "w/<slug:workspace>/"
_L = f"{_W}letters/<str:public_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_W}letters/", letters.listing, name="letters"),
    path(f"{_W}letters/new/", letters.new, name="letter_new"),
    path(_L, letters.letter, name="letter"),
    path(f"{_L}edit/", letters.edit, name="letter_edit"),
    path(f"{_L}remove/", letters.remove, name="letter_remove"),
    path(f"{_L}audience/", letter_sending.audience, name="letter_audience"),
    path(f"{_L}send/", letter_sending.send, name="letter_send"),
    path(f"{_L}stop/", letter_sending.stop, name="letter_stop"),
    path(f"{_L}test/", letter_sending.test, name="letter_test"),
    path(f"{_L}mail/<str:language>/", letter_sending.preview, name="letter_preview"),
    path(f"{_W}creators/<str:public_id>/letters/", letter_doors.letters_of, name="letters_of"),
    path(f"{_W}settings/letters/", letter_doors.contact_policy, name="contact_policy"),
    # Outside any workspace: whoever holds the mail, or their mail program.
    path("answer/letters/<str:token>/", letter_doors.letters_off, name="letters_off"),
]
