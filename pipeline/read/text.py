"""Plain text files: one article a file, in whatever encoding it was saved, with an optional sidecar of metadata."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import config as configuration
from pipeline import records
from pipeline.read import article, encoding, sidecar
from pipeline.read.blob import Blob
from pipeline.read.columns import Columns

SUFFIXES = (".txt", ".text")

BYTES_PER_CHAR = 4
"""Most bytes any supported encoding spends on a character: no article within the limit is longer than limit × 4."""


def read(blob: Blob, config: configuration.Config, _columns: Columns) -> Iterator[records.Document]:
    """Read one text file; always yields exactly one document."""
    raw = blob.content(config.max_article_chars * BYTES_PER_CHAR)
    metadata, warning = sidecar.read(blob)
    try:
        decoded = encoding.decode(raw)
    except encoding.UndecodableError as problem:
        yield article.failed(blob.path, "unreadable", f"{problem}.", raw=raw)
        return
    yield article.build(blob.path, decoded, config, metadata=metadata, warning=warning)
