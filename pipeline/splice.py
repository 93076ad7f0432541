"""Rows of a table that was written before, with new ones put between them: Arrow from file to file.

Both sides are sorted by the same column, and no value of it is on both. What is kept is cut and handed on as it lies
in memory: nothing is done for a single one of its rows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROWS_A_BATCH = 16_384
"""Some megabytes of rows."""


def kept(file: Path, key: str, without: Collection[str]) -> Iterator[pa.Table]:
    """The rows of a Parquet file, save some.

    Args:
        file: A table sorted by ``key``.
        key: A column of texts.
        without: Values of it whose rows are left out.

    Yields:
        Stretches of some rows.
    """
    unwanted = sorted(without)
    with pq.ParquetFile(file) as table:
        for batch in table.iter_batches(ROWS_A_BATCH):
            rows = pa.Table.from_batches([batch])
            low, high = bisect_left(unwanted, _value(rows, key, 0)), bisect_right(unwanted, _value(rows, key, -1))
            if (left := _left(rows, key, unwanted[low:high])).num_rows:
                yield left


def between(kept: Iterable[pa.Table], fresh: Iterable[pa.Table], key: str) -> Iterator[pa.Table]:
    """Put new rows where they belong among kept ones.

    Args:
        kept: Stretches of rows, in order.
        fresh: Stretches of new ones, in order; each is asked for when those before it are in their place.
        key: The column that gives the order.

    Yields:
        All rows in order.
    """
    new = (rows for rows in fresh if rows.num_rows)
    ahead = next(new, None)
    for rows in kept:
        pieces, start = [], 0
        while ahead is not None and _value(ahead, key, 0) < _value(rows, key, -1):
            place = _first(rows, key, _value(ahead, key, 0), start)
            end = _first(ahead, key, _value(rows, key, place))
            pieces += [rows.slice(start, place - start), ahead.slice(0, end)]
            start, ahead = place, ahead.slice(end) if end < ahead.num_rows else next(new, None)
        yield pa.concat_tables([*pieces, rows.slice(start)])
    if ahead is not None:
        yield ahead
    yield from new


def _left(rows: pa.Table, key: str, without: Iterable[str]) -> pa.Table:
    """The rows but those of some values, which are in order."""
    pieces, start = [], 0
    for value in without:
        end = _first(rows, key, value, start)
        pieces.append(rows.slice(start, end - start))
        start = _first(rows, key, value + "\0", end)  # nothing comes between these two
    return pa.concat_tables([*pieces, rows.slice(start)])


def _first(rows: pa.Table, key: str, value: str, start: int = 0) -> int:
    """The first row from ``start`` on that does not come before a value; only a few are looked at."""
    return bisect_left(range(rows.num_rows), value, lo=start, key=lambda row: _value(rows, key, row))


def _value(rows: pa.Table, key: str, row: int) -> str:
    return str(rows[key][row].as_py())
