from django.urls import path

from creators.views import (
    channels,
    compare,
    directory,
    edit,
    files,
    imports,
    notes,
    profile,
    rates,
    search,
    vetting,
)

app_name = "creators"
AT = "w/<slug:workspace>/creators"
BULK = f"{AT}/bulk/<str:public_id>"
EXPORT = f"{AT}/export/<str:public_id>"
IMPORT = f"{AT}/import/<str:public_id>"
ONE = f"{AT}/<str:public_id>"

urlpatterns = [
    path(f"{AT}/", directory.directory, name="directory"),
    path(f"{AT}/new/", edit.create, name="create"),
    path(f"{AT}/compare/", compare.page, name="compare"),
    path(f"{AT}/search/", search.search, name="search"),
    path(f"{AT}/chosen/", bulk.chosen, name="chosen"),
    path(f"{AT}/bulk/", bulk.bulk, name="bulk"),
    path(f"{BULK}/", bulk.bulk_job, name="bulk_job"),
    path(f"{BULK}/undo/", bulk.bulk_undo, name="bulk_undo"),
    path(f"{AT}/export/", export.export, name="export"),
    path(f"{EXPORT}/", export.export_job, name="export_job"),
    path(f"{EXPORT}/file/", export.export_file, name="export_file"),
    path(f"{AT}/import/", imports.upload, name="import"),
    path(f"{IMPORT}/", imports.report, name="import_report"),
    path(f"{IMPORT}/map/", imports.columns, name="import_map"),
    path(f"{IMPORT}/progress/", imports.progress, name="import_progress"),
    path(f"{IMPORT}/run/", imports.run, name="import_run"),
    path(f"{IMPORT}/undo/", imports.undo, name="import_undo"),
    path(f"{IMPORT}/failed-rows/", imports.failed_rows, name="import_failed_rows"),
    path(f"{ONE}/", profile.profile, name="profile"),
    path(f"{ONE}/edit/", edit.edit, name="edit"),
    path(f"{ONE}/preferences/", edit.preferences, name="preferences"),
    path(f"{ONE}/wishes/", edit.wishes, name="wishes"),
    path(f"{ONE}/archive/", edit.archive, name="archive"),
    path(f"{ONE}/restore/", edit.restore, name="restore"),
    path(f"{ONE}/channels/", channels.add, name="channel_add"),
    path(f"{ONE}/channels/<str:channel_id>/", channels.edit, name="channel"),
    path(f"{ONE}/channels/<str:channel_id>/remove/", channels.remove, name="channel_remove"),
    path(f"{ONE}/channels/<str:channel_id>/snapshots/", channels.snapshot, name="snapshot"),
    path(
        f"{ONE}/channels/<str:channel_id>/snapshots/<str:snapshot_id>/remove/",
        channels.snapshot_remove,
        name="snapshot_remove",
    ),
    path(f"{ONE}/rates/", rates.set_rate, name="rate_set"),
    path(f"{ONE}/rates/<str:rate_id>/end/", rates.end_rate, name="rate_end"),
    path(f"{ONE}/rate-policy/", rates.policy, name="rate_policy"),
    path(f"{ONE}/vetting/<str:item>/", vetting.answer, name="vetting_answer"),
    path(f"{ONE}/fit/", vetting.rate, name="fit_rate"),
    path("w/<slug:workspace>/settings/potential/", vetting.weights, name="potential_weights"),
    path(f"{ONE}/goals/", notes.add_goal, name="goal_add"),
    path(f"{ONE}/goals/<str:goal_id>/", notes.edit_goal, name="goal"),
    path(f"{ONE}/goals/<str:goal_id>/review/", notes.review_goal, name="goal_review"),
    path(f"{ONE}/style/", notes.add_note, name="style_note_add"),
    path(f"{ONE}/style/<str:note_id>/", notes.edit_note, name="style_note"),
    path(f"{ONE}/style/<str:note_id>/remove/", notes.remove_note, name="style_note_remove"),
    path(f"{ONE}/style/<str:note_id>/restore/", notes.restore_note, name="style_note_restore"),
    path(f"{ONE}/files/", files.add, name="file_add"),
    path(f"{ONE}/files/<str:file_id>/", files.fetch, name="file"),
    path(f"{ONE}/files/<str:file_id>/preview/", files.preview, name="file_preview"),
    path(f"{ONE}/files/<str:file_id>/remove/", files.remove, name="file_remove"),
    path(f"{ONE}/files/<str:file_id>/restore/", files.restore, name="file_restore"),
]
