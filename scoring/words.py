"""How the three bases are written in addresses: the ministry's words, not ours."""

from __future__ import annotations

from django.http import Http404

from regions.enums import Basis

BASIS_WORDS = {Basis.CLAIMED: "mandiri", Basis.VERIFIED: "terverifikasi", Basis.FINAL: "final"}
_BY_WORD = {word: basis for basis, word in BASIS_WORDS.items()}


def basis_of(word: str) -> Basis:
    """The basis that a word of an address names. Raises Http404 for any other word."""
    if word not in _BY_WORD:
        raise Http404(f"no basis is called {word}")
    return _BY_WORD[word]


def basis_or_none(word: str) -> Basis | None:
    """The basis that a word names, None for any other word: for a filter, which falls back instead of failing."""
    return _BY_WORD.get(word)
