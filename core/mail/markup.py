"""The HTML of a mail as lines of text, what its program marks as quoted behind `>`. Pure.

nh3 makes it well formed first (and takes out scripts, styles and comments), so the walk below is
one pass whatever somebody nested.
"""

import re
from html.parser import HTMLParser

import nh3

LONGEST_MARKUP = 1_000_000
DEEPEST = 500
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,20})")
# Closed by the next of their kind, or never open.
_UNNESTED = {"p", "li", "tr", "td", "th", "br", "hr", "img", "meta", "link", "input", "o:p", "font",
             "option", "dt", "dd", "col", "area", "base", "wbr", "tbody", "thead"}  # fmt: skip
_BLOCKS = {"p", "div", "br", "tr", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table",
           "blockquote", "hr", "pre", "section", "article"}  # fmt: skip
_TAGS = {*_BLOCKS, "span", "a", "td", "th", "b", "i", "strong", "em"}
_VOID = {"br", "hr", "img"}
_DROPPED = {"script", "style", "title", "head", "noscript", "template", "svg", "math"}
# Everything from here on is the mail that was answered: Outlook in the browser, desktop, phone.
_ENDS = re.compile(
    r"divrplyfwdmsg|appendonsend|mail-editor-reference-message|outlookmessageheader|zwchr"
    r"|reference-message-container|composewebview_previous|mail-app-auto-quote|ms-outlook-quoted",
)
# A box that is quoted as a whole: Yahoo, Proton, Mail.ru, Tutanota, Thunderbird's forwarded mails.
_QUOTES = re.compile(
    r"yahoo_quoted|protonmail_quote|mail-quote-collapse|tutanota_quote|moz-forward-container"
    r"|js-readmsg-msg|quoted_text|gmail_attr|moz-cite-prefix|messagereplysection",
)
_SIGNS = re.compile(
    r"gmail_signature|moz-signature|protonmail_signature|messagesignaturesection|applemailsignature"
    r"|ms-outlook-mobile-signature|outlook-signature|data-signature|mail-app-auto-default-signature"
    r"|composer_signature|yahoo-signature|ydp-signature|email-signature|^signature$|\bsignature\b",
)
# Gmail's indentation is a blockquote as well, without a line beside it.
_INDENTS = re.compile(r"border\s*:\s*(?:none|0|medium none)", re.IGNORECASE)


def as_lines(markup: str, *, signatures: bool = False) -> str:
    """Text with a line for each block; quoted boxes behind `>`. `signatures`: also what stands in
    their boxes, where people write by mistake."""
    clean = nh3.clean(
        _shallow(markup[:LONGEST_MARKUP]),
        tags=_TAGS,
        attributes={"*": {"id", "class", "name", "style"}},
        clean_content_tags=_DROPPED,
        strip_comments=True,
        link_rel=None,
    )
    walk = _Walk(signatures=signatures)
    walk.feed(clean)
    walk.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(walk.lines)).strip()


def _shallow(markup: str) -> str:
    """Up to where boxes stand in boxes deeper than any mail program puts them: what cleans HTML
    takes time by the square of that."""
    depth = 0
    for tag in _TAG.finditer(markup):
        if tag[2].lower() not in _UNNESTED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            return markup[: tag.start()]
    return markup


class _Walk(HTMLParser):
    def __init__(self, *, signatures: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.signatures = signatures
        self.lines: list[str] = [""]
        # Open boxes that change something: (tag, what they are).
        self.stack: list[tuple[str, str]] = []
        self.depth = {"quote": 0, "drop": 0, "pre": 0}
        self.ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.ended:
            return
        role = self._role(tag, attrs)
        if role == "end":
            # Their words stand above it, or it is a mail that quotes first.
            self.ended = any(line.strip() and not line.startswith(">") for line in self.lines)
            role = "quote"
        if tag in _BLOCKS:
            self._break(always=tag == "br" and not self.lines[-1].strip())
        if tag not in _VOID:
            self.stack.append((tag, role))
            if role:
                self.depth[role] += 1

    def handle_endtag(self, tag: str) -> None:
        if self.ended or tag in _VOID:
            return
        # Well formed by now: the last one open is the one that closes.
        if self.stack and self.stack[-1][0] == tag:
            _tag, role = self.stack.pop()
            if role:
                self.depth[role] -= 1
        if tag in _BLOCKS:
            self._break()
        if tag == "p":
            self._break(always=True)
        if tag in ("td", "th"):
            self._add(" ")

    def handle_data(self, data: str) -> None:
        if self.ended or self.depth["drop"]:
            return
        if self.depth["pre"]:
            first, *rest = data.split("\n")
            self._add(first)
            for line in rest:
                self._break(always=True)
                self._add(line)
            return
        self._add(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _role(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        said = {name: value or "" for name, value in attrs}
        marks = " ".join(said.get(name, "") for name in ("id", "class", "name")).lower()
        if tag == "pre":
            return "pre"
        if tag == "blockquote":
            return "" if _INDENTS.search(said.get("style", "")) else "quote"
        if not marks:
            return ""
        if _ENDS.search(marks):
            return "end"
        if _SIGNS.search(marks):
            return "" if self.signatures else "drop"
        return "quote" if _QUOTES.search(marks) else ""

    def _add(self, text: str) -> None:
        mark = "> " if self.depth["quote"] else ""
        if not self.lines[-1]:
            text = text.lstrip()
            if not text:
                return
            self.lines[-1] = mark
        self.lines[-1] += text

    def _break(self, *, always: bool = False) -> None:
        """A new line, if there is something on this one; an empty one between paragraphs."""
        if self.lines[-1].strip() or always and len(self.lines) > 1 and self.lines[-2].strip():
            self.lines.append("")
