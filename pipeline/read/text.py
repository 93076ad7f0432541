"""Plain text files: one article a file, in whatever encoding it was saved, with an optional sidecar of metadata."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline import config as configuration
from pipeline import records
from pipeline.read import article, encoding, sidecar

SUFFIXES = (".txt", ".text")

BYTES_PER_CHAR = 4
"""Most bytes any supported encoding spends on a character: a file above limit × 4 is too large without opening it."""


def read_file(path: Path, config: configuration.Config) -> Iterator[records.Document]:
    """Read one text file; always yields exactly one document."""
    try:
        size = path.stat().st_size
        if size > config.max_article_chars * BYTES_PER_CHAR:
            yield article.failed(
                path, "too_large", f"{size:,} bytes; an article has at most {config.max_article_chars:,} characters."
            )
            return
        raw = path.read_bytes()
    except OSError as problem:
        yield article.failed(path, "unreadable", f"cannot be opened: {problem.strerror or problem}.")
        return
    metadata, warning = sidecar.read(path)
    try:
        decoded = encoding.decode(raw)
    except encoding.UndecodableError as problem:
        yield article.failed(path, "unreadable", f"{problem}.", raw=raw)
        return
    yield article.build(path, decoded, config, metadata=metadata, warning=warning)
