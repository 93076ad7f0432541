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


def write_table(
    name: str, batches: Iterable[pd.DataFrame], folder: Path, connection: duckdb.DuckDBPyConnection
) -> dict[str, Any]:
    """One table as Parquet and CSV, with what the manifest says of them.

    Args:
        name: A table of the schema.
        batches: Its rows in order, in one frame or many; the files do not depend on where they are cut.
        folder: Where the files go.
        connection: Writes the CSV.
    """
    columns = schema.TABLES[name].columns
    declared = pa.schema([pa.field(column.name, ARROW_TYPES[column.kind], not column.required) for column in columns])
    parquet, csv = folder / f"{name}.parquet", folder / f"{name}.csv"
    count = 0
    with pq.ParquetWriter(parquet, declared, compression="zstd") as writer:
        for group in _row_groups(batches, declared):
            writer.write_table(group, row_group_size=ROW_GROUP)
            count += group.num_rows
    # The contract's CSV: UTF-8, comma, header, true/false, empty for not stated.
    connection.read_parquet(str(parquet)).write_csv(str(csv), header=True, sep=",")
    return {"rows": count, "csv": seal(csv), "parquet": seal(parquet)}


def _row_groups(batches: Iterable[pd.DataFrame], declared: pa.Schema) -> Iterator[pa.Table]:
    """The rows in stretches of full row groups, the last one aside."""
    waiting = declared.empty_table()
    for batch in batches:
        rows = pa.Table.from_pandas(batch, schema=declared, preserve_index=False).replace_schema_metadata(None)
        waiting = pa.concat_tables([waiting, rows])
        full = waiting.num_rows - waiting.num_rows % ROW_GROUP
        if full:
            yield waiting.slice(0, full)
            waiting = waiting.slice(full)
    if waiting.num_rows:
        yield waiting


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
