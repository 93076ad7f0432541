"""Records to frames: the merged meetings of a corpus as the tables that ``pipeline.schema`` declares.

Every table has one order, whatever order its input came in, so that the same meetings give the same files.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import pandas as pd

from pipeline import roster, rows
from pipeline.records import Document, Extraction, Meeting
from pipeline.schema import TABLES

Item = TypeVar("Item")

PersonRow = roster.PersonRow
"""What ``from_meetings`` takes as people."""


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a build, each a frame named after its table and typed as the schema declares."""

    documents: pd.DataFrame
    texts: pd.DataFrame
    meetings: pd.DataFrame
    participants: pd.DataFrame
    meeting_topics: pd.DataFrame
    meeting_sources: pd.DataFrame
    evidence: pd.DataFrame
    conflicts: pd.DataFrame
    aliases: pd.DataFrame
    people: pd.DataFrame
    parties: pd.DataFrame
    topics: pd.DataFrame

    def items(self) -> ItemsView[str, pd.DataFrame]:
        """Pairs of table name and frame, in the schema's order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}.items()

    @classmethod
    def empty(cls) -> Tables:
        """Tables without rows, typed all the same."""
        return cls(**{name: frame(name, []) for name in TABLES})


def frame(name: str, listed: Iterable[rows.Row]) -> pd.DataFrame:
    """Rows as a frame with the declared columns, types and no other.

    Args:
        name: A table of the schema.
        listed: One mapping a row; a missing key, ``None`` and ``""`` are "not stated".

    Returns:
        The frame, in the order of ``listed``.
    """
    given = list(listed)
    columns = TABLES[name].columns
    data = {column.name: [_cell(row.get(column.name)) for row in given] for column in columns}
    return pd.DataFrame({column.name: pd.Series(data[column.name], dtype=column.dtype) for column in columns})


def batched(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Stretches of some items; the last may be shorter."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _cell(value: Any) -> Any:
    return None if value == "" else value


def from_meetings(
    extractions: Iterable[Extraction],
    meetings: Iterable[Meeting],
    lexicon: rows.Register,
    *,
    people: Sequence[roster.PersonRow] = (),
    copies: Mapping[str, str] | None = None,
    reviews: Mapping[str, str] | None = None,
    n_chars: Callable[[Document], int] | None = None,
) -> Tables:
    """Lay out what was extracted as tables.

    Args:
        extractions: What each article gave; articles of the same text count once.
        meetings: The merged meetings.
        lexicon: Registers of parties and topics.
        people: Persons known from merging; others are made from the participants.
        copies: Article to the article it repeats, by ``doc_id``.
        reviews: Review state by ``meeting_id`` where a person looked at the row.
        n_chars: Length of an article that does not carry its text. Where it is given, ``texts`` and ``evidence`` are
            left empty, for ``pipeline.bulk`` to make.

    Returns:
        The tables, in an order that does not depend on the order of the arguments.
    """
    articles = _articles(extractions)
    ordered = sorted(meetings, key=_reading_order)
    by_id = sorted(ordered, key=lambda meeting: meeting.meeting_id)
    everybody = roster.roster(ordered, people)
    reported = _reported(by_id)
    length = n_chars or (lambda document: document.n_chars)
    texts = {} if n_chars else {item.document.doc_id: item.document.text for item in articles}
    return Tables(
        documents=frame(
            "documents", (rows.document(item, length(item.document), copies or {}, reported) for item in articles)
        ),
        texts=frame("texts", ({"doc_id": one, "text": texts[one]} for one in sorted(texts) if texts[one])),
        meetings=frame("meetings", (rows.meeting(meeting, lexicon, reviews or {}) for meeting in ordered)),
        participants=frame("participants", (row for meeting in by_id for row in rows.participants(meeting, lexicon))),
        meeting_topics=frame("meeting_topics", (row for meeting in by_id for row in rows.topics_of(meeting))),
        meeting_sources=frame("meeting_sources", (row for meeting in by_id for row in rows.sources(meeting))),
        evidence=frame("evidence", () if n_chars else rows.evidence(by_id, texts.get)),
        conflicts=frame("conflicts", (row for meeting in by_id for row in rows.conflicts(meeting))),
        aliases=frame("aliases", rows.aliases(by_id)),
        people=frame("people", (rows.person(person) for person in everybody)),
        parties=frame("parties", _parties(articles, ordered, everybody, lexicon)),
        topics=topics(lexicon),
    )


def topics(lexicon: rows.Register) -> pd.DataFrame:
    """The table of the closed list."""
    return frame("topics", (rows.topic(lexicon.topics[topic]) for topic in sorted(lexicon.topics)))


def _parties(
    articles: Sequence[Extraction],
    ordered: Sequence[Meeting],
    everybody: Sequence[roster.PersonRow],
    lexicon: rows.Register,
) -> Iterable[rows.Row]:
    met = {one.party_id: (one.party, one.party_type) for meeting in ordered for one in meeting.report.participants}
    occurring = {*met, *(meeting.report.country for meeting in ordered), *(person.party_id for person in everybody)}
    occurring |= {item.home_party for item in articles}
    return rows.parties({party_id for party_id in occurring if party_id}, met, lexicon)


def _articles(extractions: Iterable[Extraction]) -> list[Extraction]:
    """Each text once, under its first path, in the order of paths."""
    in_order = sorted(extractions, key=lambda item: (item.document.path, item.document.doc_id))
    unique: dict[str, Extraction] = {}
    for item in in_order:
        unique.setdefault(item.document.doc_id, item)
    return list(unique.values())


def _reading_order(meeting: Meeting) -> tuple[bool, str, str]:
    """By date, undated last, then by id."""
    date = meeting.report.date
    return date is None, date.iso() if date else "", meeting.meeting_id


def _reported(meetings: Iterable[Meeting]) -> dict[str, int]:
    """Meetings an article reports, by ``doc_id``."""
    counts: dict[str, int] = {}
    for meeting in meetings:
        for doc_id in {doc_id for doc_id, _ in meeting.sources}:
            counts[doc_id] = counts.get(doc_id, 0) + 1
    return counts
