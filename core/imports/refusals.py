"""Why a file cannot be read at all, in words that say what to do."""

from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_COLUMNS = 500

# First bytes of what people upload by mistake.
_MAGIC: list[tuple[bytes, str]] = [
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"RIFF", "picture"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "old"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
]
EXTENSIONS = ("csv", "tsv", "txt", "xlsx", "vcf", "vcard")
_TEXT_KINDS = ("vcf", "vcard")
_HEAD = 64 * 1024


class ImportRefused(Exception):
    """The file cannot be imported; `message` is a translated sentence for the person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def extension_of(file_name: str) -> str:
    return file_name.rpartition(".")[2].lower() if "." in file_name else ""


@dataclass(frozen=True)
class Look:
    """`zipped`: an XLSX perhaps; `cards`: an address book."""

    zipped: bool = False
    cards: bool = False


def refuse_by_first_look(file: IO[bytes], file_name: str) -> Look:
    """Raise ImportRefused for what is no table and no address book."""
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    extension = extension_of(file_name)
    if size == 0 or not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ImportRefused(_("The file is empty. Export it again, then upload the new file."))
    limit = settings.IMPORT_MAX_BYTES
    if size > limit:
        raise ImportRefused(
            _("The file has %(size)s MB, at most %(limit)s MB can be imported. Split it.")
            % {"size": -(-size // 2**20), "limit": limit // 2**20}
        )
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if kind or extension == "xls":
        raise ImportRefused(_by_kind(kind or "old"))
    zipped = head.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if extension in ("ods", "numbers", "xlsb", "fods", "xlsm") or (
        zipped and extension in _TEXT_KINDS
    ):
        raise ImportRefused(_by_kind("spreadsheet"))
    if extension not in EXTENSIONS:
        raise ImportRefused(
            _("This is not a table. Upload a CSV, TSV, TXT, XLSX or vCard (VCF) file.")
        )
    if zipped != (extension == "xlsx"):
        raise ImportRefused(
            _("The name ends in .%(extension)s, but the file is something else. Save it again "
              "as CSV or XLSX.") % {"extension": extension}
        )  # fmt: skip
    if (
        head.lstrip(b"\xef\xbb\xbf \t\r\n")[:9]
        .lower()
        .startswith((b"<!doctype", b"<html", b"<table"))
    ):
        raise ImportRefused(_("This is a web page. Open it in a spreadsheet and save it as XLSX."))
    # UTF-16 has a zero beside each letter.
    cards = b"BEGIN:VCARD" in head.replace(b"\x00", b"").upper().replace(b" ", b"")[:_HEAD]
    if extension in _TEXT_KINDS and not cards:
        raise ImportRefused(_("There is no contact in this file. Export the contacts again."))
    if not zipped and not cards and b"\x00\x00\x00\x00" in head:
        raise ImportRefused(_by_kind("binary"))
    return Look(zipped=zipped, cards=cards and (extension in _TEXT_KINDS or _begins(head)))


def _begins(head: bytes) -> bool:
    """A table may speak of cards in a cell; an address book begins with one."""
    plain = head[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain.upper().startswith(b"BEGIN:VCARD")


def _by_kind(kind: str) -> str:
    if kind == "old":
        return _(
            "This is an old Excel file (.xls) or one with a password. "
            "Open it and save it as .xlsx without a password, or as CSV."
        )
    if kind == "spreadsheet":
        return _("This kind of spreadsheet is not read here. Save it as .xlsx or as CSV.")
    if kind == "binary":
        return _("This is not a text file and not a spreadsheet. Save the table as CSV or XLSX.")
    if kind == "pdf":
        return _("This is a PDF. Ask for the table itself, as CSV or XLSX.")
    if kind == "archive":
        return _("This is an archive. Unpack it and upload the CSV or XLSX file inside.")
    return _("This is a picture. Upload the table itself, as CSV or XLSX.")


def refuse_many_columns(columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise ImportRefused(
            ngettext(
                "The file has %(columns)s column, at most %(most)s can be imported.",
                "The file has %(columns)s columns, at most %(most)s can be imported.",
                columns,
            )
            % {"columns": columns, "most": MOST_COLUMNS}
            + " "
            + _("Delete those you do not need, or choose another delimiter.")
        )
