"""Every article of a build folder as it was read, so that a later build can go on from it without its sources.

The tables say what reading an article added to it (a title found in the text, a date from its stamp); what an article
gave is kept by what it was before that.
Texts lie here as well: a build holds none of them longer than it reads it, and asks for the few it needs again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pipeline import copies, dependencies, errors, store
from pipeline.records import Document

FILE = Path("cache") / "articles.sqlite"
"""Where the list lies in a build folder."""

COMMIT_EVERY = 256
"""Articles between two commits: another build in the folder waits no longer than these take."""

BUSY_SECONDS = 30.0
"""How long one build waits while another commits."""

_DOCUMENT = TypeAdapter(Document)
_TABLES = """
    CREATE TABLE IF NOT EXISTS articles (doc_id TEXT, path TEXT, document BLOB, PRIMARY KEY (doc_id, path))
    WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS texts (doc_id TEXT, sha256 TEXT, n_chars INTEGER, text TEXT);
    CREATE UNIQUE INDEX IF NOT EXISTS texts_by_id ON texts (doc_id, sha256, n_chars);
    CREATE TABLE IF NOT EXISTS sketches (doc_id TEXT PRIMARY KEY, code TEXT, sketch BLOB);
    CREATE TABLE IF NOT EXISTS compared (first TEXT, second TEXT, code TEXT, is_reprint INTEGER,
    PRIMARY KEY (first, second)) WITHOUT ROWID;
