"""Every article of a build folder as it was read, so that a later build can go on from it without its sources.

The tables say what reading an article added to it (a title found in the text, a date from its stamp); what an article
gave is kept by what it was before that. Texts are not kept twice: they are in the tables of the build.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pipeline import errors, overlay, store
from pipeline.records import Document

FILE = Path("cache") / "articles.sqlite"
"""Where the list lies in a build folder."""

_DOCUMENT = TypeAdapter(Document)
_TABLE = (
    "CREATE TABLE IF NOT EXISTS articles (doc_id TEXT, path TEXT, document BLOB, PRIMARY KEY (doc_id, path)) "
    "WITHOUT ROWID"
)


@dataclass(frozen=True, slots=True)
class Intake:
    """The open list of one build folder."""

    connection: sqlite3.Connection

    def note(self, document: Document) -> None:
        """Write down an article as it was just read."""
        said = _DOCUMENT.dump_json(replace(document, text=""))
        self.connection.execute(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", (document.doc_id, document.path, said)
        )

    def recall(self, doc_id: str, path: str) -> Document | None:
        """An article as it was read, without its text; ``None`` when nobody wrote it down."""
        row = self.connection.execute(
            "SELECT document FROM articles WHERE doc_id = ? AND path = ?", (doc_id, path)
        ).fetchone()
        try:
            return None if row is None else _DOCUMENT.validate_json(row[0])
        except ValidationError:
            return None


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
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLE)
    except (sqlite3.DatabaseError, OSError) as error:
        raise errors.StoreError(
            f"{file} cannot be used ({error}); delete {file.parent} and build again; articles are extracted afresh."
        ) from error
    with closing(connection):
        try:
            yield Intake(connection)
        finally:
            connection.commit()


def in_force(out: Path, intake: Intake, without: Collection[str] = ()) -> Iterator[Document]:
    """The articles of the build in force.

    Args:
        out: The build folder.
        intake: Its list.
        without: Paths that were read again and count as they are now.

    Yields:
        Documents as they were read; nothing before the first build.
    """
    if not (out / store.CURRENT).exists():
        return
    texts = dict(store.read_table(out, "texts").itertuples(index=False, name=None))
    for row in overlay.rows(store.read_table(out, "documents")):
        if row["path"] not in without:
            document = intake.recall(row["doc_id"], row["path"]) or _from_row(row)
            yield replace(document, text=texts.get(row["doc_id"], ""))


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
