from django.conf import settings
from django.urls import path

from core.views import mailbox
from core.views.gallery import gallery

app_name = "core"
# The gallery is for those who build pages; a house that people live in has none.
urlpatterns = [path("gallery/", gallery, name="gallery")] if settings.GALLERY_PAGE else []

# Whoever opens it reads every mail: for a demo, or a developer's machine.
MAILBOX = [
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.letter, name="letter"),
    path("mailbox/<str:name>/html/", mailbox.letter_html, name="letter_html"),
    path("mailbox/<str:name>/file/<int:number>/", mailbox.letter_file, name="letter_file"),
]
if settings.MAILBOX_PAGE:
    urlpatterns += MAILBOX
