"""What became of a meeting: a link to one that was merged or withdrawn still answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq

from pipeline import ledger, store

Became = Literal["present", "merged", "withdrawn", "unknown"]


@dataclass(frozen=True, slots=True)
class Fate:
    """What an id means now.

    Attributes:
        became: Whether the meeting is there, answers under another id, is gone, or never was.
        meeting_id: The id that answers; the one asked for when none does.
        row: The row of ``meetings``; of a withdrawn meeting the last one that an older snapshot still holds.
        snapshot: The snapshot that holds the row.
    """

    became: Became
    meeting_id: str
    row: Mapping[str, Any] | None = None
    snapshot: str | None = None


def of(out: Path, meeting_id: str) -> Fate:
    """Find out what became of a meeting.

    Args:
        out: The build folder.
        meeting_id: Any id the folder ever gave.

    Returns:
        The fate; never an error for an id that is not known.

    Raises:
        StoreError: There is no build.
    """
    current = store.snapshot_path(out)
    row, answer = _row(current, meeting_id)
    if row is not None:
        return Fate("present" if answer == meeting_id else "merged", answer, row, current.name)
    for snapshot in _older(current):
        row, answer = _row(snapshot, meeting_id)
        if row is not None:
            return Fate("withdrawn", answer, row, snapshot.name)
    return Fate("withdrawn" if meeting_id in ledger.read(out) else "unknown", meeting_id)


def _row(snapshot: Path, meeting_id: str) -> tuple[dict[str, Any] | None, str]:
    """The row that answers for an id in a snapshot, and the id it has there."""
    redirects = _read(snapshot, "aliases", "old_id", meeting_id)
    answer = str(redirects[0]["meeting_id"]) if redirects else meeting_id
    found = _read(snapshot, "meetings", "meeting_id", answer)
    return (found[0] if found else None), answer


def _read(snapshot: Path, table: str, column: str, value: str) -> list[dict[str, Any]]:
    """Rows of one value, without reading the whole table."""
    rows: list[dict[str, Any]] = pq.read_table(
        snapshot / f"{table}.parquet", filters=[(column, "=", value)]
    ).to_pylist()
    return rows


def _older(current: Path) -> list[Path]:
    """Other snapshots that are still kept, newest first."""
    others = [path for path in current.parent.iterdir() if path != current and (path / store.MANIFEST).is_file()]
    return sorted(others, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
