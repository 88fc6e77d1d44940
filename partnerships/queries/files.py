"""Signed papers beside an agreement, an amendment or an SOW."""

from dataclasses import dataclass

from partnerships.models import Agreement, AgreementFile, Amendment, Sow


@dataclass(frozen=True)
class Papers:
    """`just_removed`: the one a person took away a moment ago, offered back."""

    kept: list[AgreementFile]
    removed: list[AgreementFile]
    just_removed: AgreementFile | None = None


def files_of(
    agreement: Agreement,
    *,
    sow: Sow | None = None,
    amendment: Amendment | None = None,
    removed: str = "",
) -> Papers:
    """Of the agreement all of them, its amendments' and SOWs' too; else those of the one. One
    query."""
    rows = AgreementFile.objects.filter(agreement=agreement).select_related(
        "by", "sow", "amendment"
    )
    if sow is not None:
        rows = rows.filter(sow=sow)
    if amendment is not None:
        rows = rows.filter(amendment=amendment)
    found = list(rows)
    gone = [row for row in found if row.removed_at is not None]
    return Papers(
        kept=[row for row in found if row.removed_at is None],
        removed=gone,
        just_removed=next((row for row in gone if row.public_id == removed), None),
    )
