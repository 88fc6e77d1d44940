"""What differs between two texts, in sentences that can be read.

They are compared sentence by sentence, and a sentence that was only touched word by word. Nothing
is left out: what is the same and what is gone give the old text, the same and the new the new one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
# Two sentences with less in common are two sentences, not one that was changed.
ALIKE = 0.5
# Above it, word by word costs more than it tells.
LONGEST = 400
# A sentence with what ends it and the space behind; a line with its end.
_SENTENCES = re.compile(r"[^\n]*?[.!?…]+(?:[\"»”')]*)(?:[^\S\n]+|(?=\n)|$)\n?|[^\n]*\n|[^\n]+")
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Run:
    """`kind`: same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Sentence:
    """`runs` of several kinds: it was touched."""

    runs: tuple[Run, ...]

    @property
    def kind(self) -> str:
        """same, gone, new, or changed: some of each. A space more or less is no change."""
        kinds = {run.kind for run in self.runs if run.text.strip()} or {SAME}
        return kinds.pop() if len(kinds) == 1 else "changed"

    @property
    def old(self) -> str:
        return "".join(run.text for run in self.runs if run.kind != NEW).strip()

    @property
    def new(self) -> str:
        return "".join(run.text for run in self.runs if run.kind != GONE).strip()


def compare_texts(old: str, new: str) -> tuple[Sentence, ...]:
    a, b = _SENTENCES.findall(old), _SENTENCES.findall(new)
    found: list[Sentence] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Sentence((Run(SAME, text),)) for text in a[i:j]]
        else:
            found += _paired(a[i:j], b[k:m])
    return tuple(found)


def _paired(gone: Sequence[str], new: Sequence[str]) -> Iterator[Sentence]:
    """Sentences in the place of others: each beside the first that is like it, in order."""
    start = 0
    for text in gone:
        like = next((n for n in range(start, len(new)) if _alike(text, new[n])), None)
        if like is None:
            yield Sentence((Run(GONE, text),))
            continue
        for added in new[start:like]:
            yield Sentence((Run(NEW, added),))
        yield Sentence(tuple(_words(text, new[like])))
        start = like + 1
    for added in new[start:]:
        yield Sentence((Run(NEW, added),))


def _alike(one: str, other: str) -> bool:
    a, b = _WORDS.findall(one), _WORDS.findall(other)
    if max(len(a), len(b)) > LONGEST:
        return False
    said = [word for word in a if not word.isspace()], [word for word in b if not word.isspace()]
    matcher = SequenceMatcher(None, *said, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _words(old: str, new: str) -> Iterator[Run]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run(SAME, "".join(a[i:j]))
            continue
        if j > i:
            yield Run(GONE, "".join(a[i:j]))
        if m > k:
            yield Run(NEW, "".join(b[k:m]))