"""


@dataclass(slots=True)
class Intake:
    """The open list of one build folder.

    Attributes:
        connection: The SQLite file.
        code: Stands for the rules by which reprints are told; what others found is not believed.
    """

    connection: sqlite3.Connection
    code: str
    pending: int = field(default=0)

    def note(self, document: Document) -> None:
        """Write down an article as it was just read."""
        said = _DOCUMENT.dump_json(replace(document, text=""))
        self.connection.execute(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", (document.doc_id, document.path, said)
        )
        self.keep_text(document)

    def keep_text(self, document: Document) -> None:
        """Keep the text of an article, where it has one."""
        if document.text:
            row = (document.doc_id, document.sha256, document.n_chars, document.text)
            self.connection.execute("INSERT OR IGNORE INTO texts VALUES (?, ?, ?, ?)", row)
        self.pending += 1
        if self.pending >= COMMIT_EVERY:
            self.commit()

    def commit(self) -> None:
        """Make everything noted so far survive the process."""
        self.connection.commit()
        self.pending = 0

    def recall(self, doc_id: str, path: str) -> Document | None:
        """An article as it was read, without its text; ``None`` when nobody wrote it down."""
        row = self.connection.execute(
            "SELECT document FROM articles WHERE doc_id = ? AND path = ?", (doc_id, path)
        ).fetchone()
        try:
            return None if row is None else _DOCUMENT.validate_json(row[0])
        except ValidationError:
            return None

    def text(self, document: Document) -> str:
        """The text of an article; empty when it has none."""
        return document.text or str(self._first("SELECT text FROM texts WHERE doc_id = ? AND sha256 = ?", document, ""))

    def n_chars(self, document: Document) -> int:
        """How long the text of an article is, without reading it."""
        query = "SELECT n_chars FROM texts WHERE doc_id = ? AND sha256 = ?"
        return document.n_chars or int(self._first(query, document, 0))

    def _first(self, query: str, document: Document, default: str | int) -> Any:
        found = self.connection.execute(query, (document.doc_id, document.sha256)).fetchone()
        return found[0] if found else default

    def sketches(self, documents: Iterable[Document]) -> Iterator[tuple[str, copies.Sketch]]:
        """What reprints are found by, of each article: from the list, or made now and kept."""
        for document in documents:
            key = (document.doc_id, self.code)
            query = "SELECT sketch FROM sketches WHERE doc_id = ? AND code = ?"
            found = self.connection.execute(query, key).fetchone()
            if found is None:
                found = (copies.sketch(self.text(document)).tobytes(),)
                self.connection.execute("INSERT OR REPLACE INTO sketches VALUES (?, ?, ?)", (*key, *found))
            yield document.doc_id, copies.from_bytes(found[0])
        self.commit()

    def kept_sketches(self) -> dict[str, bytes]:
        """Every sketch that was made before, at once, by ``doc_id``."""
        return dict(self.connection.execute("SELECT doc_id, sketch FROM sketches WHERE code = ?", (self.code,)))

    def is_reprint(self, first: Document, second: Document) -> bool:
        """Whether two articles are the same text, but for edits: found out once."""
        key = (first.doc_id, second.doc_id, self.code)
        query = "SELECT is_reprint FROM compared WHERE first = ? AND second = ? AND code = ?"
        found = self.connection.execute(query, key).fetchone()
        if found is None:
            found = (copies.is_reprint(self.text(first), self.text(second)),)
            self.connection.execute("INSERT OR REPLACE INTO compared VALUES (?, ?, ?, ?)", (*key, *found))
        return bool(found[0])


@contextmanager
def open_intake(out: Path) -> Iterator[Intake]:
    """Open the list of a build folder; what was noted is kept also when the block ends by an error.

    Args:
        out: The build folder, made when missing.

    Yields:
        The list.

    Raises:
        StoreError: The file is no such list, or cannot be written.
    """
    file = out / FILE
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
    with closing(connection):
        taken = Intake(connection, dependencies.fingerprint("pipeline.copies"))
        try:
            yield taken
        finally:
            taken.commit()


def in_force(
    out: Path, intake: Intake, without: Collection[str] = (), only: Collection[str] | None = None
) -> Iterator[Document]:
    """The articles of the build in force.

    Args:
        out: The build folder.
        intake: Its list.
        without: Paths that were read again and count as they are now.
        only: Paths of the articles wanted; all if left out.

    Yields:
        Documents as they were read, their texts left in the list; nothing before the first build.
    """
    if (only is not None and not only) or not (out / store.CURRENT).exists():
        return
    snapshot = store.snapshot_path(out)
    _complete(snapshot, intake)
    lost = set()
    for row in store.rows(snapshot, "documents", ["doc_id", "path"]):
        if row["path"] not in without and (only is None or row["path"] in only):
            known = intake.recall(row["doc_id"], row["path"])
            if known:
                yield known
            else:
                lost.add(row["doc_id"])
    if lost:
        yield from (_from_row(row) for row in store.rows(snapshot, "documents") if row["doc_id"] in lost)


def _complete(snapshot: Path, intake: Intake) -> None:
    """Bring into the list what it lacks of the texts in force: it may have been deleted, or be of an older build."""
    known = {doc_id for (doc_id,) in intake.connection.execute("SELECT doc_id FROM texts")}
    rows = store.rows(snapshot, "documents", ["doc_id", "sha256", "n_chars"])
    lost = {row["doc_id"]: row["sha256"] for row in rows if row["n_chars"] and row["doc_id"] not in known}
    if lost:
        for row in store.rows(snapshot, "texts"):
            if row["doc_id"] in lost:
                intake.keep_text(Document(row["doc_id"], "", row["text"], lost[row["doc_id"]]))


def _from_row(row: dict[str, Any]) -> Document:
    """An article as near to how it was read as its row tells."""
    is_stated = row["published_basis"] == "metadata"
    has_failed = row["status"] == "failed"
    return Document(
        doc_id=row["doc_id"],
        path=row["path"],
        text="",
        sha256=row["sha256"],
        url=row["url"],
        outlet=row["outlet"],
        title=row["title"],
        published=date.fromisoformat(row["published"]) if is_stated and row["published"] else None,
        published_basis="metadata" if is_stated else None,
        language=row["language"],
        status="ok" if has_failed else row["status"],
        error=None if has_failed else row["error"],
    )
