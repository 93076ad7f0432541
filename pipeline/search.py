"""The word index of all articles: which article has which word, so that a search does not read every text."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

FILE = "search.parquet"
"""Where the index lies in a snapshot, sorted by word."""

ROW_GROUP = 256
"""Words of a Parquet row group; a search reads one or two, and a frequent word's list is long."""

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


def index_query(texts: str, documents: str) -> str:
    """The query that makes the index.

    Args:
        texts: A relation with ``doc_id`` and ``text``.
        documents: A relation with every ``doc_id``.

    Returns:
        SQL whose rows are ``word`` and ``documents``, the numbers of the articles that have it.
    """
    return INDEX.replace("$texts", texts).replace("$documents", documents)


def write(texts: Path, documents: Path, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Write the index of the articles of two Parquet tables as a third."""
    relations = (_quoted(texts), _quoted(documents))
    found = connection.sql(index_query(*relations))
    batches = found.to_arrow_reader(ROW_GROUP)
    with pq.ParquetWriter(path, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch, row_group_size=ROW_GROUP)


def _quoted(path: Path) -> str:
    """A Parquet file as a relation of a query."""
    return "read_parquet('" + str(path).replace("'", "''") + "')"
