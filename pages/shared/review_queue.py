"""The meetings nobody has reviewed, the most urgent first, of those that the filters leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.shared import words
from pipeline import query, review, tables
from pipeline.query import Database, Filters

MOST = 500
"""Rows given at most; nobody reads further down, and each answer is kept."""

UNSURE = 0.75
"""Below this a row says that its confidence is low."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The head of the queue, and how long it is.

    Attributes:
        rows: ``meeting_id title date confidence n_sources n_conflicts urgency``, the most urgent first.
        waiting: Meetings of the selection nobody has reviewed.
        reviewed: Meetings of the selection somebody has.
    """

    rows: pd.DataFrame
    waiting: int
    reviewed: int

    def place(self, meeting_id: str) -> int | None:
        """Where a meeting stands in the queue, counted from 1; ``None`` beyond the head."""
        ids = self.rows["meeting_id"].tolist()
        return ids.index(meeting_id) + 1 if meeting_id in ids else None

    def after(self, meeting_id: str) -> str | None:
        """The meeting to look at next; the first when this one has left the queue."""
        ids = self.rows["meeting_id"].tolist()
        place = self.place(meeting_id)
        rest = ids[place:] if place is not None else [other for other in ids if other != meeting_id]
        return rest[0] if rest else None


def waiting(database: Database, filters: Filters, most: int = MOST) -> Waiting:
    """Ask for the queue.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.
        most: Rows to give at most.
    """
    found = database.ask(
        """
        SELECT m.meeting_id, m.title, m.date, m.confidence, m.n_sources, m.status::VARCHAR AS status,
            m.review::VARCHAR AS review
        FROM meetings m WHERE $where""",
        query.condition(filters, without="" if filters.review else "review"),  # rejected ones are done, too
    )
    conflicts = database.ask("SELECT meeting_id, field, value FROM conflicts")
    ordered = review.queue(
        tables.Tables(**dict(tables.Tables.empty().items()) | {"meetings": found, "conflicts": conflicts})
    )
    head = ordered.head(most).merge(found[["meeting_id", "date"]], on="meeting_id", validate="1:1")
    return Waiting(head, len(ordered), len(found) - len(ordered))


def reason(row: pd.Series[Any]) -> str:
    """Why a row stands where it does: ``sources disagree, 62 % sure, 3 articles``."""
    parts = []
    if row["n_conflicts"]:
        parts.append("sources disagree")
    confidence = float(row["confidence"])
    parts.append(f"{'only ' if confidence < UNSURE else ''}{words.share(confidence)} sure")
    parts.append(words.count(int(row["n_sources"]), "article"))
    return ", ".join(parts)


def table(found: pd.DataFrame) -> pd.DataFrame:
    """The queue in words."""
    return pd.DataFrame(
        {
            "Meeting": found["title"].tolist(),
            "Date": [words.text(value, words.NO_DATE) for value in found["date"]],
            "Why now": [reason(row) for _, row in found.iterrows()],
        }
    )


def about(database: Database, meeting_id: str) -> list[tuple[str, str]]:
    """Meetings of the same two first parties that a meeting could be merged with: id and words, the nearest first."""
    rows = query.related(database, meeting_id)
    return [(str(row["meeting_id"]), f"{row['title']}, {words.day(row['date'])}") for row in rows.to_dict("records")]
