import re

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Workspace
from core.models import OutgoingMail


def test_first_owner_is_mailed_a_link_that_sets_a_password(db, client, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    call_command("start_workspace", "North", "north", "Owner@North.example")
    workspace = Workspace.objects.get(slug="north")
    assert workspace.memberships.get().role == "owner"
    mail = OutgoingMail.objects.with_scopes_disabled().get(kind="password_reset")
    link = re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.text)
    assert mail.to_email == "owner@north.example"
    assert link
    assert client.get(link[1], follow=True).status_code == 200


@pytest.mark.parametrize(("slug", "says"), [("Not A Slug", "not-a-slug"), ("taken", "already")])
def test_address_that_cannot_be_is_refused_in_words(db, slug, says):
    call_command("start_workspace", "Taken", "taken", "a@north.example")
    with pytest.raises(CommandError, match=says):
        call_command("start_workspace", "Other", slug, "b@north.example")
