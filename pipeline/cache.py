"""What each article gave, kept between builds: an unchanged article is never extracted twice.

One SQLite file in write-ahead mode: a build killed at any moment loses at most the last few articles.
Entries are JSON, checked against the records' types on the way in, so that a damaged or foreign entry is a miss.
A build asks for outlines: of all that an article gave, evidence is by far the most, and only the table of it needs it.
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
from pipeline.records import Document, Evidence, Extraction

FILE = Path("cache") / "extractions.sqlite"
"""Where the cache lies in a build folder."""

COMMIT_EVERY = 64
"""Articles between two commits: what a killed build extracts again at most."""

BUSY_SECONDS = 30.0
"""How long one build waits while another commits."""

_EXTRACTION = TypeAdapter(Extraction)

_EVIDENCE = TypeAdapter(tuple[tuple[Evidence, ...], ...])

_TABLES = """
    DROP TABLE IF EXISTS entries;  -- of builds before 0.2, in another form
    CREATE TABLE IF NOT EXISTS extractions (key TEXT PRIMARY KEY, fingerprint TEXT, extraction BLOB, evidence BLOB);
"""


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
        found = self.outline(document)
        if found is None:
            return None
        try:
            evidence = self.evidence(found)
        except errors.StoreError:
            return None
        reports = tuple(replace(one, evidence=pieces) for one, pieces in zip(found.reports, evidence, strict=True))
        return replace(found, document=replace(found.document, text=document.text), reports=reports, kept=None)

    def outline(self, document: Document) -> Extraction | None:
        """What was extracted from an article before, as ``outline`` has it.

        Args:
            document: The article as just read, or as it is in the list of articles; its text does not matter.

        Returns:
            The outline, with the path of ``document``, or ``None`` when it has to be extracted.
        """
        key = _key(document, self.fingerprint)
        row = self.connection.execute("SELECT extraction FROM extractions WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        try:
            found = _EXTRACTION.validate_json(row[0])
        except ValidationError:
            return None
        return replace(found, document=replace(found.document, path=document.path), kept=key)

    def evidence(self, extraction: Extraction) -> tuple[tuple[Evidence, ...], ...]:
        """The evidence of the reports of an outline, in their order.

        Raises:
            StoreError: The entry was damaged since the outline was read.
        """
        row = self.connection.execute("SELECT evidence FROM extractions WHERE key = ?", (extraction.kept,)).fetchone()
        try:
            found = _EVIDENCE.validate_json(row[0] if row else b"")
        except ValidationError:
            found = ()
        if len(found) != len(extraction.reports):
            raise errors.StoreError(f"{FILE} is damaged; delete {FILE.parent} and build again.")
        return found

    def put(self, document: Document, extraction: Extraction) -> Extraction:
        """Remember what an article gave.

        Args:
            document: The article as read, before any step added to it.
            extraction: What it gave.

        Returns:
            Its outline.
        """
        key = _key(document, self.fingerprint)
        kept = outline(extraction)
        lean = replace(kept, document=replace(kept.document, path=""))
        evidence = tuple(report.evidence for report in extraction.reports)
        self.connection.execute(
            "INSERT OR REPLACE INTO extractions VALUES (?, ?, ?, ?)",
            (key, self.fingerprint, _EXTRACTION.dump_json(lean), _EVIDENCE.dump_json(evidence)),
        )
        self.pending += 1
        if self.pending >= COMMIT_EVERY:
            self.commit()
        return replace(kept, kept=key)

    def commit(self) -> None:
        """Make everything put so far survive the process."""
        self.connection.commit()
        self.pending = 0

    def forget_others(self) -> int:
        """Drop entries of other fingerprints; returns how many there were."""
        dropped = self.connection.execute(
            "DELETE FROM extractions WHERE fingerprint <> ?", (self.fingerprint,)
        ).rowcount
        self.commit()
        return dropped


def outline(extraction: Extraction) -> Extraction:
    """What merging needs of an article: neither its text nor evidence, save for the words that dates were read from."""
    reports = tuple(
        replace(report, evidence=tuple(piece for piece in report.evidence if piece.field == "date"))
        for report in extraction.reports
    )
    return replace(extraction, document=replace(extraction.document, text=""), reports=reports)


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
        connection.executescript(_TABLES)
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
