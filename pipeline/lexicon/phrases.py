"""Finds listed phrases in a run of words: longest first, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from pipeline import tokens

Value = TypeVar("Value")


class PhraseBook(Generic[Value]):
    """Phrases with a value each, looked up by their normalised words.

    Several values may share a phrase ("Dominican"); they come back together, in the order they were added.
    """

    def __init__(self) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], list[Value]]] = {}
        self._longest: dict[str, int] = {}

    def add(self, phrase: str, value: Value) -> None:
        """Add one phrase; its words are cut and normalised like an article's."""
        key = tuple(word.norm for word in tokens.words(phrase))
        if not key:
            return
        values = self._by_first.setdefault(key[0], {}).setdefault(key, [])
        if value not in values:
            values.append(value)
        self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def extend(self, phrases: Iterable[str], value: Value) -> None:
        """Add several phrases for one value."""
        for phrase in phrases:
            self.add(phrase, value)

    def match_at(self, norms: Sequence[str], position: int, limit: int) -> tuple[int, list[Value]] | None:
        """The longest phrase that begins at ``position`` and ends by ``limit``.

        Returns:
            ``(end position, values)``, or ``None`` when no phrase begins there.
        """
        candidates = self._by_first.get(norms[position])
        if candidates is None:
            return None
        for length in range(min(self._longest[norms[position]], limit - position), 0, -1):
            values = candidates.get(tuple(norms[position : position + length]))
            if values is not None:
                return position + length, values
        return None

    def get(self, phrase: str) -> list[Value]:
        """The values of one whole phrase, empty when it is not listed."""
        key = tuple(word.norm for word in tokens.words(phrase))
        return self._by_first.get(key[0], {}).get(key, []) if key else []

    def __iter__(self) -> Iterator[tuple[tuple[str, ...], list[Value]]]:
        for phrases in self._by_first.values():
            yield from phrases.items()

    def __len__(self) -> int:
        return sum(len(phrases) for phrases in self._by_first.values())
