"""Which files are papers: what people sign on, scan or photograph (product.md, row 18)."""

from core.file_types import PICTURES

_OFFICE = "application/vnd."
PAPERS = PICTURES | {
    "application/pdf",
    "application/rtf",
    "application/x-ole-storage",
    "image/heic",
    "image/tiff",
    "text/plain",
}


def is_paper(content_type: str) -> bool:
    """By a type that was read from the bytes; documents of office programs are papers too."""
    return content_type in PAPERS or content_type.startswith(_OFFICE)
