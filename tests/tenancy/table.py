"""Who may enter where: one row for every route of the house."""

from tests.tenancy.routes import (
    EDIT,
    EXPORT,
    MEMBERS,
    POLICIES,
    VIEW,
    Member,
    Person,
    Portal,
    Public,
    Row,
    Webhook,
    found_routes,
)
from tests.tenancy.table_agreements import AGREEMENTS
from tests.tenancy.table_api import API
from tests.tenancy.table_away import AWAY
from tests.tenancy.table_briefs import BRIEFS
from tests.tenancy.table_closing import CLOSING
from tests.tenancy.table_codes import CODES
from tests.tenancy.table_growth import GROWTH
from tests.tenancy.table_ideas import IDEAS
from tests.tenancy.table_inbox import INBOX
from tests.tenancy.table_letters import LETTERS
from tests.tenancy.table_live import LIVE
from tests.tenancy.table_outreach import OUTREACH
from tests.tenancy.table_papers import PAPERS
from tests.tenancy.table_renewals import RENEWALS
from tests.tenancy.table_reviews import REVIEWS
from tests.tenancy.table_rounds import ROUNDS
from tests.tenancy.table_sessions import SESSIONS
from tests.tenancy.table_standing import STANDING
from tests.tenancy.table_talk import TALK
from tests.tenancy.table_times import TIMES
from tests.tenancy.table_today import TODAY_LINES
from tests.tenancy.table_writing import WRITING

ACCOUNTS: dict[str, Row] = {
    "home": Person(),
    "health": Public(),
    "accounts:profile": Person(),
    "accounts:digest": Person(ids={"public_id": "member"}, mine="owner"),
    "accounts:language": Public(),
    "accounts:join": Public(ids={"token": "creator"}),
    "accounts:find": Member(VIEW, get_only=True),
    "accounts:members": Member(VIEW, MEMBERS),
    "accounts:member_role": Member(MEMBERS, ids={"public_id": "member"}, post_only=True),
    "accounts:member_payouts": Member(MEMBERS, ids={"public_id": "member"}, post_only=True),
    "accounts:member_remove": Member(MEMBERS, ids={"public_id": "member"}, post_only=True),
    "accounts:invitation_revoke": Member(MEMBERS, ids={"public_id": "invitation"}, post_only=True),
}


def _one(name: str, read=EDIT, write=None, **kwargs) -> Member:  # type: ignore[no-untyped-def]
    """A page of one row: `public_id` is `name`'s."""
    return Member(read, write, ids={"public_id": name, **kwargs.pop("more", {})}, **kwargs)


def _act(name: str, permission=EDIT, **more: str) -> Member:  # type: ignore[no-untyped-def]
    """POST only, on one row."""
    return Member(permission, ids={"public_id": name, **more}, post_only=True)


MAIL: dict[str, Row] = {
    "accounts:mail_log": Member(VIEW, get_only=True),
    "accounts:mail_decide": _act("mail"),
}

MANY: dict[str, Row] = {
    "creators:chosen": Member(VIEW, post_only=True),
    "creators:bulk": Member(VIEW, EDIT),
    "creators:bulk_job": _one("bulk", VIEW, EDIT),
    "creators:bulk_undo": _act("bulk"),
    "creators:export": Member(EXPORT),
    "creators:export_job": _one("export", EXPORT, get_only=True),
    "creators:export_file": _one("export", EXPORT, get_only=True),
}

CREATORS: dict[str, Row] = {
    "creators:directory": Member(VIEW, get_only=True),
    "creators:create": Member(EDIT),
    "creators:search": Member(VIEW, get_only=True),
    "creators:views": Member(VIEW, get_only=True),
    "creators:view_counts": Member(VIEW, get_only=True),
    "creators:view_save": Member(EDIT),
    "creators:view": _one("view"),
    "creators:view_state": _act("view"),
    "creators:view_delete": _act("view"),
    "creators:view_restore": _act("view"),
    "creators:profile": _one("creator", VIEW, get_only=True),
    "creators:edit": _one("creator"),
    "creators:preferences": _act("creator"),
    "creators:archive": _act("creator"),
    "creators:restore": _act("creator"),
    "creators:duplicates": Member(VIEW, get_only=True),
    "creators:duplicates_count": Member(VIEW, get_only=True),
    "creators:alike": Member(EDIT, get_only=True),
    "creators:merge": _one("creator", more={"other_id": "double"}),
    "creators:merge_undo": _act("merge"),
    "creators:apart": _act("creator", other_id="double"),
    "creators:apart_undo": _act("creator", other_id="double"),
    "creators:channel_add": _act("creator"),
    "creators:channel": _one("creator", more={"channel_id": "channel"}),
    "creators:channel_remove": _act("creator", channel_id="channel"),
    "creators:snapshot": _act("creator", channel_id="channel"),
    "creators:snapshot_remove": _act("creator", channel_id="channel", snapshot_id="snapshot"),
    "creators:compare": Member(VIEW, get_only=True),
    "creators:vetting_answer": _act("creator", item="vetting_item"),
    "creators:fit_rate": _act("creator"),
    "creators:potential_weights": Member(VIEW, POLICIES),
    "creators:rate_set": _act("creator"),
    "creators:payout": _one("creator", more={"currency": "payout_currency"}),
    "creators:payout_look": _act("creator", payout_id="payout"),
    "creators:payout_remove": _act("creator", payout_id="payout"),
    "creators:rate_end": _act("creator", rate_id="rate"),
    "creators:rate_policy": _act("creator", POLICIES),
    "creators:wishes": _act("creator"),
    "creators:goal_add": _act("creator"),
    "creators:goal": _one("creator", more={"goal_id": "goal"}),
    "creators:goal_review": _act("creator", goal_id="goal"),
    "creators:style_note_add": _act("creator"),
    "creators:style_note": _one("creator", more={"note_id": "style_note"}),
    "creators:style_note_remove": _act("creator", note_id="style_note"),
    "creators:style_note_restore": _act("creator", note_id="style_note"),
    "creators:file_add": _act("creator"),
    "creators:file": _one("creator", VIEW, more={"file_id": "file"}, get_only=True),
    "creators:file_preview": _one("creator", VIEW, more={"file_id": "file"}, get_only=True),
    "creators:file_remove": _act("creator", file_id="file"),
    "creators:file_restore": _act("creator", file_id="file"),
    "creators:import": Member(EDIT),
    "creators:import_map": _one("job"),
    "creators:import_report": _one("job", get_only=True),
    "creators:import_progress": _one("job", get_only=True),
    "creators:import_failed_rows": _one("job", get_only=True),
    "creators:import_run": _act("job"),
    "creators:import_undo": _act("job"),
}

