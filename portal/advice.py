"""What a creator was asked as an advisor, and answered: so that the scope is never unclear
(product.md, rows 70 and 75). What we made of it, and how long we think it took, stay with us."""

from checkins.models import AdvisoryQuestion
from creators.models import Creator

# The newest; who was asked more finds the rest in our mails.
MOST = 100


def advice_of(creator: Creator) -> list[AdvisoryQuestion]:
    """The newest first; one query."""
    rows = AdvisoryQuestion.objects.filter(partnership__creator=creator)
    rows = rows.select_related("partnership__brand").only(
        "question", "asked_at", "in_scope", "scope_note", "answer", "answered_at",
        "partnership__brand__name",
    )  # fmt: skip
    return list(rows.order_by("-asked_at", "-pk")[:MOST])
