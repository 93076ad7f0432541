"""The word index of all articles: which article has which word, so that a search does not read every text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import files

FILE = "search.parquet"
"""Where the index lies in a snapshot, sorted by word."""

ROW_GROUP = 256
"""Words of a Parquet row group; a search reads one or two, and a frequent word's list is long."""

COLUMNS = pa.schema([("word", pa.string()), ("documents", pa.list_(pa.field("l", pa.int32())))])
"""A word, and the numbers of the articles that have it."""

NUMBER_BITS = 32
NUMBER_MASK = (1 << NUMBER_BITS) - 1
"""An article's number is the lower half of a posting, the row of the word the upper half."""

INDEX = r"""
    SELECT word, list(number ORDER BY number) AS documents
    FROM (
        SELECT
            d.number, unnest(list_distinct(regexp_extract_all(strip_accents(lower(t.text)), '[\p{L}\p{N}]+'))) AS word
        FROM $texts AS t
        JOIN (SELECT doc_id, row_number() OVER (ORDER BY doc_id)::INTEGER AS number FROM $documents) AS d USING (doc_id)
    )
    GROUP BY word ORDER BY word"""
"""The index as a query; articles are numbered from 1 in the order of their ids, words are folded."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An index that was written before.

    Attributes:
        file: Where it lies.
        numbered: All its articles, in the order of their numbers.
        gone: Those of them whose text is not what it was, or is no more.
    """

    file: Path
    numbered: Sequence[str]
    gone: Collection[str]


def index_query(texts: str, documents: str) -> str:
    """The query that makes the index.

    Args:
        texts: A relation with ``doc_id`` and ``text``.
        documents: A relation with every ``doc_id``.

    Returns:
        SQL whose rows are ``word`` and ``documents``, the numbers of the articles that have it.
    """
    return INDEX.replace("$texts", texts).replace("$documents", documents)


def write(
    texts: Path, documents: Path, path: Path, connection: duckdb.DuckDBPyConnection, earlier: Earlier | None = None
) -> None:
    """Write the index of the articles of two Parquet tables as a third.

    Args:
        texts: The table ``texts``.
        documents: The table ``documents``.
        path: Where the index goes; its bytes do not depend on ``earlier``.
        connection: Folds and sorts the words.
        earlier: An index whose lists are taken over, so that only new texts are read.
    """
    everything, numbered = _quoted(texts), _quoted(documents)
    if earlier is None:
        found = connection.sql(index_query(everything, numbered)).to_arrow_reader(ROW_GROUP)
        files.write_parquet(path, (pa.Table.from_batches([batch]) for batch in found), COLUMNS, ROW_GROUP)
        return
    now = pq.read_table(documents, columns=["doc_id"])["doc_id"].sort()
    before = pa.array(earlier.numbered, now.type)
    gone = pc.is_in(before, pa.array(sorted(earlier.gone), now.type))
    new = now.filter(pc.invert(pc.is_in(now, before.filter(pc.invert(gone)))))
    connection.register("new", pa.table({"doc_id": new}))
    words = connection.sql(index_query(f"(FROM {everything} SEMI JOIN new USING (doc_id))", numbered)).to_arrow_table()
    numbers = pc.if_else(gone, 0, pc.add(pc.index_in(before, now), 1)).to_numpy(zero_copy_only=False)
    files.write_parquet(path, _lengthened(earlier.file, np.insert(numbers, 0, 0), words), COLUMNS, ROW_GROUP)


def _lengthened(file: Path, numbers: np.ndarray, new: pa.Table) -> Iterator[pa.Table]:
    """The lists of an earlier index with those of new articles in them.

    Args:
        file: The earlier index.
        numbers: The number of an article now by that which it had; 0 where its text is gone.
        new: Words of new articles, all numbers as they are now.
    """
    words = new["word"].to_pylist()
    start = 0
    with pq.ParquetFile(file) as index:
        for batch in index.iter_batches(ROW_GROUP):
            end = bisect_right(words, batch["word"][-1].as_py(), lo=start)
            yield _merged(pa.Table.from_batches([batch]), numbers, new.slice(start, end - start))
            start = end
    yield new.slice(start).cast(COLUMNS)


def _merged(kept: pa.Table, numbers: np.ndarray, new: pa.Table) -> pa.Table:
    """Some words of an earlier index with the new ones among them; see ``_lengthened``."""
    words = sorted({*kept["word"].to_pylist(), *new["word"].to_pylist()})
    row = {word: number for number, word in enumerate(words)}
    postings = []
    for table, renumbered in ((kept, numbers), (new, None)):
        rows = np.array([row[word] for word in table["word"].to_pylist()], np.int64)
        listed = table["documents"].combine_chunks()
        values = listed.flatten().to_numpy()
        values = values if renumbered is None else renumbered[values]
        # The row above, the number below: in the order of these, every list is sorted and in its place.
        postings.append((rows.repeat(listed.value_lengths().to_numpy()) << NUMBER_BITS | values)[values > 0])
    both = np.sort(np.concatenate(postings), kind="stable")
    counts = np.bincount(both >> NUMBER_BITS, minlength=len(words))
    offsets = pa.array(np.concatenate([[0], counts.cumsum()]), pa.int32())
    lists = pa.ListArray.from_arrays(offsets, pa.array(both & NUMBER_MASK, pa.int32()), COLUMNS.field("documents").type)
    return pa.table([pa.array(words, pa.string()), lists], schema=COLUMNS).filter(pa.array(counts > 0))


def _quoted(path: Path) -> str:
    """A Parquet file as a relation of a query."""
    return "read_parquet('" + str(path).replace("'", "''") + "')"
