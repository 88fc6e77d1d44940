"""A quarter, a signed paper and a business review."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from partnerships.models import Agreement, AgreementFile, BusinessReview, Sow
from partnerships.rules.growth import quarter_of


def with_papers(agreement: Agreement, today: date) -> dict[str, Any]:
    ws, partnership = agreement.workspace, agreement.partnership
    sow = Sow.objects.create(
        workspace=ws, agreement=agreement, quarter=quarter_of(today), campaigns=1, budget_from=100,
        budget_to=200, currency="USD", focus="The refill launch",
    )  # fmt: skip
    paper = AgreementFile(
        workspace=ws, agreement=agreement, name="signed.pdf", content_type="application/pdf",
        size=8, sha256=ws.slug,
    )  # fmt: skip
    paper.file.save("signed", ContentFile(b"%PDF-1.7"))
    review = BusinessReview.objects.create(
        workspace=ws, brand=partnership.brand, quarter=quarter_of(today), focus="Fewer, longer"
    )
    return {
        "sow": sow.public_id,
        "paper": paper.public_id,
        "business_review": review.public_id,
    }
