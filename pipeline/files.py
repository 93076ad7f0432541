"""Tables as files: Parquet and CSV of the same rows, forced to disk, with the size and hash that the manifest keeps."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import schema

ROW_GROUP = 16_384
"""Rows of a Parquet row group: small enough that opening one meeting reads one group of ``evidence``."""

ARROW_TYPES = {"text": pa.large_string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def declared(name: str) -> pa.Schema:
    """The columns of a table of the schema as Arrow types them."""
    columns = schema.TABLES[name].columns
    return pa.schema([pa.field(column.name, ARROW_TYPES[column.kind], not column.required) for column in columns])


def rows(name: str, frame: pd.DataFrame) -> pa.Table:
    """A frame as rows of the table it is of."""
    return pa.Table.from_pandas(frame, schema=declared(name), preserve_index=False).replace_schema_metadata(None)


def frame(name: str, rows: pa.Table) -> pd.DataFrame:
    """Rows of a table of the schema as a frame, typed as declared.

    Raises:
        KeyError, ValueError, TypeError: They are not what is declared.
    """
    found: pd.DataFrame = rows.to_pandas()
    return found.astype({column.name: column.dtype for column in schema.TABLES[name].columns})


def write_parquet(path: Path, batches: Iterable[pa.Table], declared: pa.Schema, row_group: int = ROW_GROUP) -> int:
    """Write rows as Parquet; the file does not depend on where they are cut.

    Args:
        path: The file.
        batches: The rows in order.
        declared: Their columns.
        row_group: Rows of a row group.

    Returns:
        How many rows there are.
    """
    count = 0
    with pq.ParquetWriter(path, declared, compression="zstd") as writer:
        for group in _row_groups(batches, declared, row_group):
            # In one piece: pages are cut where pieces of a column end.
            writer.write_table(group.combine_chunks(), row_group_size=row_group)
            count += group.num_rows
    return count


def write_csv(parquet: Path, connection: duckdb.DuckDBPyConnection) -> Path:
    """Write the rows of a Parquet file as CSV beside it: UTF-8, comma, header, true/false, empty for not stated."""
    csv = parquet.with_suffix(".csv")
    connection.read_parquet(str(parquet)).write_csv(str(csv), header=True, sep=",")
    return csv


def _row_groups(batches: Iterable[pa.Table], declared: pa.Schema, size: int) -> Iterator[pa.Table]:
    """The rows in stretches of one row group each, the last of what is left."""
    waiting: list[pa.Table] = []
    count = 0
    for batch in batches:
        waiting.append(batch)
        count += batch.num_rows
        if count >= size:
            together = pa.concat_tables(waiting)
            for start in range(0, count - count % size, size):
                yield together.slice(start, size)
            waiting, count = [together.slice(count - count % size)], count % size
    if count:
        yield pa.concat_tables(waiting)


def seal(path: Path) -> dict[str, Any]:
    """Force a file to disk; its size and hash."""
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
        os.fsync(handle.fileno())
        return {"bytes": handle.tell(), "sha256": digest}


def write_durably(path: Path, text: str) -> None:
    """Write a text and force it to disk."""
    with path.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())


def flush_folder(folder: Path) -> None:
    """Force the entries of a folder to disk, so that a rename survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
