"""Doors of the common part and of the library of briefs."""

from tests.tenancy.routes import EDIT, VIEW, Member, Row

BRIEFS: dict[str, Row] = {
    "campaigns:common_part": Member(VIEW, EDIT, ids={"public_id": "campaign"}),
    "campaigns:brief_templates": Member(VIEW, get_only=True),
    "campaigns:brief_template_new": Member(EDIT),
    "campaigns:brief_template": Member(EDIT, ids={"public_id": "brief_template"}),
    "campaigns:brief_template_archive": Member(
        EDIT, ids={"public_id": "brief_template"}, post_only=True
    ),
    "campaigns:brief_template_restore": Member(
        EDIT, ids={"public_id": "brief_template"}, post_only=True
    ),
    "campaigns:brief_template_use": Member(EDIT, ids={"public_id": "collaboration"}),
    "campaigns:brief_template_from": Member(EDIT, ids={"public_id": "collaboration"}),
}
