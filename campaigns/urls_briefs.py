"""Addresses of briefs, their common part and their library."""

from django.urls import path

from campaigns.views import (
    brief_editor,
    brief_templates,
    brief_versions,
    briefs,
    common_part,
)

_W = "w/<slug:workspace>/"
_BRIEF = f"{_W}collaborations/<str:public_id>/brief/"
_T = f"{_W}brief-templates/"

urlpatterns = [
    path(_BRIEF, brief_editor.editor, name="brief"),
    path(f"{_BRIEF}share/", briefs.share, name="brief_share"),
    path(f"{_BRIEF}preview/", briefs.preview, name="brief_preview"),
    path(f"{_BRIEF}lock/", briefs.lock, name="brief_lock"),
    path(f"{_BRIEF}<int:number>/", brief_versions.version, name="brief_version"),
    path(f"{_BRIEF}compare/", brief_versions.compare, name="brief_compare"),
    path(f"{_W}goalposts/", brief_versions.goalposts, name="goalposts"),
    path(f"{_BRIEF}template/", brief_templates.use, name="brief_template_use"),
    path(f"{_BRIEF}as-template/", brief_templates.template_from, name="brief_template_from"),
    path(f"{_W}campaigns/<str:public_id>/common/", common_part.common_part, name="common_part"),
    path(_T, brief_templates.template_list, name="brief_templates"),
    path(f"{_T}new/", brief_templates.template_new, name="brief_template_new"),
    path(f"{_T}<str:public_id>/", brief_templates.template, name="brief_template"),
    path(
        f"{_T}<str:public_id>/archive/",
        brief_templates.template_archive,
        name="brief_template_archive",
    ),
    path(
        f"{_T}<str:public_id>/restore/",
        brief_templates.template_restore,
        name="brief_template_restore",
    ),
]
