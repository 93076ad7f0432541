"""Annotated and built meetings in one form, and when two names, parties or people count as the same for the score."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pipeline import errors, spelling, tables

LONG_NAME: Final = 7
"""Surnames from this length on may differ by two letters, shorter ones by one."""

_ARTICLE = re.compile(r"^(al|el|ash|as|an|ad|ar|at|az)-")
_ROUGHLY = (("q", "k"), ("ee", "i"), ("ou", "u"), ("y", "i"), ("e", "a"), ("o", "u"))

Person = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """What is compared of one meeting, built or annotated."""

    status: str
    date: str | None
    precision: str
    basis: str
    mode: str
    city: str | None
    country: str | None
    occasion: str | None
    parties: frozenset[str]
    people: tuple[Person, ...]
    principals: tuple[Person, ...]
    topics: frozenset[str]


def built(frames: tables.Tables) -> tuple[set[str], dict[str, list[Scored]]]:
    """Names of all articles of a build, and the meetings of each."""
    names = {
        doc_id: Path(path).stem
        for doc_id, path in zip(frames.documents["doc_id"].tolist(), frames.documents["path"].tolist(), strict=True)
    }
    people, topics = defaultdict(list), defaultdict(set)
    columns = ("meeting_id", "party_id", "name", "principal")
    for meeting_id, party_id, name, principal in _cells(frames.participants, columns):
        people[meeting_id].append((party_key(party_id), name, principal))
    for meeting_id, topic in _cells(frames.meeting_topics, ("meeting_id", "topic")):
        topics[meeting_id].add(topic)
    wanted = ("meeting_id", "status", "date", "date_precision", "date_basis", "mode", "city", "country", "occasion")
    meetings = {
        meeting_id: _scored((*cells, people[meeting_id], topics[meeting_id]))
        for meeting_id, *cells in _cells(frames.meetings, wanted)
    }
    by_document: dict[str, list[Scored]] = defaultdict(list)
    for meeting_id, doc_id in _cells(frames.meeting_sources, ("meeting_id", "doc_id")):
        by_document[names[doc_id]].append(meetings[meeting_id])
    return set(names.values()), by_document


def _cells(frame: Any, columns: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """Cells of some columns row by row, ``None`` where nothing is stated."""
    listed = [frame[column].astype(object).where(frame[column].notna(), None).tolist() for column in columns]
    return zip(*listed, strict=True)


def read(folder: Path) -> dict[str, list[Scored]]:
    """The annotated meetings of each article of a folder.

    Raises:
        SourceError: There is none, or a file is not in the form of the guidelines.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise errors.SourceError(f"{folder} holds no annotated article (*.json); name the folder with --gold.")
    found = {}
    for file in files:
        try:
            told = json.loads(file.read_text(encoding="utf-8"))["meetings"]
            found[file.stem] = [_annotated(meeting) for meeting in told]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise errors.SourceError(
                f"{file} is not an annotated article ({error!r}); see docs/corrections.md."
            ) from error
    return found


def _annotated(told: Mapping[str, Any]) -> Scored:
    people = [(party_key(person["party"]), person["name"], person["principal"]) for person in told["people"]]
    cells = [told["status"], told["date"], "day", "", told["mode"], told["city"], told["country"], told["occasion"]]
    parties = frozenset(party_key(party) for party in told["parties"])
    return replace(_scored((*cells, people, set(told["topics"]))), parties=parties)


def _scored(cells: Sequence[Any]) -> Scored:
    status, date, precision, basis, mode, city, country, occasion, people, topics = cells
    named = [((surname(name), party), principal) for party, name, principal in people if name]
    return Scored(
        status=status or "held",
        date=date or None,
        precision=precision or "day",
        basis=basis or "",
        mode=mode or "unknown",
        city=city or None,
        country=country or None,
        occasion=occasion or None,
        parties=frozenset(party for party, _, _ in people),
        people=tuple(person for person, _ in named),
        principals=tuple(person for person, principal in named if principal),
        topics=frozenset(topics),
    )


def fold(text: str | None) -> str:
    """Lower-case ASCII letters, digits and spaces; what has no ASCII form is dropped, as the guidelines' tool does."""
    ascii_text = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9 ]+", " ", ascii_text.replace("'", "")).strip()


def party_key(value: str | None) -> str:
    """One key for the spellings of an organisation; country codes stay as they are."""
    text = (value or "").strip()
    if re.fullmatch(r"[A-Z]{3}", text):
        return text
    key = re.sub(r"^org[:/ ]", "", text.lower())
    key = re.sub(r"\s+", " ", key.replace("_", " ").replace("-", " "))
    return _organisations().get(key, key)


@lru_cache(maxsize=1)
def _organisations() -> dict[str, str]:
    """Spelling → party."""
    return {row["spelling"]: row["party_id"] for row in spelling.register("score_words.csv") if row["party_id"]}


@lru_cache(maxsize=4)
def words(kind: str) -> frozenset[str]:
    """Words of one kind in ``lexicon/score_words.csv``."""
    return frozenset(row["spelling"] for row in spelling.register("score_words.csv") if row["kind"] == kind)


def surname(name: str) -> str:
    """The last word of a name, roughly spelled: "al-Miqdad" → "mikdad"."""
    kept = [word for word in fold(name).replace(" al ", " al-").split() if word not in {"jr", "ii", "iii"}]
    last = _ARTICLE.sub("", kept[-1] if kept else "")
    for spelled, rough in _ROUGHLY:
        last = last.replace(spelled, rough)
    return re.sub(r"(.)\1+", r"\1", last)


def overlap(ours: Collection[Person], gold: Collection[Person]) -> int:
    """How many annotated people are among ours, each of ours used once."""
    rest, hits = list(ours), 0
    for surname_, party in gold:
        match = next((person for person in rest if person[1] == party and _is_close(person[0], surname_)), None)
        if match is not None:
            rest.remove(match)
            hits += 1
    return hits


def _is_close(one: str, other: str) -> bool:
    """Surnames alike up to transliteration."""
    if one == other:
        return True
    if not one or not other or abs(len(one) - len(other)) > 2:
        return False
    row = list(range(len(other) + 1))
    for i, x in enumerate(one, 1):
        above, row = row, [i]
        for j, y in enumerate(other, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y)))
    return row[-1] <= (1 if max(len(one), len(other)) < LONG_NAME else 2)
