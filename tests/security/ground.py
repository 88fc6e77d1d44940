"""What the attacks share: who asks, the table of payloads, and a reader of pages that finds what
became markup."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.tenancy.routes import Member, Portal
from tests.tenancy.table import TABLE
from tests.tenancy.world import World

# Each would draw `<zap>`, or an attribute, or an address that runs something.
PAYLOADS = (
    "<zap>", "<script>zap()</script>", '"><zap>', "'><zap>", "--><zap>", "</title><zap>",
    "</textarea><zap>", "</script><zap>", "</style><zap>", "</noscript><zap>", "</option><zap>",
    "</svg><zap>", "<svg/onload=zap()>", "<img src=x onerror=zap()>", '" onfocus="zap()" autofocus="',
    "' onmouseover='zap()", "` onclick=`zap()", '"hx-on:click="zap()', '" hx-get="//zap.example',
    '" data-zap="', "javascript:zap()", "data:text/html,<zap>", "<iframe srcdoc='<zap>'>",
    "<a href=javascript:zap()>", "<base href=//zap.example>", "<form action=//zap.example>",
    "<meta http-equiv=refresh content=0;//zap.example>", "<![CDATA[<zap>]]>", "<zap/ ", "{{zap}}{%zap%}",
    "%3Czap%3E", "&lt;zap&gt;<zap>", "\u2028<zap>", "<ZAP/x>",
)  # fmt: skip

# `next`, `back` and the like: none may lead out of the house.
ELSEWHERE = (
    "//zap.example", "///zap.example", "////zap.example", "https://zap.example/", "http:zap.example",
    "https:/zap.example", "/\\zap.example", "\\\\zap.example", "\\/zap.example", "/\t/zap.example",
    "/\n/zap.example", "\t//zap.example", " //zap.example", "https://testserver@zap.example/",
    "https://testserver.zap.example/", "https://zap.example#testserver", "ftp://zap.example",
    "javascript:zap()", "JaVaScRiPt:zap()", "data:text/html,zap", "vbscript:zap", "//zap.example%2f..",
    "https://zap。example", "//[::1]/", "/\r\nLocation: //zap.example",
)  # fmt: skip

_ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "xlink:href"}
_RUNS = ("javascript:", "data:text", "vbscript:")
_NEVER = {"zap", "base", "object", "embed"}


@dataclass
class Page(HTMLParser):
    """A page as a browser reads it; `wrong` names every tag and attribute that nobody of us
    wrote."""

    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NEVER or (tag == "iframe" and "srcdoc" in dict(attrs)):
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith(("on", "hx-on", "data-zap")):
                self.wrong.append(f"<{tag} {name}>")
            elif name in _ADDRESSES or name.startswith("hx-"):
                self._look_at_address(tag, name, "".join((value or "").split()).lower())

    def _look_at_address(self, tag: str, name: str, value: str) -> None:
        if value.startswith(_RUNS) or "//zap.example" in value[:16]:
            self.wrong.append(f"<{tag} {name}={value[:40]}>")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and "zap()" in data:
            self.wrong.append("<script>")


def wrong_in(html: str) -> list[str]:
    page = Page()
    page.feed(html)
    page.close()
    return page.wrong


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(world: World, name: str) -> str:
    """Of a route of the table, with the ids of one's own workspace."""
    row: Any = TABLE[name]
    ids = {argument: world.ids["mine"][key] for argument, key in row.ids.items()}
    if isinstance(row, Member):
        ids["workspace"] = world.workspaces["mine"]
    return reverse(name, kwargs=ids)


def pages_to_read(world: World) -> Iterator[tuple[str, str]]:
    """(who, address) of every page that can be read: each route, each tab, each way of finding."""
    for name, row in TABLE.items():
        if isinstance(row, Member) and not row.post_only:
            yield "owner", address(world, name)
        elif isinstance(row, Portal):
            yield "creator", address(world, name)
    yield "owner", address(world, "checkins:introduction_answer")
    yield "owner", address(world, "campaigns:brief_answer")
    yield "owner", address(world, "campaigns:outreach_answer")
    yield "owner", address(world, "campaigns:round_answer")
    profile = address(world, "creators:profile")
    for tab in (
        "timeline",
        "channels",
        "preferences",
        "goals",
        "style",
        "rates",
        "vetting",
        "files",
    ):
        yield "owner", f"{profile}?tab={tab}"
    ids = world.ids["mine"]
    every = (
        "channels,followers,topics,expertise,tags,rate,potential,email,phone,tier,owner,last,next"
        ",warmth,city,created"
    )
    yield "owner", f"{address(world, 'creators:directory')}?columns={every}"
    yield "owner", f"{address(world, 'creators:directory')}?open=filters"
    yield "owner", f"{address(world, 'creators:compare')}?row={ids['creator']}&row={ids['double']}"
    yield "owner", f"{address(world, 'accounts:find')}?q=zap"
    yield "owner", f"{address(world, 'creators:search')}?q=zap"
    yield "owner", f"{address(world, 'creators:alike')}?name=zap"
