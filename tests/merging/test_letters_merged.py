"""Letters and advice of two creators' rows that turned out to be one person."""

from checkins import letter_emails
from checkins.actions.opting_out import opt_out
from checkins.models import AdvisoryQuestion, LetterCopy, LetterOptOut, LetterText
from checkins.queries.letter_stops import reason_not_to_send_letter
from creators.actions.merge import undo_merge
from creators.models import Merge
from tests import factories
from tests.checkins.conftest import NOW
from tests.factories_letters import a_letter


def _copy(letter, partnership, **fields):
    return LetterCopy.objects.create(
        workspace=letter.workspace, letter=letter, creator=partnership.creator,
        partnership=partnership, on=NOW.date(), **fields,
    )  # fmt: skip


def test_one_copy_one_opt_out_and_all_questions(in_scope, sveta, lana, manager, merged):
    ours, theirs = (
        factories.PartnershipFactory(workspace=in_scope, creator=one, owner=manager)
        for one in (sveta, lana)
    )
    both, theirs_alone = (a_letter(manager, in_scope, title=t) for t in ("Both", "Theirs"))
    _copy(both, ours, not_sent="away")
    reached = _copy(both, theirs)
    _copy(theirs_alone, theirs)
    for one in (sveta, lana):
        opt_out(creator=one, at=NOW)
    question = AdvisoryQuestion.objects.create(
        workspace=in_scope, partnership=theirs, asked_at=NOW, question="Why?"
    )
    merged(sveta, lana)
    assert {c.pk for c in LetterCopy.objects.filter(letter=both)} == {reached.pk}
    assert set(LetterCopy.objects.values_list("creator", flat=True)) == {sveta.pk}
    assert LetterOptOut.objects.get().creator_id == sveta.pk
    question.refresh_from_db()
    assert question.partnership.creator_id == sveta.pk
    undo_merge(merge=Merge.objects.get(), by=manager, at=NOW)
    assert LetterCopy.objects.filter(letter=both).count() == 2
    assert LetterOptOut.objects.count() == 2


def test_the_copy_of_the_row_that_is_gone_does_not_leave(in_scope, sveta, lana, manager, merged):
    """Both were still to leave: one person reads the letter once."""
    both = a_letter(manager, in_scope)
    mails = []
    for one in (sveta, lana):
        row = factories.PartnershipFactory(workspace=in_scope, creator=one, owner=manager)
        copy = _copy(both, row)
        text = LetterText.objects.get(letter=both, language="en")
        copy.mail = letter_emails.letter_copy(copy=copy, text=text, at=NOW, due_at=NOW)
        copy.save()
        mails.append(copy.mail)
    assert [reason_not_to_send_letter(mail, NOW) for mail in mails] == [None, None]
    merged(sveta, lana)
    left = LetterCopy.objects.get(letter=both).mail
    [gone] = [mail for mail in mails if mail != left]
    assert reason_not_to_send_letter(left, NOW) is None
    assert reason_not_to_send_letter(gone, NOW)
