"""What a collection knows: which URLs it was told of, what came of each, and where the response is kept.

One SQLite file in the corpus, changed in one transaction a response, so a collection that was killed goes on where it
was and asks for nothing twice.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Literal

from pipeline import errors
from pipeline.collect.listings import Entry
from pipeline.collect.outcomes import Answer, Outcome

Kind = Literal["listing", "page"]

MOST_RUNS = 3
"""A page that failed in this many collections is not asked for again."""

TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS urls (
    place INTEGER PRIMARY KEY, url TEXT NOT NULL, kind TEXT NOT NULL, listed_by TEXT NOT NULL, changed TEXT NOT NULL,
    outcome TEXT NOT NULL, note TEXT NOT NULL, runs INTEGER NOT NULL, since TEXT NOT NULL,
    etag TEXT NOT NULL, last_modified TEXT NOT NULL, fetched TEXT NOT NULL, file TEXT NOT NULL, start INTEGER NOT NULL,
    published TEXT NOT NULL DEFAULT '', UNIQUE (url, kind));
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, size INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a URL. ``since`` is the earliest day its articles were looked at from."""

    url: str
    outcome: Outcome
    etag: str = ""
    last_modified: str = ""
    since: str = ""

    def conditions(self) -> dict[str, str]:
        """Headers that ask for the thing only if it changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


class State:
    """The state of one corpus; open it in a ``with``.

    Args:
        path: The SQLite file; made if it is missing.

    Raises:
        SourceError: Another collection is writing here, or the file is not ours.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> State:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._lock: IO[bytes] = self.path.with_suffix(".lock").open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._database = sqlite3.connect(self.path)
            self._database.executescript(TABLES)
            self._complete()
        except BlockingIOError as problem:
            self._lock.close()
            raise errors.SourceError(
                f"another `sidelines collect` is writing to {self.path.parent.parent}; wait for it or name another "
                "folder with --into."
            ) from problem
        except sqlite3.DatabaseError as problem:
            self._lock.close()
            raise errors.SourceError(
                f"{self.path} is damaged ({problem}); remove it to collect everything anew."
            ) from problem
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._lock.close()

    def _complete(self) -> None:
        """Add what a state of an earlier version lacks."""
        columns = {row[1] for row in self._database.execute("PRAGMA table_info(urls)")}
        if "published" not in columns:
            self._database.execute("ALTER TABLE urls ADD COLUMN published TEXT NOT NULL DEFAULT ''")

    def known(self, url: str, kind: Kind) -> Known | None:
        """What is known of a URL, ``None`` if nothing is."""
        row = self._database.execute(
            "SELECT url, outcome, etag, last_modified, since FROM urls WHERE url = ? AND kind = ?", (url, kind)
        ).fetchone()
        return Known(*row) if row else None

    def add(self, entries: Iterator[Entry], kind: Kind, listed_by: str) -> list[str]:
        """Note what a listing lists.

        Returns:
            The URLs to be fetched: new ones, and those changed since the listing was last read.
        """
        fresh = []
        for entry in entries:
            changed = self._database.execute(
                "INSERT INTO urls (url, kind, listed_by, changed, outcome, note, runs, since, etag, last_modified,"
                " fetched, file, start) VALUES (?, ?, ?, ?, 'pending', '', 0, '', '', '', '', '', 0)"
                " ON CONFLICT (url, kind) DO UPDATE SET changed = excluded.changed, outcome = 'pending', runs = 0"
                " WHERE excluded.changed > changed AND outcome NOT IN ('pending', 'failed')",
                (entry.url, kind, listed_by, entry.changed),
            ).rowcount
            if entry.published:
                self._database.execute(
                    "UPDATE urls SET published = ? WHERE url = ? AND kind = ?", (str(entry.published), entry.url, kind)
                )
            if changed:
                fresh.append(entry.url)
        return fresh

    def published(self, url: str) -> str:
        """The day on which a page was published, as a listing said; empty if none did."""
        row = self._database.execute("SELECT published FROM urls WHERE kind = 'page' AND url = ?", (url,)).fetchone()
        return row[0] if row else ""

    def listed_by(self, url: str) -> list[str]:
        """The listings a listing listed when it was last read."""
        rows = self._database.execute(
            "SELECT url FROM urls WHERE kind = 'listing' AND listed_by = ? AND url <> ? ORDER BY place", (url, url)
        )
        return [row[0] for row in rows]

    def pending(self) -> list[str]:
        """The pages that are still to be fetched, in the order they were listed."""
        rows = self._database.execute(
            "SELECT url FROM urls WHERE kind = 'page' AND"
            " (outcome = 'pending' OR (outcome = 'failed' AND runs < ?)) ORDER BY place",
            (MOST_RUNS,),
        )
        return [row[0] for row in rows]

    def settle(self, url: str, kind: Kind, outcome: Outcome, note: str = "") -> None:
        """Note what came of a URL."""
        self._database.execute(
            "UPDATE urls SET outcome = ?, note = ?, runs = runs + 1 WHERE url = ? AND kind = ?",
            (outcome, note, url, kind),
        )

    def seen(self, url: str, kind: Kind, answer: Answer, since: date | None) -> None:
        """Note what to ask with next time."""
        self._database.execute(
            "UPDATE urls SET etag = ?, last_modified = ?, since = ? WHERE url = ? AND kind = ?",
            (answer.header("ETag") or "", answer.header("Last-Modified") or "", str(since or ""), url, kind),
        )

    def kept(self, url: str, kind: Kind, answer: Answer, file: str, start: int) -> None:
        """Note where a response lies."""
        self._database.execute(
            "UPDATE urls SET fetched = ?, file = ?, start = ? WHERE url = ? AND kind = ?",
            (answer.fetched.isoformat(), file, start, url, kind),
        )

    def sizes(self) -> dict[str, int]:
        """The archive's files and how much of each is whole, in bytes."""
        return dict(self._database.execute("SELECT name, size FROM files"))

    def grew(self, file: str, size: int) -> None:
        """Note a file's new size."""
        self._database.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (file, size))

    def commit(self) -> None:
        """Make what was noted last."""
        self._database.commit()