RATES: dict[str, Row] = {
    "partnerships:budget": Member(VIEW, get_only=True),
    "partnerships:budget_plan": _one("brand", POLICIES, more={"year": "year"}),
    "partnerships:commitments": Member(VIEW, get_only=True),
    "partnerships:commitments_export": Member(EXPORT, post_only=True),
    "partnerships:rates": Member(VIEW, POLICIES),
    "partnerships:rate": _one("exchange_rate", POLICIES),
    "partnerships:rate_delete": _one("exchange_rate", POLICIES),
    "partnerships:rates_import": Member(POLICIES),
    "partnerships:rates_import_map": _one("rates_job", POLICIES),
    "partnerships:rates_import_report": _one("rates_job", VIEW, get_only=True),
    "partnerships:rates_import_progress": _one("rates_job", POLICIES, get_only=True),
    "partnerships:rates_import_failed_rows": _one("rates_job", POLICIES, get_only=True),
    "partnerships:rates_import_run": _act("rates_job", POLICIES),
    "partnerships:rates_import_undo": _act("rates_job", POLICIES),
}

PARTNERSHIPS: dict[str, Row] = {
    "partnerships:list": Member(VIEW, get_only=True),
    "partnerships:board": Member(VIEW, get_only=True),
    "partnerships:tiers": Member(VIEW, get_only=True),
    "partnerships:portfolio": Member(VIEW, get_only=True),
    "partnerships:bench": Member(VIEW, get_only=True),
    "partnerships:open": Member(EDIT),
    "partnerships:detail": _one("partnership", VIEW, get_only=True),
    "partnerships:edit": _one("partnership"),
    "partnerships:hand_over": _one("partnership"),
    "partnerships:hand_over_everything": _one("keeper"),
    "partnerships:change_tier": _one("partnership"),
    "partnerships:activate": _one("partnership"),
    "partnerships:pause": _one("partnership"),
    "partnerships:resume": _one("partnership"),
    "partnerships:end": _one("partnership"),
    "partnerships:agreement_new": _one("partnership"),
    "partnerships:agreement": _one("agreement", VIEW, EDIT),
    "partnerships:agreement_send": _one("agreement"),
    "partnerships:agreement_sign": _one("agreement"),
    "partnerships:agreement_notice": _one("agreement"),
    "partnerships:agreement_end": _one("agreement"),
    "partnerships:agreement_discard": _one("agreement"),
    "partnerships:brands": Member(VIEW, POLICIES),
    "partnerships:brand": _one("brand", POLICIES),
    "partnerships:brand_delete": _one("brand", POLICIES),
    "partnerships:brand_archive": _act("brand", POLICIES),
    "partnerships:brand_restore": _act("brand", POLICIES),
    "partnerships:policies": _one("brand", VIEW, POLICIES),
}

