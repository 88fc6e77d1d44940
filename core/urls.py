from django.conf import settings
from django.urls import path

from core.views.gallery import gallery

app_name = "core"
# The gallery is for those who build pages; a house that people live in has none.
urlpatterns = [path("gallery/", gallery, name="gallery")] if settings.DEBUG else []
