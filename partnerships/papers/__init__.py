"""Papers of this room as PDFs, in either language (product.md, rows 18, 20, 67).

Each takes the row and "en" or "ru", reads what it needs, writes nothing, and gives the same bytes
for the same row. PaperFailed (core.papers) where it cannot be laid out.
"""

from partnerships.papers.agreement import agreement_pdf
from partnerships.papers.amendment import amendment_pdf
from partnerships.papers.review import business_review_pdf
from partnerships.papers.sow import sow_pdf

__all__ = ["agreement_pdf", "amendment_pdf", "business_review_pdf", "sow_pdf"]
