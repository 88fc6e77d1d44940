"""Which partnership a mail of ours is about: a room whose rows do not lead there by `partnership`
tells in `ready()` which way does.

    register_path("reports.summary", "collaboration__partnership")
"""

_paths: dict[str, str] = {
    "campaigns.briefversion": "brief__collaboration__partnership",
    "campaigns.debrief": "collaboration__partnership",
    "campaigns.deliverable": "collaboration__partnership",
    "campaigns.outreach": "collaboration__partnership",
    "campaigns.submission": "deliverable__collaboration__partnership",
    "partnerships.amendment": "agreement__partnership",
    "partnerships.partnership": "pk",
    "partnerships.renewal": "agreement__partnership",
    "partnerships.sow": "agreement__partnership",
}
_BY_NAME = "partnership"


def register_path(label: str, path: str) -> None:
    """`label` as mails keep it: "app.model". Again replaces: `ready()` may run twice."""
    _paths[label] = path


def path_of(label: str) -> str:
    return _paths.get(label, _BY_NAME)
