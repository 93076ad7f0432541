"""Sources in, articles out: each module here reads one kind of source, this one finds which reads what.

The order is that of the sources as given and, inside a folder, of the sorted paths, so the same input always gives the
same articles in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import config as configuration
from pipeline import errors, records
from pipeline.read import text

READABLE_SUFFIXES = frozenset(text.SUFFIXES)
"""What is picked up inside a folder; a file named outright is read whatever it is called."""


def read(sources: Sequence[Path], config: configuration.Config | None = None) -> Iterator[records.Document]:
    """Read articles from files and folders (searched at any depth).

    A bad article never stops the reading: it comes out with its ``status`` and one sentence in ``error``.

    Args:
        sources: Files and folders, as the user named them.
        config: Limits; ``max_article_chars`` is the one that matters here. Default settings if left out.

    Returns:
        One document an article, lazily: only one is held at a time.

    Raises:
        SourceError: At once, when a source does not exist or a folder holds nothing readable.
    """
    paths = [Path(source) for source in sources]
    for path in paths:
        _require_readable(path)
    return _documents(paths, config or configuration.Config())


def count(sources: Sequence[Path]) -> int:
    """Number of files ``read`` will open, for a progress bar."""
    return sum(1 for source in sources for _ in _files(Path(source)))


def _documents(sources: Sequence[Path], config: configuration.Config) -> Iterator[records.Document]:
    """The documents of every file, in order."""
    for source in sources:
        for path in _files(source):
            yield from text.read_file(path, config)


def _files(source: Path) -> Iterator[Path]:
    """The source itself if it is a file, else the readable files below it, sorted folder by folder."""
    if not source.is_dir():
        yield source
        return
    for entry in sorted(source.iterdir(), key=lambda path: path.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() or entry.suffix.lower() in READABLE_SUFFIXES:
            yield from _files(entry)


def _require_readable(source: Path) -> None:
    """Raise unless there is something to read at ``source``."""
    if not source.exists():
        raise errors.SourceError(f"{source} does not exist; name a file or a folder with articles.")
    if source.is_dir() and next(_files(source), None) is None:
        kinds = ", ".join(sorted(READABLE_SUFFIXES))
        raise errors.SourceError(f"{source} holds nothing readable; expected files ending in {kinds}.")
