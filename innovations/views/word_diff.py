"""Two texts side by side, the words marked in which they differ. Pure; the result is safe to put on a page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

TOKEN = re.compile(r"\s*\S+|\s+$")
"""A word with the white space before it, and what is left at the end."""
MOST = 1_500_000
"""Pairs of equal words at most, about half a second; two texts of ten pages have some tens of thousands. Past it all is marked."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Both texts with their own words marked; `gone` and `come` count the words."""

    before: SafeString
    after: SafeString
    gone: int
    come: int


def word_difference(before: str, after: str) -> Difference:
    """Words of `before` that are gone stand in <del>, words of `after` that came in <ins>; white space alone is no difference."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    old_words, new_words = [token.strip() for token in old], [token.strip() for token in new]
    head, tail = _shared(old_words, new_words)
    old_end, new_end = len(old) - tail, len(new) - tail
    steps = [("equal", 0, head, 0, head)]
    middle, other = old_words[head:old_end], new_words[head:new_end]
    if _pairs(middle, other) > MOST:
        steps.append(("replace", head, old_end, head, new_end))
    else:
        matcher = SequenceMatcher(None, middle, other, autojunk=False)
        steps += [
            (name, head + a, head + b, head + c, head + d) for name, a, b, c, d in matcher.get_opcodes()
        ]
    steps.append(("equal", old_end, len(old), new_end, len(new)))
    left = [(name != "equal", old[start:end]) for name, start, end, _from, _to in steps]
    right = [(name != "equal", new[start:end]) for name, _from, _to, start, end in steps]
    return Difference(_marked(left, "del"), _marked(right, "ins"), gone=_words(left), come=_words(right))


def _shared(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many words both share at the beginning and, of what is left, at the end."""
    least = min(len(old), len(new))
    head = next((place for place in range(least) if old[place] != new[place]), least)
    rest = least - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    return head, tail


def _pairs(old: list[str], new: list[str]) -> int:
    """What the comparison costs: for each word, how often it stands here times how often there."""
    there = Counter(new)
    return sum(count * there[word] for word, count in Counter(old).items())


def _marked(pieces: list[tuple[bool, list[str]]], mark: str) -> SafeString:
    """The text, with the white space before a marked piece left outside of the mark."""
    opening, closing = SafeString(f"<{mark}>"), SafeString(f"</{mark}>")
    shown: list[tuple[str, str, str, str]] = []
    for is_marked, tokens in pieces:
        text = "".join(tokens)
        bare = text.lstrip()
        if is_marked and bare:
            shown.append((text[: len(text) - len(bare)], opening, bare, closing))
        else:
            shown.append((text, "", "", ""))
    return format_html_join("", "{}{}{}{}", shown)


def _words(pieces: list[tuple[bool, list[str]]]) -> int:
    return sum(bool(token.strip()) for is_marked, tokens in pieces if is_marked for token in tokens)
