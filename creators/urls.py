from django.urls import path

from creators.views import channels, directory, edit, imports, profile, rates, search

app_name = "creators"
AT = "w/<slug:workspace>/creators"
IMPORT = f"{AT}/import/<str:public_id>"
ONE = f"{AT}/<str:public_id>"

urlpatterns = [
    path(f"{AT}/", directory.directory, name="directory"),
    path(f"{AT}/new/", edit.create, name="create"),
    path(f"{AT}/search/", search.search, name="search"),
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
]
