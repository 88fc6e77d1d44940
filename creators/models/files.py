from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import KeptFile
from creators.enums import FileKind
from creators.models.creator import Creator


class CreatorFile(KeptFile):
    """A media kit, a release, a screenshot."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to="creators/%Y/%m/")
    kind = models.CharField(_("What it is"), max_length=10, choices=FileKind)
    note = models.CharField(_("Note"), max_length=200, blank=True)
