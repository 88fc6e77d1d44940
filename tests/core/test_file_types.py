"""Types by bytes: what is only a picture, what is two things at once, what nobody knows."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.file_types import ACTIVE, PICTURES, UNKNOWN, type_of


def chunk(kind, data=b""):
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=1, height=1, more=b"", after=b""):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + more + data + chunk(b"IEND") + after


def gif(width=1, height=1, more=b"", after=b""):
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0" * 6
    image = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + more + image + b"\x3b" + after


def jpeg(width=2, height=1, segments=b"", after=b"", end=b"\xff\xd9"):
    app = b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    frame = b"\xff\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + app + segments + frame + b"\xff\xda\x00\x02data" + end + after


def webp(kind=b"VP8L", length=None, after=b""):
    body = b"WEBP" + kind + b"\0" * 12
    return b"RIFF" + struct.pack("<I", len(body) if length is None else length) + body + after


def packed(*names, first=None):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def found(data):
    return type_of(BytesIO(data), len(data))


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (png(), "image/png"),
        (jpeg(), "image/jpeg"),
        (jpeg(segments=b"\xff\xd0\xff\x01"), "image/jpeg"),
        (gif(), "image/gif"),
        (gif(more=b"\x21\xf9\x04\0\0\0\0\0"), "image/gif"),
        (webp(), "image/webp"),
        (b"%PDF-1.7\n1 0 obj", "application/pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "application/x-ole-storage"),
        (b"{\\rtf1 hello}", "application/rtf"),
        (b"II*\x00\x08\0\0\0", "image/tiff"),
        (b"ID3\x03\0\0", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"OggS\0", "audio/ogg"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo"),
        (b"RIFF\0\0\0\0ACON", UNKNOWN),
        (b"\0\0\0\x18ftypmp42\0\0", "video/mp4"),
        (b"\0\0\0\x18ftypqt  \0\0", "video/quicktime"),
        (b"\0\0\0\x18ftypheic\0\0", "image/heic"),
        (b"\0\0\0\x18ftypM4A \0\0", "audio/mp4"),
        (b"\0\0\0\x18ftypevil\0\0", UNKNOWN),
        (b"\x1a\x45\xdf\xa3\0\0webm", "video/webm"),
        (b"\x1a\x45\xdf\xa3\0\0matroska", "video/x-matroska"),
        (packed("[Content_Types].xml", "word/document.xml"), DOCX),
        (packed("word/document.xml"), "application/zip"),
        (packed("a.txt"), "application/zip"),
        (packed("META-INF/MANIFEST.MF", "Evil.class"), UNKNOWN),
        (packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), UNKNOWN),
        (packed("content.xml", first=ODT), ODT),
        ("Просто текст\n".encode(), "text/plain"),
        ("Просто текст".encode("cp1251"), "text/plain"),
        ("Текст".encode("utf-16"), "text/plain"),
        (b"name;price\n=1+1;2\n", "text/plain"),
        (b"", UNKNOWN),
        (b"\x7fELF\x02\x01\x01\0", UNKNOWN),
        (b"MZ\x90\0", UNKNOWN),
        (b"\x01\x02\x03 letters", UNKNOWN),
        (b"letters first" * 400 + b"\0\x01", UNKNOWN),
    ],
)  # fmt: skip
def test_type_is_told_by_the_bytes(data, expected):
    assert found(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<!DOCTYPE html><title>x</title>", "text/html"),
        (b"\xef\xbb\xbf\n <HTML>", "text/html"),
        ("<html>".encode("utf-16"), "text/html"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<!-- x --><svg >', "image/svg+xml"),
        (b'<?xml version="1.0"?><feed/>', "application/xml"),
        (b"<?php system($_GET[0]);", "text/x-script"),
        (b"#!/bin/sh\nrm -rf", "text/x-script"),
        (b"kind words " * 1000 + b"<script>alert(1)</script>", "text/html"),
    ],
)
def test_what_a_browser_would_run_is_known_as_active(data, expected):
    assert found(data) == expected
    assert expected in ACTIVE


@pytest.mark.parametrize(
    "data",
    [
        # A picture and a page, in a comment, behind the end, in the middle, across a seam.
        gif(more=b"\x21\xfe\x1a<script>alert(1)</script>\0"),
        png(after=b"<script>alert(1)</script>"),
        png(after=b"PK\x03\x04"),
        png(more=chunk(b"tEXt", b"<ScRiPt>alert(1)</script>")),
        png(more=chunk(b"tEXt", b"x" * ((1 << 20) - 50) + b"<script>alert(1)</script>")),
        jpeg(segments=b"\xff\xfe\x00\x10<?php eval();"),
        jpeg(after=b"<html>"),
        webp(after=b"<svg onload=alert(1)>"),
        b"GIF89a/*\0" + b"*/=1;alert(1)//",
        b"%PDF-1.4\n<script>alert(1)</script>",
        packed("x") + b"<?php __HALT_COMPILER(); ?>",
        # Not well made, or a bomb.
        png(width=0), png(width=60_000, height=60_000), png()[:-4], png()[:20],
        b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b"x"),
        jpeg(width=0), jpeg(end=b""), b"\xff\xd8\xff", b"\xff\xd8\xffxx",
        b"\xff\xd8\xff\xe0\x00\x00", b"\xff\xd8\xff\xe0\x00\x04ab\x00\x00",
        gif(width=0), gif(more=b"\x99"), gif()[:-1], gif(after=b"x"), b"GIF89a\0",
        webp(kind=b"EVIL"), webp(length=4), webp(length=4_000),
    ],
)  # fmt: skip
def test_two_things_at_once_are_no_picture(data):
    assert found(data) == UNKNOWN


@given(
    st.binary(max_size=400),
    st.sampled_from(
        [
            b"",
            b"GIF89a",
            b"\xff\xd8\xff",
            b"\x89PNG\r\n\x1a\n",
            b"RIFF\0\0\0\0WEBP",
            b"PK\x03\x04",
            b"<",
        ]
    ),
)
def test_any_bytes_have_a_type_and_none_is_a_picture_by_chance(data, start):
    assert found(start + data) not in PICTURES - {"image/gif", "image/webp"}
