"""Which of the new articles are reprints of one that was there, and which old ones turn out to be theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class Shared:
    """The hashes of new articles with all who hold them.

    Attributes:
        numbered: The articles, by ``doc_id``; the new ones come first.
        which: The number of a hash, one a holder.
        holders: The number of the article that holds it, rising.
        counts: How many hold each hash.
    """

    numbered: list[str]
    which: copies.Places
    holders: copies.Places
    counts: copies.Places


def shared(standing: pd.DataFrame, fresh: Iterable[Document], shelf: Shelf) -> Shared:
    """Who holds the hashes of new articles.

    Args:
        standing: The rows of ``documents`` that stay.
        fresh: The new articles.
        shelf: Where the texts of all lie.

    Raises:
        UnusualError: Of an article that stays no sketch is kept.
    """
    asking = _asking(fresh)
    sketches = [found for _, found in shelf.sketches(asking.values())]
    asked = np.concatenate((copies.from_bytes(b""), *sketches))
    old, kept = _doc_ids(standing), shelf.kept_sketches()
    try:
        blobs = [kept[doc_id] for doc_id in old]
    except KeyError as missing:
        raise UnusualError("an article was never sketched") from missing
    values = copies.from_bytes(b"".join(blobs))
    places = np.flatnonzero(filed.among(values, asked))
    which = np.searchsorted(np.unique(asked), np.concatenate((asked, values[places])))
    ends = np.cumsum([len(blob) // values.itemsize for blob in blobs], dtype=np.int64)
    own = np.repeat(np.arange(len(sketches), dtype=np.int64), list(map(len, sketches)))
    others = np.searchsorted(ends, places, side="right") + len(sketches)
    return Shared([*asking, *old], which, np.concatenate((own, others)), np.bincount(which))


def _asking(fresh: Iterable[Document]) -> dict[str, Document]:
    """The new articles that can be reprints, in one order whatever theirs."""
    return {one.doc_id: one for one in sorted(fresh, key=lambda one: one.doc_id) if one.status == "ok"}


def _doc_ids(standing: pd.DataFrame) -> list[str]:
    """The articles that stay and can be reprints."""
    found: list[str] = standing.loc[standing["status"] == "ok", "doc_id"].tolist()
    return found


def changes(
    standing: pd.DataFrame, fresh: Sequence[Document], shelf: Shelf, foreseen: Shared | None = None
) -> dict[str, str | None]:
    """What changes in the list of reprints.

    Args:
        standing: The rows of ``documents`` that stay.
        fresh: The new articles.
        shelf: Where the texts of all lie.
        foreseen: What ``shared`` said of them before, if it was asked; it may have been asked of others.

    Returns:
        ``doc_id`` of each article that has another original now, or one for the first time, or none any more.

    Raises:
        UnusualError: A phrase has become so common with the new articles that old reprints are in question.
    """
    asking = _asking(fresh)
    numbered = [*asking, *_doc_ids(standing)]
    found = foreseen if foreseen and foreseen.numbered == numbered else shared(standing, fresh, shelf)
    if not len(found.which):
        return {}
    known = originals(standing)
    groups = _groups(known)
    _refuse_new_boilerplate(found, len(asking), groups)
    rows = dict(zip(standing["doc_id"].tolist(), range(len(standing)), strict=True))

    def document(doc_id: str) -> Document:
        if doc_id in asking:
            return asking[doc_id]
        row = rows[doc_id]
        day = standing["published"].iloc[row]
        published = date.fromisoformat(str(day)) if pd.notna(day) else None
        return Document(doc_id, "", "", str(standing["sha256"].iloc[row]), published=published)

    touched: dict[str, set[str]] = {}
    telling = found.counts[found.which] <= copies.MAX_HOLDERS  # the others are most of all, and find no candidates
    for pairs in copies.sharing(found.which[telling].astype(np.uint64), found.holders[telling], len(asking)):
        for one, two in pairs.tolist():
            first, second = sorted((found.numbered[one], found.numbered[two]))
            if shelf.is_reprint(document(first), document(second)):
                both = {*_of(first, touched, groups), *_of(second, touched, groups)}
                touched.update(dict.fromkeys(both, both))
    return _new_originals(touched, document, known)


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


def _refuse_new_boilerplate(found: Shared, count: int, groups: Mapping[str, set[str]]) -> None:
    """Stop where two known reprints share a hash that finds no candidates any more."""
    before = np.bincount(found.which[found.holders >= count], minlength=len(found.counts))
    common = np.flatnonzero((found.counts > copies.MAX_HOLDERS) & (before <= copies.MAX_HOLDERS))
    if not groups:
        return
    for one in common.tolist():
        seen: set[int] = set()
        for number in found.holders[found.which == one].tolist():
            doc_id = found.numbered[number]
            group = id(groups[doc_id]) if doc_id in groups else None
            if group in seen:
                raise UnusualError("a phrase has become boilerplate")
            if group is not None:
                seen.add(group)


def _new_originals(
    touched: Mapping[str, set[str]], document: Callable[[str], Document], known: Mapping[str, str]
) -> dict[str, str | None]:
    """Each article whose original is another one now."""
    found: dict[str, str | None] = {}
    for members in {id(members): members for members in touched.values()}.values():
        original = min(members, key=lambda doc_id: (document(doc_id).published or date.max, doc_id))
        found |= {doc_id: original if doc_id != original else None for doc_id in members}
    return {doc_id: original for doc_id, original in found.items() if original != known.get(doc_id)}
