"""One change of many creators at once, to be looked at and undone."""

from config.demo.cast import Cast
from core.bulk.engine import run_job
from core.bulk.jobs import ask_bulk, confirm_bulk
from creators.bulk import TagAct
from creators.enums import TagKind

SHORTLIST = 6


def make_bulk_change(cast: Cast) -> None:
    creators = sorted(cast.creators.values(), key=lambda creator: creator.name)[:SHORTLIST]
    by, at = cast.members["daniel"], cast.ago(2)
    job = ask_bulk(
        workspace=cast.workspace, kind=TagAct.kind, by=by, at=at,
        selection=[creator.public_id for creator in creators],
        back=f"/w/{cast.workspace.slug}/creators/",
    )  # fmt: skip
    options = {"add": {TagKind.TAG.value: ["spring shortlist"]}, "remove": {}}
    confirm_bulk(job=job, options=options, by=by, at=at)
    run_job(job.pk)
