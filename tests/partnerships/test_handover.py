"""One contact on our side; a handover keeps history and tells the creator (product.md, row 6)."""

from datetime import timedelta

import pytest

from core.models import AuditEntry, OutgoingMail
from partnerships.actions.handover import hand_over
from partnerships.models import Handover, Partnership
from tests import factories
from tests.partnerships.conftest import AT

LATER = AT + timedelta(days=3)


def mails(kind: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=kind).order_by("pk"))


def handed(partnership, owner, **more):
    return hand_over(partnership=partnership, to=owner, **{"by": owner, "at": AT, **more})


@pytest.fixture
def second(partnership, manager) -> Partnership:
    """The same creator with another brand, tier T3."""
    return factories.PartnershipFactory(
        workspace=partnership.workspace,
        creator=partnership.creator,
        brand=factories.BrandFactory(workspace=partnership.workspace, name="Second"),
        owner=manager,
    )


def test_handover_keeps_history_and_tells_everybody_once(
    partnership, manager, owner, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        done = handed(
            partnership, owner, by=None, note="Loves voice mails", farewell="It was a joy.\nMaria"
        )
    assert (partnership.owner, partnership.version) == (owner, 2)
    row = Handover.objects.get()
    assert (row.from_owner, row.to_owner, row.at, row.to_tell) == (manager, owner, AT, False)
    assert (done.handovers, done.told, done.same, done.moved, done.untold) == ([row], 1, [], [], [])
    assert AuditEntry.objects.get(verb="partnership.handed_over").changes == {
        "owner": ["Maria Manager", "Olga Owner"]
    }
    [mail] = mails("handover")
    assert mail == row.mail
    assert (mail.to_email, mail.reply_to) == ("maya@creators.example", owner.email)
    assert mail.from_email.startswith('"Olga Owner"')
    for part in (mail.text, mail.html):
        assert "It was a joy." in part
        assert "Loves voice mails" not in part
    [received] = mails("handover_received")
    assert received.to_email == owner.email
    assert "Loves voice mails" in received.text
    assert "Maya Lind × Kettle & Co" in received.text
    [given] = mails("handover_given")
    assert (given.to_email, "Maya Lind" in given.text) == (manager.email, True)
    assert [(name, told["handover_ids"]) for name, told in heard] == [("handed_over", [row.pk])]


def test_the_same_twice_has_one_effect(partnership, owner):
    handed(partnership, owner)
    again = handed(partnership, owner)
    assert (again.handovers, again.same) == ([], [partnership])
    assert Handover.objects.count() == 1
    assert len(mails("handover")) == 1
    assert Partnership.objects.get().version == 2
