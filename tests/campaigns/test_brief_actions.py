import pytest
from django.urls import reverse

from campaigns.actions.briefs import lock_brief, save_brief, share_brief
from campaigns.actions.collaborations import decline_collaboration
from campaigns.errors import CampaignClosed, ReasonForChange, Refused, Unchanged, WrongState
from campaigns.models import Brief, BriefVersion
from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from tests import factories
from tests.campaigns.conftest import AT

TEXT = {"goal": {"en": "Sell the balcony", "ru": "Показать балкон"}, "must": {"en": "#ad"}}


def _save(part, by, sections=TEXT, expected=0, autonomy="guided"):
    return save_brief(
        collaboration=part, sections=sections, autonomy=autonomy, expected=expected, by=by, at=AT
    )


@pytest.fixture
def brief(part, manager):
    return _save(part, manager)


def _share(brief, by, expected=None, reason=""):
    expected = expected or Brief.objects.get().version
    return share_brief(brief=brief, expected=expected, reason=reason, by=by, at=AT)


def test_save_brief_begins_lazily_and_twice_is_one(part, manager):
    brief = _save(part, manager)
    assert _save(part, manager) == brief
    assert (brief.version, brief.updated_by) == (1, manager)
    assert brief.sections["goal"] == TEXT["goal"]
    assert brief.sections["angle"] == {"en": "", "ru": ""}


def test_two_who_begin_at_once_conflict(part, brief, owner):
    with pytest.raises(EditConflict) as told:
        _save(part, owner, {"goal": {"en": "Mine"}})
    assert told.value.theirs.sections["goal"]["en"] == "Sell the balcony"
    assert told.value.mine["sections"]["goal"]["en"] == "Mine"


def test_two_who_begin_in_the_same_instant_conflict(part, manager, owner, monkeypatch):
    """The other row appears between the look and the insert."""
    from campaigns.actions import briefs

    theirs = _save(part, owner, {"goal": {"en": "Theirs"}})
    with pytest.raises(EditConflict) as told:
        briefs._begin(part, {"sections": TEXT, "autonomy": "guided"}, manager, AT)
    assert told.value.theirs == theirs


def test_save_brief_over_another_edit_conflicts_and_loses_nothing(part, brief, owner, manager):
    _save(part, owner, {"goal": {"en": "Theirs"}}, expected=1)
    with pytest.raises(EditConflict) as told:
        _save(part, manager, {"goal": {"en": "Mine"}}, expected=1)
    assert told.value.theirs.sections["goal"]["en"] == "Theirs"
    assert told.value.theirs.updated_by == owner
    assert Brief.objects.get().sections["goal"]["en"] == "Theirs"
    assert AuditEntry.objects.filter(verb="brief.saved").count() == 1


def test_autonomy_alone_is_a_change(part, brief, manager):
    assert _save(part, manager, expected=1, autonomy="free").version == 2


def test_save_brief_of_who_declined_or_of_a_closed_campaign_is_refused(part, manager):
    decline_collaboration(collaboration=part, by=manager, at=AT)
    with pytest.raises(WrongState):
        _save(part, manager)
    part.campaign.state, part.campaign.closed_at = "closed", AT
    part.campaign.save()
    with pytest.raises(CampaignClosed):
        _save(part, manager)


def test_share_brief_keeps_a_version_and_mails_it(brief, manager, heard):
    with heard() as told:
        version = _share(brief, manager)
    assert (version.number, version.after_lock, version.shared_by) == (1, False, manager)
    assert told == [
        ("brief_shared", {
            "workspace_id": brief.workspace_id, "brief_version_id": version.pk, "at": AT,
        })
    ]  # fmt: skip
    mail = OutgoingMail.objects.get()
    assert mail.key == f"brief:{brief.public_id}:1"
    assert (mail.to_email, mail.language) == ("maya@creators.example", "en")
    assert mail.reply_to == manager.email
    assert "Sell the balcony" in mail.text
    assert "Показать балкон" not in mail.text
    creator = brief.collaboration.partnership.creator
    page = reverse("portal:brief", args=[creator.public_id, version.public_id])
    assert page in mail.text
    assert version.public_id in mail.html


