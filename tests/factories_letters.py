"""A letter in both languages, and the people it is for."""

from datetime import date, time
from typing import Any

from accounts.models import User
from checkins.actions.letters import Text, create_letter
from checkins.models import LastContact, Letter
from checkins.rules.letters import Audience
from partnerships.models import Brand, Partnership
from tests import factories
from tests.checkins.conftest import NOW

WORDS = {
    "en": Text(
        "{name}, what {brand} plans", "Hi {name},\n\nSpring comes.\n\n{sender}", "In Russia…"
    ),
    "ru": Text("{name}, планы {brand}", "{name}, здравствуйте!\n\nСкоро весна.\n\n{sender}"),
}


def a_letter(by: User, workspace: Any, at: Any = NOW, **changes: Any) -> Letter:
    values = {
        "workspace": workspace, "kind": "news", "title": "Spring plans", "texts": WORDS,
        "audience": Audience(), "by": by, "at": at, **changes,
    }  # fmt: skip
    return create_letter(**values)


def partner(
    owner: User,
    brand: Brand,
    name: str,
    *,
    worked_at: Any = None,
    creator: Any = None,
    **fields: Any,
) -> Partnership:
    """In London, so that noon in Greenwich is a working hour; English, of the market US."""
    of_creator = {
        name: fields.pop(name)
        for name in ("language", "market", "zone", "email", "quiet_from")
        if name in fields
    }
    given = {"zone": "Europe/London", "quiet_from": time(22), "quiet_until": time(8), **of_creator}
    one = creator or factories.CreatorFactory(workspace=brand.workspace, name=name, **given)
    row = factories.PartnershipFactory(
        workspace=brand.workspace, creator=one, brand=brand, owner=owner,
        **{"started_on": date(2025, 1, 15), **fields},
    )  # fmt: skip
    if worked_at is not None:
        LastContact.objects.update_or_create(
            partnership=row, defaults={"workspace": brand.workspace, "worked_at": worked_at}
        )
    return row
