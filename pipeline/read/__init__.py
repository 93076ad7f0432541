"""Sources in, articles out: each module here reads one kind of source, this one finds which reads what.

The order is that of the sources as given and, inside a folder, of the sorted paths, so the same input always gives the
same articles in the same order. Nothing is held but the article in hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline import config as configuration
from pipeline import errors, records
from pipeline.read import archive, article, html, rows, text, warc
from pipeline.read import blob as blobs
from pipeline.read.blob import Blob
from pipeline.read.columns import Columns

Reader = Callable[[Blob, configuration.Config, Columns], Iterator[records.Document]]

READERS: dict[str, Reader] = {suffix: module.read for module in (text, html, rows, warc) for suffix in module.SUFFIXES}

READABLE_SUFFIXES = frozenset({*READERS, *archive.SUFFIXES})
"""What is picked up inside a folder or archive, ``.gz`` after it or not; a file named outright is read as text else."""

STDIN = Path("-")

DEEPEST_ARCHIVE = 2
"""An archive inside an archive is unpacked, one inside that is not."""


def read(
    sources: Sequence[Path], config: configuration.Config | None = None, columns: Columns | None = None
) -> Iterator[records.Document]:
    """Read articles from files, folders (searched at any depth) and archives; ``-`` is standard input.

    A bad article never stops the reading: it comes out with its ``status`` and one sentence in ``error``.

    Args:
        sources: Files and folders, as the user named them.
        config: Limits; ``max_article_chars`` is the one that matters here. Default settings if left out.
        columns: Which columns of tables hold what (``--map``); the usual names if left out.

    Returns:
        One document an article, lazily: only one is held at a time.

    Raises:
        SourceError: At once, when a source does not exist or a folder holds nothing readable.
    """
    paths = [Path(source) for source in sources]
    for path in paths:
        _require_readable(path)
    return _documents(paths, config or configuration.Config(), columns or Columns())


def count(sources: Sequence[Path]) -> int:
    """Number of files ``read`` will open, for a progress bar; a table or archive counts as one."""
    return sum(1 for source in sources for _ in _files(Path(source)))


def _documents(sources: Sequence[Path], config: configuration.Config, columns: Columns) -> Iterator[records.Document]:
    """The documents of every file, in order."""
    for source in sources:
        for path in _files(source):
            blob = blobs.of_stdin() if path == STDIN else blobs.of_path(path)
            yield from _of_blob(blob, config, columns, depth=0)


def _of_blob(blob: Blob, config: configuration.Config, columns: Columns, *, depth: int) -> Iterator[records.Document]:
    """The documents of one file, whatever goes wrong in it."""
    try:
        if blob.suffix in archive.SUFFIXES:
            yield from _of_archive(blob, config, columns, depth=depth)
        else:
            yield from READERS.get(blob.suffix, text.read)(blob, config, columns)
    except errors.SidelinesError:
        raise
    except blobs.TooLargeError:
        limit = f"an article has at most {config.max_article_chars:,} characters"
        yield article.failed(blob.path, "too_large", f"holds far more than one article; {limit}.")
    except Exception as problem:  # noqa: BLE001  a damaged file of any kind is one row, and the build goes on
        yield article.failed(blob.path, "unreadable", f"cannot be read: {_sentence(problem)}")


def _of_archive(
    blob: Blob, config: configuration.Config, columns: Columns, *, depth: int
) -> Iterator[records.Document]:
    """The documents of the readable files in an archive."""
    for member, problem in archive.members(blob):
        if member.suffix not in READABLE_SUFFIXES:
            continue
        if problem is None and member.suffix in archive.SUFFIXES and depth + 1 >= DEEPEST_ARCHIVE:
            problem = "is an archive inside an archive inside an archive; unpack it first."
        if problem is not None:
            yield article.failed(member.path, "unreadable", problem)
        else:
            yield from _of_blob(member, config, columns, depth=depth + 1)


def _sentence(problem: Exception) -> str:
    """An exception's message as the end of a sentence."""
    message = (str(problem) or type(problem).__name__).splitlines()[0].rstrip(".")
    return f"{message}."


def _files(source: Path) -> Iterator[Path]:
    """The source itself if it is a file, else the readable files below it, sorted folder by folder."""
    if source == STDIN or not source.is_dir():
        yield source
        return
    for entry in sorted(source.iterdir(), key=lambda path: path.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() or blobs.of_path(entry).suffix in READABLE_SUFFIXES:
            yield from _files(entry)


def _require_readable(source: Path) -> None:
    """Raise unless there is something to read at ``source``."""
    if source == STDIN:
        return
    if not source.exists():
        raise errors.SourceError(f"{source} does not exist; name a file or a folder with articles.")
    if source.is_dir() and next(_files(source), None) is None:
        kinds = ", ".join(sorted(READABLE_SUFFIXES))
        raise errors.SourceError(f"{source} holds nothing readable; expected files ending in {kinds}.")
