"""Who may enter where: one row for every route of the house."""

from tests.tenancy.routes import EDIT, MEMBERS, POLICIES, VIEW, Member, Person, Portal, Public, Row

ACCOUNTS: dict[str, Row] = {
    "home": Person(),
    "health": Public(),
    "accounts:profile": Person(),
    "accounts:digest": Person(ids={"public_id": "member"}, mine="owner"),
    "accounts:language": Public(),
    "accounts:join": Public(ids={"token": "creator"}),
    "accounts:members": Member(VIEW, MEMBERS),
    "accounts:member_role": Member(MEMBERS, ids={"public_id": "member"}, post_only=True),
    "accounts:member_remove": Member(MEMBERS, ids={"public_id": "member"}, post_only=True),
    "accounts:invitation_revoke": Member(MEMBERS, ids={"public_id": "invitation"}, post_only=True),
}

PORTAL: dict[str, Row] = {
    "portal:choose": Person(),
    "portal:home": Portal({"public_id": "creator"}),
    "portal:results": Portal({"public_id": "creator"}),
    "portal:summary": Portal({"public_id": "creator", "summary_id": "sent_summary"}),
    "portal:agreement": Portal({"public_id": "creator"}),
    "portal:work": Portal({"public_id": "creator"}),
    "portal:brief": Portal({"public_id": "creator", "version_id": "brief_version"}),
    "portal:payments": Portal({"public_id": "creator"}),
}

ALLAUTH: dict[str, Row] = {
    # Its own tests prove it; here: it answers everybody in words and shows nobody else's rows.
    **dict.fromkeys(
        [
            "account_login", "account_logout", "account_inactive", "account_signup",
            "account_reauthenticate", "account_email_verification_sent",
            "account_confirm_login_code", "account_reset_password", "account_reset_password_done",
            "account_reset_password_from_key_done", "account_request_login_code",
            "mfa_authenticate", "mfa_reauthenticate",
        ],
        Public(),
    ),
    "account_confirm_email": Public(ids={"key": "creator"}),
    "account_reset_password_from_key": Public(ids={"uidb36": "creator", "key": "brand"}),
    **dict.fromkeys(
        [
            "account_change_password", "account_set_password", "mfa_index", "mfa_activate_totp",
            "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
        ],
        Person(),
    ),
    "accounts/email/": Public(),
    "account_email": Person(),
}  # fmt: skip

TABLE: dict[str, Row] = {**ACCOUNTS, **PORTAL, **ALLAUTH}
