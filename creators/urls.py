from django.urls import path

from creators.views import channels, directory, edit, profile, rates, search

app_name = "creators"
AT = "w/<slug:workspace>/creators"
ONE = f"{AT}/<str:public_id>"

urlpatterns = [
    path(f"{AT}/", directory.directory, name="directory"),
    path(f"{AT}/new/", edit.create, name="create"),
    path(f"{AT}/search/", search.search, name="search"),
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
