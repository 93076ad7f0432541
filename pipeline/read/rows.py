"""Tables of articles, one a row: JSON lines, CSV and Parquet, read row by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, cast

from pipeline import config as configuration
from pipeline import records
from pipeline.read import article, encoding, sidecar
from pipeline.read.blob import Blob
from pipeline.read.columns import Columns

JSON_SUFFIXES = (".jsonl", ".ndjson")
CSV_SUFFIXES = (".csv", ".tsv")
PARQUET_SUFFIXES = (".parquet", ".pq")
SUFFIXES = JSON_SUFFIXES + CSV_SUFFIXES + PARQUET_SUFFIXES

SAMPLE_BYTES = 65_536
"""The start of a table shows its encoding and its separator."""

BATCH_ROWS = 256
"""Rows of a Parquet file held at once."""

Row = Mapping[str, object]


def read(blob: Blob, config: configuration.Config, columns: Columns) -> Iterator[records.Document]:
    """Read a table; one document a row, its path the table's with the row's number: ``news.csv#3``."""
    if blob.suffix in JSON_SUFFIXES:
        yield from _read_json(blob, config, columns)
        return
    rows = _parquet_rows(blob, columns) if blob.suffix in PARQUET_SUFFIXES else _csv_rows(blob, config)
    for number, row in enumerate(rows, 1):
        chosen = columns.choose(row)
        if number == 1 and "text" not in chosen:
            yield article.failed(blob.path, "unreadable", columns.missing(row))
            return
        yield _document(f"{blob.path}#{number}", row, chosen, config)


def _read_json(blob: Blob, config: configuration.Config, columns: Columns) -> Iterator[records.Document]:
    with blob.open() as stream:
        for number, line in enumerate(_lines(stream, config), 1):
            path = f"{blob.path}#{number}"
            if not line.strip():
                continue
            try:
                row = json.loads(encoding.decode(line))
            except (ValueError, RecursionError) as problem:
                yield article.failed(path, "unreadable", f"line {number} is no JSON: {problem}.", raw=line)
                continue
            if not isinstance(row, dict):
                yield article.failed(path, "unreadable", f"line {number} holds no JSON object.", raw=line)
                continue
            chosen = columns.choose(row)
            if "text" not in chosen:
                yield article.failed(path, "unreadable", columns.missing(row), raw=line)
                continue
            yield _document(path, row, chosen, config)


def _lines(stream: io.BufferedIOBase, config: configuration.Config) -> Iterator[bytes]:
    """Lines of a file, none held beyond what an article may be: the rest of a longer one is skipped."""
    limit = config.max_article_chars * 8  # JSON may spell a character in six bytes, and there is metadata
    while line := stream.readline(limit):
        yield line
        while not line.endswith(b"\n") and len(line) == limit and (line := stream.readline(limit)):
            pass


def _csv_rows(blob: Blob, config: configuration.Config) -> Iterator[Row]:
    """Rows of a CSV file, comma-, semicolon- or tab-separated as its first line shows."""
    with blob.open() as stream:
        sample = stream.read(SAMPLE_BYTES)
    name = encoding.detect(sample)
    header = sample.decode(name, "replace").partition("\n")[0]
    separator = max(",;\t", key=header.count)
    csv.field_size_limit(config.max_article_chars * 4)
    with blob.open() as stream:
        lines = io.TextIOWrapper(cast(BinaryIO, stream), encoding=name, errors="replace", newline="")
        yield from csv.DictReader(_without_nulls(lines), delimiter=separator, restkey="")


def _without_nulls(lines: Iterable[str]) -> Iterator[str]:
    """The csv module stops at a NUL, which is no character of any article."""
    return (line.replace("\0", "").removeprefix("\ufeff") for line in lines)


def _parquet_rows(blob: Blob, columns: Columns) -> Iterator[Row]:
    """Rows of a Parquet file, a batch at a time and only the columns that are needed."""
    import pyarrow.parquet  # half a second, only for those who read Parquet

    source = blob.local or io.BytesIO(blob.open().read())
    with pyarrow.parquet.ParquetFile(source) as table:
        names = list(table.schema_arrow.names)
        chosen = columns.choose(names)
        if "text" not in chosen:
            yield dict.fromkeys(names)
            return
        for batch in table.iter_batches(batch_size=BATCH_ROWS, columns=list(chosen.values())):
            yield from batch.to_pylist()


def _document(path: str, row: Row, chosen: Mapping[str, str], config: configuration.Config) -> records.Document:
    """One row as a document."""
    values = {name: row[column] for name, column in chosen.items() if row.get(column) not in (None, "")}
    metadata, warning = sidecar.from_mapping(values, path)
    text = values.get("text")
    if text is not None and not isinstance(text, str):
        return article.failed(path, "unreadable", f"its text is a {type(text).__name__}, not a string.")
    whole = article.with_title(metadata.title, (text or "").replace("\r\n", "\n"))
    return article.build(path, whole if text else "", config, metadata=metadata, warning=warning)
