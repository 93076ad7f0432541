"""A text that remembers where in the stored article each of its characters comes from."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

Edit = tuple[int, int, str]
"""Replace ``text[start:end]`` by a string."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """Text with the source span of every character, so that any chain of edits can be traced back."""

    text: str
    starts: array[int]
    ends: array[int]

    @classmethod
    def of(cls, text: str) -> Tracked:
        """The stored article itself: every character comes from its own place."""
        places = np.arange(len(text) + 1, dtype=np.int64)
        return cls(text, array("q", places[:-1].tobytes()), array("q", places[1:].tobytes()))

    def cut(self, start: int, end: int) -> Tracked:
        """The part from ``start`` to ``end``."""
        return Tracked(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def strip(self) -> Tracked:
        """Without white space at both ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.cut(left, max(left, len(self.text.rstrip())))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source span of a part; for an empty part the place where it would stand."""
        if not self.text:
            return 0, 0
        if start >= end:
            place = self.starts[min(start, len(self.text) - 1)]
            return place, place
        return self.starts[start], self.ends[end - 1]

    def edited(self, edits: Iterable[Edit]) -> Tracked:
        """Apply replacements, given in order and not overlapping."""
        pieces: list[str] = []
        starts, ends = array("q"), array("q")
        position = 0
        for start, end, replacement in edits:
            pieces += (self.text[position:start], replacement)
            source_start, source_end = self.span(start, end)
            starts.extend(self.starts[position:start])
            ends.extend(self.ends[position:start])
            starts.extend([source_start] * len(replacement))
            ends.extend([source_end] * len(replacement))
            position = end
        if not pieces:
            return self
        starts.extend(self.starts[position:])
        ends.extend(self.ends[position:])
        return Tracked("".join([*pieces, self.text[position:]]), starts, ends)

    def substituted(
        self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str | None]
    ) -> Tracked:
        """Like ``re.sub``; a function may answer ``None`` to leave a match alone."""
        edits: list[Edit] = []
        for match in pattern.finditer(self.text):
            new = match.expand(replacement) if isinstance(replacement, str) else replacement(match)
            if new is not None and new != match[0]:
                edits.append((match.start(), match.end(), new))
        return self.edited(edits)

    def segments(self) -> tuple[tuple[int, int, int, int], ...]:
        """``(start, source start, length, source length)`` of every stretch copied or replaced as a whole."""
        if not self.text:
            return ()
        first = np.frombuffer(self.starts, dtype=np.int64)
        last = np.frombuffer(self.ends, dtype=np.int64)
        single = last - first == 1
        copied = single[1:] & single[:-1] & (first[1:] == first[:-1] + 1)
        replaced = ~single[1:] & (first[1:] == first[:-1]) & (last[1:] == last[:-1])
        breaks = np.flatnonzero(~(copied | replaced)) + 1
        begins = [0, *breaks.tolist()]
        ends = [*breaks.tolist(), len(self.text)]
        return tuple(
            (begin, self.starts[begin], end - begin, self.ends[end - 1] - self.starts[begin])
            for begin, end in zip(begins, ends, strict=True)
        )


def join(parts: Sequence[Tracked], separator: str) -> Tracked:
    """Concatenate parts; the separator stands for all of the source between two of them."""
    pieces: list[str] = []
    starts, ends = array("q"), array("q")
    for part in parts:
        if pieces:
            first, last = ends[-1], part.starts[0]
            pieces.append(separator)
            starts.extend([min(first, last)] * len(separator))
            ends.extend([last] * len(separator))
        pieces.append(part.text)
        starts.extend(part.starts)
        ends.extend(part.ends)
    return Tracked("".join(pieces), starts, ends)
