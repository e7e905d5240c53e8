"""Two texts side by side, the words marked in which they differ. Pure; the result is safe to put on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

TOKEN = re.compile(r"\s+|\S+")
MOST = 6_000_000
"""Comparisons at most (words of the one times words of the other, after what both share at their ends): about a second."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Both texts with their own words marked; `gone` and `come` count the words."""

    before: SafeString
    after: SafeString
    gone: int
    come: int


def word_difference(before: str, after: str) -> Difference:
    """Words of `before` that are gone stand in <del>, words of `after` that came in <ins>."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    head, tail = _shared(old, new)
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(middle_old) * len(middle_new) > MOST:
        steps = [("replace", 0, len(middle_old), 0, len(middle_new))]
    else:
        steps = list(SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes())
    left, right = [("", old[:head])], [("", new[:head])]
    for name, old_from, old_to, new_from, new_to in steps:
        if name == "equal":
            left.append(("", middle_old[old_from:old_to]))
            right.append(("", middle_new[new_from:new_to]))
        else:
            left.append(("del", middle_old[old_from:old_to]))
            right.append(("ins", middle_new[new_from:new_to]))
    left.append(("", old[len(old) - tail :]))
    right.append(("", new[len(new) - tail :]))
    return Difference(_marked(left), _marked(right), gone=_words(left), come=_words(right))


def _shared(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many tokens both share at the beginning and, of what is left, at the end."""
    least = min(len(old), len(new))
    head = next((place for place in range(least) if old[place] != new[place]), least)
    rest = least - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    return head, tail


def _marked(pieces: list[tuple[str, list[str]]]) -> SafeString:
    texts = [(mark, "".join(tokens)) for mark, tokens in pieces if tokens]
    return format_html_join(
        "",
        "{}{}{}",
        (
            (SafeString(f"<{mark}>"), text, SafeString(f"</{mark}>")) if mark else ("", text, "")
            for mark, text in texts
        ),
    )


def _words(pieces: list[tuple[str, list[str]]]) -> int:
    return sum(not token.isspace() for mark, tokens in pieces if mark for token in tokens)
