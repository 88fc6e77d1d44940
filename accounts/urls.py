from django.urls import path

from accounts.views import find, mail_log, members, person, tokens

app_name = "accounts"
urlpatterns = [
    path("profile/", person.profile, name="profile"),
    path("profile/digest/<str:public_id>/", person.digest, name="digest"),
    path("language/", person.language, name="language"),
    path("join/<str:token>/", person.join, name="join"),
    path("w/<slug:workspace>/find/", find.find, name="find"),
    path("w/<slug:workspace>/settings/members/", members.members, name="members"),
    path(
        "w/<slug:workspace>/settings/members/<str:public_id>/role/",
        members.member_role,
        name="member_role",
    ),
    path(
        "w/<slug:workspace>/settings/members/<str:public_id>/payouts/",
        members.member_payouts,
        name="member_payouts",
    ),
    path(
        "w/<slug:workspace>/settings/members/<str:public_id>/remove/",
        members.member_remove,
        name="member_remove",
    ),
    path(
        "w/<slug:workspace>/settings/invitations/<str:public_id>/revoke/",
        members.invitation_revoke,
        name="invitation_revoke",
    ),
    path("w/<slug:workspace>/settings/tokens/", tokens.tokens, name="tokens"),
    path(
        "w/<slug:workspace>/settings/tokens/<str:public_id>/revoke/",
        tokens.token_revoke,
        name="token_revoke",
    ),
    path("w/<slug:workspace>/settings/mail/", mail_log.mail_log, name="mail_log"),
    path(
        "w/<slug:workspace>/settings/mail/<str:public_id>/decide/",
        mail_log.mail_decide,
        name="mail_decide",
    ),
]