CAMPAIGNS: dict[str, Row] = {
    "campaigns:list": Member(VIEW, get_only=True),
    "campaigns:create": Member(EDIT),
    "campaigns:payments": Member(VIEW, get_only=True),
    "campaigns:payments_chosen": Member(EDIT, post_only=True),
    "campaigns:payments_bulk": _one("paid_many"),
    "campaigns:payments_bulk_undo": _act("paid_many"),
    "campaigns:payments_export": Member(EXPORT),
    "campaigns:payment": _one("payment", VIEW, get_only=True),
    "campaigns:payment_new": _one("partnership"),
    "campaigns:payment_correct": _one("by_hand"),
    "campaigns:payment_remove": _one("by_hand"),
    "campaigns:cost_add": _one("partnership"),
    "campaigns:cost": _one("cost"),
    "campaigns:cost_remove": _one("cost"),
    "campaigns:payment_paid": _one("payment"),
    "campaigns:payment_unpaid": _act("payment"),
    "campaigns:detail": _one("campaign", VIEW, get_only=True),
    "campaigns:edit": _one("campaign"),
    "campaigns:start": _act("campaign"),
    "campaigns:close": _one("campaign"),
    "campaigns:add_creators": _one("campaign"),
    "campaigns:results": _one("campaign", VIEW, get_only=True),
    "campaigns:result_new": _one("campaign"),
    "campaigns:result_delete": _one("result"),
    "campaigns:fee": _one("collaboration"),
    "campaigns:decline": _one("collaboration"),
    "campaigns:learnings": _one("collaboration"),
    "campaigns:learning_delete": _one("learning"),
    "campaigns:brief": _one("collaboration", VIEW, EDIT),
    "campaigns:brief_share": _one("collaboration"),
    "campaigns:brief_lock": _act("collaboration"),
    "campaigns:brief_version": _one(
        "collaboration", VIEW, more={"number": "brief_number"}, get_only=True
    ),
}

RESULTS_IMPORT: dict[str, Row] = {
    "campaigns:results_import": _one("campaign"),
    "campaigns:results_import_report": _one("results_job", VIEW, get_only=True),
    "campaigns:results_import_map": _one("results_job"),
    "campaigns:results_import_progress": _one("results_job", get_only=True),
    "campaigns:results_import_failed_rows": _one("results_job", get_only=True),
    "campaigns:results_import_run": _act("results_job"),
    "campaigns:results_import_undo": _act("results_job"),
    "campaigns:brief_preview": _one("collaboration", VIEW, get_only=True),
}

CHECKINS: dict[str, Row] = {
    "checkins:home": Member(VIEW, get_only=True),
    "checkins:today": Member(VIEW, get_only=True),
    "checkins:snooze": Member(EDIT),
    "checkins:unsnooze": Member(EDIT, post_only=True),
    "checkins:calendar": Member(VIEW, get_only=True),
    "checkins:send": _one("check_in"),
    "checkins:done": _one("check_in"),
    "checkins:skip": _one("check_in"),
    "checkins:hand": _act("check_in"),
    "checkins:log_touch": _one("partnership"),
    "checkins:timeline": _one("creator", VIEW, get_only=True),
    "checkins:introductions": Member(VIEW, get_only=True),
    "checkins:introduction_new": Member(EDIT),
    "checkins:introduction": _one("introduction", VIEW, get_only=True),
    "checkins:introduction_reword": _one("introduction"),
    "checkins:introduction_ask": _one("introduction"),
    "checkins:introduction_record": _one("introduction"),
    "checkins:introduction_made": _one("introduction"),
    "checkins:introduction_withdraw": _one("introduction"),
    "checkins:introduction_close": _one("introduction"),
    "checkins:introduction_later": _one("introduction"),
    # What it does for whoever holds the mail: tests/checkins/test_introduction_answer.py.
    "checkins:introduction_answer": Public(ids={"token": "introduction_token"}),
}

REPORTS: dict[str, Row] = {
    "reports:programme": Member(VIEW, get_only=True),
    "reports:summaries": Member(VIEW, get_only=True),
    "reports:summary": _one("summary", VIEW, EDIT),
    "reports:summary_preview": _one("summary", VIEW),
    "reports:summary_chart": _one("summary", VIEW, get_only=True),
    "reports:summary_hold": _act("summary"),
    "reports:summary_release": _act("summary"),
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
    "no_email_page": Public(),
    "account_email": Person(),
}  # fmt: skip

OPEN: dict[str, Row] = {
    "core:gallery": Public(),
    "core:mailbox": Public(),
    "core:letter": Public(ids={"name": "creator"}),
    "core:letter_html": Public(ids={"name": "creator"}),
    "core:letter_file": Public(ids={"name": "creator", "number": "brief_number"}),
}

# The mail library's own doors, one for each provider it knows.
WEBHOOKS: dict[str, Row] = {
    name: Webhook() for name in found_routes() if name.startswith("anymail:")
}

TABLE: dict[str, Row] = {
    **API,
    **OPEN, **WEBHOOKS,
    **ACCOUNTS, **AWAY, **MAIL, **CREATORS, **MANY, **PARTNERSHIPS, **BRIEFS, **CLOSING, **IDEAS, **INBOX, **LETTERS, **LIVE, **RATES, **GROWTH, **OUTREACH, **PAPERS, **STANDING, **TALK, **TIMES, **TODAY_LINES, **AGREEMENTS, **RENEWALS, **REVIEWS, **ROUNDS, **SESSIONS, **WRITING, **CAMPAIGNS, **CODES, **RESULTS_IMPORT, **CHECKINS,
    **REPORTS, **PORTAL, **ALLAUTH,
}  # fmt: skip
