"""Which article is a reprint of another: the same agency text under another headline is no second source."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pipeline import names
from pipeline.records import Document

SHINGLE = 4
"""Words in a row that are compared; shorter runs are idiom ("in the field of"), longer ones break at every edit."""

SKETCH = 48
"""Smallest shingle hashes kept of an article to find candidates; two reprints share most of them."""

MIN_SHARED = 12
"""Hashes two sketches must share to be compared in full."""

MAX_HOLDERS = 200
"""A hash in more articles than this is boilerplate (an agency's footer) and finds no candidates."""

PAIRS_AT_ONCE = 1 << 20
"""Pairs counted at a time; a common idiom alone makes 20,000."""

MIN_CONTAINED = 0.75
"""Share of the shorter article's shingles found in the longer one."""

MIN_SHARED_OF_ALL = 0.5
"""Share of both articles' shingles they have in common; below it the longer says much more, a report of its own."""

MIN_SHINGLES = 20
"""Shorter articles (a caption, a headline) agree by chance."""

Shingles = npt.NDArray[np.uint64]
Sketch = Shingles
Places = npt.NDArray[np.int64]


class Shelf(Protocol):
    """Where the texts of articles lie; what was worked out of them before is kept there."""

    def sketches(self, documents: Iterable[Document]) -> Iterator[tuple[str, Sketch]]:
        """The sketch of each article, by ``doc_id``."""

    def is_reprint(self, first: Document, second: Document) -> bool:
        """Whether two articles are the same text, but for edits."""


class InHand:
    """Articles that carry their texts."""

    def text(self, document: Document) -> str:
        """The text of an article."""
        return document.text

    def sketches(self, documents: Iterable[Document]) -> Iterator[tuple[str, Sketch]]:
        """The sketch of each article, by ``doc_id``."""
        return ((document.doc_id, sketch(document.text)) for document in documents)

    def is_reprint(self, first: Document, second: Document) -> bool:
        """Whether two articles are the same text, but for edits."""
        return is_reprint(first.text, second.text)


IN_HAND = InHand()


def copies(documents: Iterable[Document], shelf: Shelf = IN_HAND) -> Mapping[str, str]:
    """Find reprints.

    Args:
        documents: Articles; the same ``doc_id`` twice counts once.
        shelf: Where their texts lie, if not in the articles.

    Returns:
        ``doc_id`` of each reprint to the ``doc_id`` of the earliest article of its kind, by publication day, then id.
        Two ministries' own reports of one meeting are not in it.
    """
    unique = {document.doc_id: document for document in documents if document.status == "ok"}
    in_order = [unique[doc_id] for doc_id in sorted(unique)]
    sketches = {doc_id: found for doc_id, found in shelf.sketches(in_order) if len(found)}
    group = {doc_id: doc_id for doc_id in sketches}
    for first, second in _candidates(sketches):
        if shelf.is_reprint(unique[first], unique[second]):
            _join(group, first, second)
    members: dict[str, list[str]] = defaultdict(list)
    for doc_id in sketches:
        members[_root(group, doc_id)].append(doc_id)
    found = {}
    for doc_ids in members.values():
        original = min(doc_ids, key=lambda doc_id: (unique[doc_id].published or date.max, doc_id))
        found.update({doc_id: original for doc_id in doc_ids if doc_id != original})
    return dict(sorted(found.items()))


def sketch(text: str) -> Sketch:
    """The smallest shingle hashes of an article; none of one that is too short to be told as a reprint."""
    found = shingles(text)
    return found[: SKETCH if len(found) >= MIN_SHINGLES else 0].copy()


def from_bytes(kept: bytes) -> Sketch:
    """A sketch as it was kept."""
    return np.frombuffer(kept, dtype=np.uint64)


def shingles(text: str) -> Shingles:
    """Sorted hashes of all runs of four words, the same on every machine."""
    words = np.array(list(map(_word_hash, names.plain(text).split())), dtype=np.uint64)
    if len(words) < SHINGLE:
        return np.empty(0, dtype=np.uint64)
    total = np.zeros(len(words) - SHINGLE + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for offset in range(SHINGLE):
            total = (total * np.uint64(0x9E3779B97F4A7C15)) ^ words[offset : offset + len(total)]
            total ^= total >> np.uint64(29)
        total *= np.uint64(0xBF58476D1CE4E5B9)
        total ^= total >> np.uint64(32)
    return np.unique(total)


@lru_cache(maxsize=1 << 17)
def _word_hash(word: str) -> int:
    """32 bits of a word; ``hash`` would differ from run to run."""
    return zlib.crc32(word.encode())


def _candidates(sketches: Mapping[str, Sketch]) -> list[tuple[str, str]]:
    """Pairs of articles whose sketches share enough."""
    if not sketches:
        return []
    doc_ids = list(sketches)
    values = np.concatenate(list(sketches.values()))
    holders = np.repeat(np.arange(len(doc_ids), dtype=np.int64), [len(sketch) for sketch in sketches.values()])
    found = sharing(values, holders)
    return sorted((doc_ids[first], doc_ids[second]) for pairs in found for first, second in pairs.tolist())


def sharing(values: Sketch, holders: Places, asking: int | None = None) -> Iterator[Places]:
    """Pairs of articles whose sketches share enough.

    Args:
        values: The hashes of all sketches, or all holders of some hashes.
        holders: The number of the article that holds each, rising.
        asking: Articles of lower numbers are told their partners; all, if left out.

    Yields:
        Pairs of numbers, the lower first.
    """
    order = np.argsort(values, kind="stable")
    values, holders = values[order], holders[order]
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    sizes = np.diff(np.append(starts, len(values)))
    ends = np.repeat(np.where(sizes <= MAX_HOLDERS, starts + sizes, 0), sizes)
    partners = np.maximum(ends - np.arange(len(values)) - 1, 0)
    if asking is not None:
        partners[holders >= asking] = 0
    for places in _stretches(np.argsort(holders, kind="stable"), holders, partners):
        yield _shared(holders, places, partners[places])


def _stretches(order: Places, holders: Places, partners: Places) -> Iterator[Places]:
    """Places in the order of their articles, cut between two articles so that none makes too many pairs."""
    order = order[partners[order] > 0]
    if not len(order):
        return
    first_of = np.flatnonzero(np.concatenate(([True], np.diff(holders[order]) > 0)))
    number = np.cumsum(partners[order])[first_of] // PAIRS_AT_ONCE
    yield from np.split(order, first_of[1:][np.diff(number) > 0])


def _shared(holders: Places, places: Places, partners: Places) -> Places:
    """Pairs of articles that share enough hashes: each place makes a pair with those behind it that hold its hash."""
    behind = np.arange(partners.sum()) - np.repeat(np.cumsum(partners) - partners, partners) + 1
    firsts, seconds = np.repeat(holders[places], partners), holders[np.repeat(places, partners) + behind]
    pairs, counts = np.unique((firsts << 32) | seconds, return_counts=True)
    kept = pairs[counts >= MIN_SHARED]
    return np.stack((kept >> 32, kept & 0xFFFFFFFF), axis=1)


def is_reprint(first_text: str, second_text: str) -> bool:
    """Whether two texts are the same, but for edits."""
    first, second = shingles(first_text), shingles(second_text)
    common = len(np.intersect1d(first, second, assume_unique=True))
    shorter = min(len(first), len(second))
    union = len(first) + len(second) - common
    return common >= MIN_CONTAINED * shorter and common >= MIN_SHARED_OF_ALL * union


def _root(group: dict[str, str], doc_id: str) -> str:
    while group[doc_id] != doc_id:
        doc_id = group[doc_id]
    return doc_id


def _join(group: dict[str, str], first: str, second: str) -> None:
    one, two = sorted((_root(group, first), _root(group, second)))
    group[two] = one
