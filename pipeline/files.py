"""Tables as files: Parquet and CSV of the same rows, forced to disk, with the size and hash that the manifest keeps."""

from __future__ import annotations

import hashlib
import os
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


def write_table(name: str, frame: pd.DataFrame, folder: Path, connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """One table as Parquet and CSV, with what the manifest says of them."""
    columns = schema.TABLES[name].columns
    declared = pa.schema([pa.field(column.name, ARROW_TYPES[column.kind], not column.required) for column in columns])
    table = pa.Table.from_pandas(frame, schema=declared, preserve_index=False).replace_schema_metadata(None)
    parquet, csv = folder / f"{name}.parquet", folder / f"{name}.csv"
    pq.write_table(table, parquet, compression="zstd", row_group_size=ROW_GROUP)
    write_csv(table, csv, connection)
    return {"rows": table.num_rows, "csv": seal(csv), "parquet": seal(parquet)}


def write_csv(table: pa.Table, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Write an Arrow table as the contract's CSV: UTF-8, comma, header, ``true``/``false``, empty for not stated."""
    connection.register("source", table)
    target = str(path).replace("'", "''")
    connection.execute(f"COPY source TO '{target}' (FORMAT csv, HEADER, DELIMITER ',')")
    connection.unregister("source")


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
