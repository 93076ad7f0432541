"""What each article gave, kept between builds: an unchanged article is never extracted twice.

One SQLite file in write-ahead mode: a build killed at any moment loses at most the last few articles.
Entries are JSON, checked against the records' types on the way in, so that a damaged or foreign entry is a miss.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pipeline import errors
from pipeline.records import Document, Extraction

FILE = Path("cache") / "extractions.sqlite"
"""Where the cache lies in a build folder."""

COMMIT_EVERY = 64
"""Articles between two commits: what a killed build extracts again at most."""

BUSY_SECONDS = 30.0
"""How long one build waits while another commits."""

_EXTRACTION = TypeAdapter(Extraction)

_TABLE = "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, fingerprint TEXT, extraction BLOB) WITHOUT ROWID"


@dataclass(slots=True)
class Cache:
    """The open cache of one build folder, for one fingerprint of the pipeline.

    Attributes:
        connection: The SQLite file.
        fingerprint: Stands for code, lexicon, model and settings; another one sees other entries.
    """

    connection: sqlite3.Connection
    fingerprint: str
    pending: int = field(default=0)

    def get(self, document: Document) -> Extraction | None:
        """What was extracted from an article before.

        Args:
            document: The article as just read.

        Returns:
            The extraction, with path and text of ``document``, or ``None`` when it has to be extracted.
        """
        key = _key(document, self.fingerprint)
        row = self.connection.execute("SELECT extraction FROM entries WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        try:
            found = _EXTRACTION.validate_json(row[0])
        except ValidationError:
            return None
        return replace(found, document=replace(found.document, path=document.path, text=document.text))

    def put(self, document: Document, extraction: Extraction) -> None:
        """Remember what an article gave.

        Args:
            document: The article as read, before any step added to it.
            extraction: What it gave.
        """
        lean = replace(extraction, document=replace(extraction.document, path="", text=""))
        entry = (_key(document, self.fingerprint), self.fingerprint, _EXTRACTION.dump_json(lean))
        self.connection.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", entry)
        self.pending += 1
        if self.pending >= COMMIT_EVERY:
            self.commit()

    def commit(self) -> None:
        """Make everything put so far survive the process."""
        self.connection.commit()
        self.pending = 0

    def forget_others(self) -> int:
        """Drop entries of other fingerprints; returns how many there were."""
        dropped = self.connection.execute("DELETE FROM entries WHERE fingerprint <> ?", (self.fingerprint,)).rowcount
        self.commit()
        return dropped


@contextmanager
def open_cache(out: Path, fingerprint: str) -> Iterator[Cache]:
    """Open the cache of a build folder; what was put is committed also when the block ends by an error.

    Args:
        out: The build folder, made when missing.
        fingerprint: Stands for code, lexicon, model and settings.

    Yields:
        The cache.

    Raises:
        StoreError: The file is no cache, or cannot be written.
    """
    with closing(_connect(out / FILE)) as connection:
        cache = Cache(connection, fingerprint)
        try:
            yield cache
        finally:
            cache.commit()


def _connect(file: Path) -> sqlite3.Connection:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=BUSY_SECONDS)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLE)
    except (sqlite3.DatabaseError, OSError) as error:
        raise errors.StoreError(
            f"{file} cannot be used ({error}); delete {file.parent} and build again; articles are extracted afresh."
        ) from error
    return connection


def _key(document: Document, fingerprint: str) -> str:
    """Everything of an article that extraction may depend on, and what extracts it; not where the article lies."""
    facts = [
        fingerprint,
        document.doc_id,
        document.sha256,
        document.url,
        document.outlet,
        document.title,
        document.published.isoformat() if document.published else None,
        document.published_basis,
        document.language,
        document.kind,
        document.status,
        document.error,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
