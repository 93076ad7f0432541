"""Which of the new articles are reprints of one that was there, and which old ones turn out to be theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from pipeline import copies
from pipeline.adding import filed
from pipeline.adding.ground import UnusualError
from pipeline.records import Document


class Shelf(copies.Shelf, Protocol):
    """Where the texts lie, and what was worked out of all of them."""

    def kept_sketches(self) -> Mapping[str, bytes]:
        """Every sketch that was made before, by ``doc_id``."""


def changes(standing: pd.DataFrame, fresh: Sequence[Document], shelf: Shelf) -> dict[str, str | None]:
    """What changes in the list of reprints.

    Args:
        standing: The rows of ``documents`` that stay.
        fresh: The new articles.
        shelf: Where the texts of all lie.

    Returns:
        ``doc_id`` of each article that has another original now, or one for the first time, or none any more.

    Raises:
        UnusualError: A phrase has become so common with the new articles that old reprints are in question.
    """
    asking = {document.doc_id: document for document in fresh if document.status == "ok"}
    old = standing[standing["status"] == "ok"]
    sketches = [found for _, found in shelf.sketches(asking.values())]
    if not any(map(len, sketches)):
        return {}
    numbered = [*asking, *old["doc_id"].tolist()]
    values, holders = _holders(np.concatenate(sketches), list(map(len, sketches)), numbered, shelf.kept_sketches())
    known = originals(standing)
    groups = _groups(known)
    _refuse_new_boilerplate(values, holders, len(asking), numbered, groups)
    rows = dict(zip(old["doc_id"].tolist(), range(len(old)), strict=True))

    def document(doc_id: str) -> Document:
        if doc_id in asking:
            return asking[doc_id]
        return Document(doc_id, "", "", str(old["sha256"].iloc[rows[doc_id]]))

    touched: dict[str, set[str]] = {}
    for pairs in copies.sharing(values, holders, len(asking)):
        for one, two in pairs.tolist():
            first, second = sorted((numbered[one], numbered[two]))
            if shelf.is_reprint(document(first), document(second)):
                both = {*_of(first, touched, groups), *_of(second, touched, groups)}
                touched.update(dict.fromkeys(both, both))
    published = {doc_id: str(day) for doc_id, day in zip(old["doc_id"], old["published"], strict=True) if day == day}
    published |= {one.doc_id: one.published.isoformat() for one in asking.values() if one.published}
    return _new_originals(touched, published, known)


def _holders(
    asked: copies.Sketch, lengths: list[int], numbered: Sequence[str], kept: Mapping[str, bytes]
) -> tuple[copies.Sketch, copies.Places]:
    """The hashes of the new articles with all who hold them, the new ones by the lowest numbers."""
    count = len(lengths)
    try:
        blobs = [kept[doc_id] for doc_id in numbered[count:]]
    except KeyError as missing:
        raise UnusualError("an article was never sketched") from missing
    values = copies.from_bytes(b"".join(blobs))
    places = np.flatnonzero(filed.among(values, asked))
    ends = np.cumsum([len(blob) // values.itemsize for blob in blobs], dtype=np.int64)
    holders = np.searchsorted(ends, places, side="right") + count
    own = np.repeat(np.arange(count, dtype=np.int64), lengths)
    return np.concatenate((asked, values[places])), np.concatenate((own, holders))


def originals(standing: pd.DataFrame) -> dict[str, str]:
    """Reprints as they were known, each with its original."""
    known = standing[standing["is_copy_of"].notna()]
    return dict(zip(known["doc_id"].tolist(), known["is_copy_of"].tolist(), strict=True))


def _groups(known: Mapping[str, str]) -> dict[str, set[str]]:
    """Each reprint and each original with all that are the same text."""
    groups: dict[str, set[str]] = defaultdict(set)
    for doc_id, original in known.items():
        groups[original] |= {original, doc_id}
        groups[doc_id] = groups[original]
    return groups


def _of(doc_id: str, touched: Mapping[str, set[str]], groups: Mapping[str, set[str]]) -> Collection[str]:
    return touched.get(doc_id) or groups.get(doc_id) or {doc_id}


def _refuse_new_boilerplate(
    values: copies.Sketch,
    holders: copies.Places,
    count: int,
    numbered: Sequence[str],
    groups: Mapping[str, set[str]],
) -> None:
    """Stop where two known reprints share a hash that finds no candidates any more."""
    hashes, which, held = np.unique(values, return_inverse=True, return_counts=True)
    before = np.bincount(which[holders >= count], minlength=len(hashes))
    common = np.flatnonzero((held > copies.MAX_HOLDERS) & (before <= copies.MAX_HOLDERS))
    if not groups or not len(common):
        return
    for one in common.tolist():
        seen: set[int] = set()
        for number in holders[which == one].tolist():
            group = id(groups[numbered[number]]) if numbered[number] in groups else None
            if group in seen:
                raise UnusualError("a phrase has become boilerplate")
            if group is not None:
                seen.add(group)


def _new_originals(
    touched: Mapping[str, set[str]], published: Mapping[str, str], known: Mapping[str, str]
) -> dict[str, str | None]:
    """Each article whose original is another one now."""
    found: dict[str, str | None] = {}
    for members in {id(members): members for members in touched.values()}.values():
        original = min(members, key=lambda doc_id: (published.get(doc_id, "9999-12-31"), doc_id))
        found |= {doc_id: original if doc_id != original else None for doc_id in members}
    return {doc_id: original for doc_id, original in found.items() if original != known.get(doc_id)}
