"""Finds listed phrases in a run of words: longest first, in one pass.

A :class:`PhraseBook` lists its phrases; a :class:`FrameBook` also has frames with a slot ("minister of {portfolio}"),
which are filled only where a text fills them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from pipeline import tokens

Value = TypeVar("Value")
Key = tuple[str, ...]

_PLAIN_WORD = r"(?:[A-Za-z]+(?:-[A-Za-z]+)*|\d+(?:st|nd|rd|th)?)"
_PLAIN = re.compile(rf"{_PLAIN_WORD}(?: {_PLAIN_WORD})*", re.ASCII)
"""Phrases of which every word is its own norm but for the case: most of the registers."""


def key_of(phrase: str) -> Key:
    """The normalised words of a phrase, cut like an article's: ``"UN's envoy"`` → ``("un", "'s", "envoy")``."""
    if _PLAIN.fullmatch(phrase):
        return tuple(phrase.lower().split())
    return tuple(word.norm for word in tokens.words(phrase))


class PhraseBook(Generic[Value]):
    """Phrases with a value each, looked up by their normalised words.

    Several values may share a phrase ("Dominican"); they come back together, in the order they were added.
    """

    def __init__(self) -> None:
        self._by_first: dict[str, dict[Key, list[Value]]] = {}
        self._lengths: dict[str, list[int]] = {}
        self._firsts: set[str] = set()

    def add(self, phrase: str, value: Value) -> None:
        """Add one phrase; its words are cut and normalised like an article's."""
        key = key_of(phrase)
        if not key:
            return
        values = self._by_first.setdefault(key[0], {}).setdefault(key, [])
        if value not in values:
            values.append(value)
        lengths = self._lengths.setdefault(key[0], [])
        if len(key) not in lengths:
            lengths.append(len(key))
            lengths.sort(reverse=True)
        self._firsts.add(key[0])

    def extend(self, phrases: Iterable[str], value: Value) -> None:
        """Add several phrases for one value."""
        for phrase in phrases:
            self.add(phrase, value)

    def match_at(self, norms: Sequence[str], position: int, limit: int) -> tuple[int, list[Value]] | None:
        """The longest phrase that begins at ``position`` and ends by ``limit``.

        Returns:
            ``(end position, values)``, or ``None`` when no phrase begins there.
        """
        first = norms[position]
        candidates = self._by_first.get(first)
        if candidates is None:
            return None
        for length in self._lengths[first]:
            end = position + length
            if end <= limit and (values := candidates.get(tuple(norms[position:end]))) is not None:
                return end, values
        return None

    def matches_at(self, norms: Sequence[str], position: int, limit: int) -> Iterator[tuple[int, list[Value]]]:
        """Every phrase that begins at ``position`` and ends by ``limit``, the longest first."""
        while match := self.match_at(norms, position, limit):
            yield match
            limit = match[0] - 1
            if limit <= position:
                return

    def matches(self, norms: Sequence[str], first: int, last: int) -> Iterator[tuple[int, int, list[Value]]]:
        """Every word of a run at which a phrase begins: its position, the end of the longest, its values."""
        firsts = self._firsts
        for position in range(first, last):
            if norms[position] in firsts and (match := self.match_at(norms, position, last)):
                yield position, match[0], match[1]

    def is_in(self, norms: Sequence[str], first: int, last: int) -> bool:
        """Whether any phrase stands in a run of words."""
        return next(self.matches(norms, first, last), None) is not None

    def begins(self, norm: str) -> bool:
        """Whether any phrase, listed or filled, begins with this word."""
        return norm in self._firsts

    def get(self, phrase: str) -> list[Value]:
        """The values of one whole phrase, empty when it is not listed."""
        key = key_of(phrase)
        return self._by_first.get(key[0], {}).get(key, []) if key else []

    def __iter__(self) -> Iterator[tuple[Key, list[Value]]]:
        for phrases in self._by_first.values():
            yield from phrases.items()

    def __len__(self) -> int:
        return sum(len(phrases) for phrases in self._by_first.values())


@dataclass(frozen=True, slots=True)
class _Frame(Generic[Value]):
    """The words before and after a slot; ``fill`` makes the value of one filling, by its number."""

    before: Key
    after: Key
    fill: Callable[[int], Value]


class FrameBook(PhraseBook[Value]):
    """A phrase book that also has frames, each with one slot for any of the same fillings.

    70 frames of 750 portfolios would make 100,000 phrases; here they are composed where a text has one.
    A match gives the listed phrases first, then the frames in the order they were added.
    """

    def __init__(self, fillings: Iterable[str]) -> None:
        super().__init__()
        self._fillings: PhraseBook[int] = PhraseBook()
        for number, filling in enumerate(fillings):
            self._fillings.add(filling, number)
        self._firsts |= self._fillings._firsts
        self.words = frozenset(word for keys in self._fillings._by_first.values() for key in keys for word in key)
        """The words of which the fillings are made."""
        self._frames: dict[str | None, list[_Frame[Value]]] = {}

    def add_frame(self, before: str, after: str, fill: Callable[[int], Value]) -> None:
        """Add a frame by the words on either side of its slot; ``fill`` gets the number of the filling."""
        frame = _Frame(key_of(before), key_of(after), fill)
        self._frames.setdefault(frame.before[0] if frame.before else None, []).append(frame)
        self._firsts.update(frame.before[:1])

    def match_at(self, norms: Sequence[str], position: int, limit: int) -> tuple[int, list[Value]] | None:
        """The longest phrase, listed or filled, that begins at ``position`` and ends by ``limit``."""
        listed = super().match_at(norms, position, limit)
        first = norms[position]
        if first not in self._frames and not self._fillings.begins(first):
            return listed
        end, filled = self._fill_at(norms, position, limit)
        if not filled:
            return listed
        if listed is None or listed[0] < end:
            return end, filled
        if listed[0] > end:
            return listed
        return end, listed[1] + [value for value in filled if value not in listed[1]]

    def get(self, phrase: str) -> list[Value]:
        """The values of one whole phrase, listed or filled; empty when it is neither."""
        key = key_of(phrase)
        match = self.match_at(key, 0, len(key)) if key else None
        return match[1] if match and match[0] == len(key) else []

    def _fill_at(self, norms: Sequence[str], position: int, limit: int) -> tuple[int, list[Value]]:
        """The longest filled frames that begin at ``position``, with the word after them."""
        best, values = position, list[Value]()
        slots: dict[int, list[tuple[int, list[int]]]] = {}
        for frame in (*self._frames.get(norms[position], ()), *self._frames.get(None, ())):
            slot = position + len(frame.before)
            if slot >= limit or tuple(norms[position:slot]) != frame.before:
                continue
            if slot not in slots:
                slots[slot] = list(self._fillings.matches_at(norms, slot, limit))
            for closed, fillings in slots[slot]:
                end = closed + len(frame.after)
                if end < best or end > limit or tuple(norms[closed:end]) != frame.after:
                    continue
                if end > best:
                    best, values = end, []
                values.extend(value for number in fillings if (value := frame.fill(number)) not in values)
        return best, values


@lru_cache(maxsize=1024)
def book(phrases: tuple[str, ...]) -> PhraseBook[bool]:
    """A book of phrases that only have to be found, made once for all articles."""
    made: PhraseBook[bool] = PhraseBook()
    made.extend(phrases, True)
    return made
