"""Bodies longer than a page's form may be: a mail of 20 MB comes as one field of a webhook.

Django's limit for fields is one for the whole site and stays as low as pages need it, so what is
longer is taken apart here, for requests that have shown the secret.
"""

import re
from email.message import Message
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

_MOST_PARTS = 500


def read_body(request: HttpRequest, *, most: int) -> bool:
    """Read the body whole, at most `most` bytes; False if it is longer. Raises ValueError for a
    form that cannot be read."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > most:
        return False
    body = request.read(most + 1)
    if len(body) > most:
        return False
    holder: Any = request
    holder._body, holder._stream = body, BytesIO(body)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if limit is not None and len(body) > limit and request.content_type == "multipart/form-data":
        holder._post, holder._files = read_form(body, request.content_params or {})
    return True


def read_form(
    body: bytes, params: dict[str, str]
) -> tuple[QueryDict, "MultiValueDict[str, SimpleUploadedFile]"]:
    """The fields and the files of a `multipart/form-data` body."""
    boundary = params.get("boundary", "").encode("latin-1", "replace")
    if not 0 < len(boundary) <= 200:
        raise ValueError("a form without a boundary")
    post = QueryDict(mutable=True, encoding="utf-8")
    files: MultiValueDict[str, SimpleUploadedFile] = MultiValueDict()
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary, _MOST_PARTS)
    for part in parts[1:]:
        if part.startswith(b"--") or not part.startswith(b"\r\n"):
            break
        head, _gap, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        disposition = _header(head, "content-disposition")
        name = disposition.get_param("name", "", header="content-disposition")
        file_name = disposition.get_filename()
        if file_name:
            kind = _header(head, "content-type").get_content_type()
            files.appendlist(str(name), SimpleUploadedFile(file_name, content, kind))
        elif name:
            post.appendlist(str(name), content.decode("utf-8", "replace"))
    return post, files


def _header(head: bytes, name: str) -> Message:
    found = re.search(rb"(?im)^" + name.encode() + rb":[ \t]*(.*?)\r?$", head)
    message = Message()
    if found:
        message[name] = found[1].decode("utf-8", "replace").strip()
    return message
