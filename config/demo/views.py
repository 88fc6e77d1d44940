"""Views of the directory that people here come back to."""

from urllib.parse import urlencode

from config.demo.cast import Cast
from creators.actions.saved_views import save_view
from creators.filters import read_address


def make_views(cast: Cast) -> None:
    daniel = cast.members["daniel"].public_id
    for name, who, shared, asked in (
        (
            "Cooling in Russia", "olga", True,
            {"market": "RU", "warmth": ["cooling", "cold"], "sort": "last_contact"},
        ),
        (
            "Bench: no partnership yet", "olga", True,
            {
                "tier": "none", "sort": "-potential",
                "columns": "channels,followers,potential,topics,rate",
            },
        ),
        (
            "US, 100,000 and more", "daniel", True,
            {"market": "US", "size": ["100k", "500k", "1m"], "sort": "-followers"},
        ),
        (
            "My T1", "daniel", False,
            {
                "tier": "T1", "owner": daniel,
                "columns": "tier,warmth,last_contact,next_check_in,email,phone",
            },
        ),
    ):  # fmt: skip
        query = read_address(urlencode(asked, doseq=True)).saved_state
        save_view(
            workspace=cast.workspace, name=name, query=query, shared=shared,
            by=cast.members[who], at=cast.ago(20),
        )  # fmt: skip