def test_the_mail_speaks_the_language_of_the_creator(campaign, sveta, manager):
    part = factories.CollaborationFactory(
        campaign=campaign, partnership=sveta, fee_amount=40_000, fee_currency="RUB"
    )
    factories.DeliverableFactory(collaboration=part, title="Ролик", platform="youtube")
    version = _share(_save(part, manager), manager)
    mail = OutgoingMail.objects.get()
    assert mail.language == "ru"
    assert "Здравствуйте, Светлана!" in mail.text
    # A blank line between paragraphs, never two.
    assert "\n\n\n" not in mail.text.partition("\n-- ")[0].rstrip()
    assert "Показать балкон" in mail.text
    # What was written in English only is better than nothing.
    assert "#ad" in mail.text
    assert "Ролик" in mail.text
    assert "40\u00a0000" in mail.text
    assert mail.subject.startswith("Kettle & Co: бриф")
    assert version.sections["goal"]["en"] == "Sell the balcony"


def test_share_brief_twice_is_one_version_and_one_mail(brief, manager):
    _share(brief, manager)
    with pytest.raises(Unchanged) as told:
        _share(brief, manager)
    assert told.value.number == 1
    assert "1" in str(told.value)
    assert BriefVersion.objects.count() == OutgoingMail.objects.count() == 1


def test_a_version_never_changes(part, brief, manager):
    first = _share(brief, manager)
    _save(part, manager, {"goal": {"en": "Another aim"}}, expected=1)
    second = _share(brief, manager)
    first.refresh_from_db()
    assert (second.number, first.sections["goal"]["en"]) == (2, "Sell the balcony")
    mail = OutgoingMail.objects.get(key__endswith=":2")
    assert "version 2" in mail.subject


def test_share_brief_that_somebody_changed_meanwhile_conflicts(part, brief, manager, owner):
    _save(part, owner, {"goal": {"en": "Not what you looked at"}}, expected=1)
    with pytest.raises(EditConflict):
        _share(brief, manager, expected=1)
    assert not BriefVersion.objects.exists()


def test_an_empty_brief_is_not_shared(part, manager):
    brief = _save(part, manager, {"goal": {"en": "   "}})
    with pytest.raises(Refused):
        _share(brief, manager)


def test_share_brief_without_an_address_goes_without_mail(brief, manager):
    creator = brief.collaboration.partnership.creator
    creator.email = ""
    creator.save()
    version = _share(brief, manager)
    assert version.number == 1
    assert not OutgoingMail.objects.exists()


def test_share_brief_of_who_declined_is_refused(part, brief, manager):
    decline_collaboration(collaboration=part, by=manager, at=AT)
    with pytest.raises(WrongState):
        _share(brief, manager)


def test_lock_brief_once(brief, manager):
    _share(brief, manager)
    again = Brief.objects.get()
    assert lock_brief(brief=brief, by=manager, at=AT) is True
    assert lock_brief(brief=again, by=manager, at=AT) is False
    assert again.locked_at == AT
    assert AuditEntry.objects.filter(verb="brief.locked").count() == 1


def test_lock_brief_that_the_creator_has_not_seen_is_refused(part, brief, manager):
    with pytest.raises(Refused):
        lock_brief(brief=brief, by=manager, at=AT)
    _share(brief, manager)
    _save(part, manager, {"goal": {"en": "Changed"}}, expected=1)
    with pytest.raises(Refused):
        lock_brief(brief=brief, by=manager, at=AT)


def test_a_version_after_the_lock_says_so_to_the_creator(part, brief, manager):
    _share(brief, manager)
    lock_brief(brief=brief, by=manager, at=AT)
    _save(part, manager, {"goal": {"en": "The goalpost moved"}}, expected=1)
    with pytest.raises(ReasonForChange) as refused:
        _share(brief, manager, reason=" \n")
    assert refused.value.field == "reason"
    version = _share(brief, manager, reason=" The shop opens later. ")
    assert (version.after_lock, version.reason) == (True, "The shop opens later.")
    mail = OutgoingMail.objects.get(key__endswith=":2")
    assert "a change in the brief" in mail.subject
    assert "had settled" in mail.text
