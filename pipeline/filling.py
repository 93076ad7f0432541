"""Fills the folder of a snapshot: every table as Parquet and CSV, and the word index, several files at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from pipeline import bulk, files, schema, search, tables

WRITERS: Final = 2
"""Threads beside the one that makes rows: compressing, laying out as CSV, hashing and the disk do not hold that up."""

Described = dict[str, Any]
Refuse = Callable[[Sequence[str]], None]


def fill(
    folder: Path, frames: tables.Tables, large: bulk.Bulk | None, refuse: Refuse
) -> tuple[dict[str, Described], dict[str, Described]]:
    """Write the files of a snapshot and force them to disk.

    Args:
        folder: Where they go.
        frames: All tables; they hold to the schema.
        large: Gives the tables that ``frames`` leaves empty.
        refuse: Raises when there are problems in rows that ``large`` made.

    Returns:
        What the manifest says of each table, and what it says of the index.
    """
    with duckdb.connect() as connection, ThreadPoolExecutor(WRITERS) as pool:

        def whole(name: str) -> Described:
            return _described(folder, name, _parquet(folder, name, frames), connection)

        def index() -> Described:
            tasks["documents"].result()
            return _index(folder, large, connection)

        try:
            tasks = {name: pool.submit(whole, name) for name in schema.TABLES if name not in bulk.SORTED_BY}
            # What makes the rows of these asks files that only this thread may read.
            for name in bulk.SORTED_BY:
                count = _large(folder, name, frames, large, refuse) if large else _parquet(folder, name, frames)
                tasks[name] = pool.submit(_described, folder, name, count, connection)
                if name == "texts":
                    indexed = pool.submit(index)
            return {name: tasks[name].result() for name in schema.TABLES}, {search.FILE: indexed.result()}
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _parquet(folder: Path, name: str, frames: tables.Tables) -> int:
    """One table that is a frame, as Parquet; its number of rows."""
    rows = files.rows(name, getattr(frames, name))
    return files.write_parquet(folder / f"{name}.parquet", [rows], rows.schema)


def _large(folder: Path, name: bulk.Name, frames: tables.Tables, large: bulk.Bulk, refuse: Refuse) -> int:
    """One table that is never whole, as Parquet; its number of rows."""
    problems = schema.checker(name, frames, large.text)

    def check(frame: pd.DataFrame) -> None:
        refuse(problems(frame))

    return files.write_parquet(folder / f"{name}.parquet", large.rows(name, check), files.declared(name))


def _described(folder: Path, name: str, count: int, connection: duckdb.DuckDBPyConnection) -> Described:
    """A table as CSV too, and what the manifest says of both files."""
    parquet = folder / f"{name}.parquet"
    with connection.cursor() as cursor:
        csv = files.write_csv(parquet, cursor)
    return {"rows": count, "csv": files.seal(csv), "parquet": files.seal(parquet)}


def _index(folder: Path, large: bulk.Bulk | None, connection: duckdb.DuckDBPyConnection) -> Described:
    """The word index, from that of the earlier build where there is one."""
    known = large.taken_over if large else None
    earlier = None
    if known and known.earlier.has_index:
        earlier = search.Earlier(known.earlier.snapshot / search.FILE, known.numbered, known.gone("texts"))
    with connection.cursor() as cursor:
        search.write(folder / "texts.parquet", folder / "documents.parquet", folder / search.FILE, cursor, earlier)
    return files.seal(folder / search.FILE)
