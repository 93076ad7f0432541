"""Sources in, articles out: each module here reads one kind of source, this one finds which reads what.

The order is that of the sources as given and, inside a folder, of the sorted paths, so the same input always gives the
same articles in the same order. Nothing is held but the article in hand.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline import config as configuration
from pipeline import errors, records
from pipeline.read import archive, article, html, rows, sidecar, text, warc
from pipeline.read import blob as blobs
from pipeline.read.blob import Blob, Copy
from pipeline.read.columns import Columns

Reader = Callable[[Blob, configuration.Config, Columns], Iterator[records.Document]]

Source = Path | Copy

READERS: dict[str, Reader] = {suffix: module.read for module in (text, html, rows, warc) for suffix in module.SUFFIXES}

READABLE_SUFFIXES = frozenset({*READERS, *archive.SUFFIXES})
"""What is picked up inside a folder or archive, ``.gz`` after it or not; a file named outright is read as text else."""

STDIN = Path("-")

DEEPEST_ARCHIVE = 2
"""An archive inside an archive is unpacked, one inside that is not."""


def read(
    sources: Sequence[Source], config: configuration.Config | None = None, columns: Columns | None = None
) -> Iterator[records.Document]:
    """Read articles from files, folders (searched at any depth) and archives; ``-`` is standard input.

    A bad article never stops the reading: it comes out with its ``status`` and one sentence in ``error``.

    Args:
        sources: Files and folders, as the user named them, and files that were copied here.
        config: Limits; ``max_article_chars`` is the one that matters here. Default settings if left out.
        columns: Which columns of tables hold what (``--map``); the usual names if left out.

    Returns:
        One document an article, lazily: only one is held at a time.

    Raises:
        SourceError: At once, when a source does not exist or a folder holds nothing readable.
    """
    require(sources)
    return _documents(sources, config or configuration.Config(), columns or Columns())


def count(sources: Sequence[Source]) -> int:
    """Number of files ``read`` will open, for a progress bar; a table or archive counts as one."""
    return sum(1 for _ in files(sources))


def files(sources: Sequence[Source], *, sidecars: bool = False) -> Iterator[Path]:
    """The files that ``read`` will open, in its order.

    Args:
        sources: As for :func:`read`.
        sidecars: Whether to name those files, too, whether an article lies beside them or not.

    Raises:
        SourceError: A folder cannot be looked into.
    """
    is_wanted = _is_read_or_sidecar if sidecars else is_read
    for source in sources:
        path = source.local if isinstance(source, Copy) else source
        yield from _files(path, is_wanted)
        if sidecars and not path.is_dir():
            beside = (path.with_name(name) for name in sidecar.names(blobs.of_path(path)))
            yield from (path for path in beside if path.is_file())


def require(sources: Sequence[Source]) -> None:
    """Look whether there is something to read.

    Raises:
        SourceError: A source does not exist or a folder holds nothing readable.
    """
    for source in sources:
        _require_readable(source.local if isinstance(source, Copy) else source)


def _documents(sources: Sequence[Source], config: configuration.Config, columns: Columns) -> Iterator[records.Document]:
    """The documents of every file, in order."""
    for source in sources:
        for blob in _blobs(source):
            yield from _of_blob(blob, config, columns, depth=0)


def _blobs(source: Source) -> Iterator[Blob]:
    """The files of a source."""
    if isinstance(source, Copy):
        yield blobs.of_copy(source)
    elif source == STDIN:
        yield blobs.of_stdin()
    else:
        yield from map(blobs.of_path, _files(source, is_read))


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


def _files(source: Path, is_wanted: Callable[[str], bool]) -> Iterator[Path]:
    """The source itself if it is no folder, else the files below it with a wanted name, sorted folder by folder."""
    if source == STDIN or not source.is_dir():
        yield source
        return
    try:
        entries = sorted(os.scandir(source), key=lambda entry: entry.name)
    except OSError as problem:
        reason = problem.strerror or problem
        raise errors.SourceError(
            f"{source} cannot be looked into ({reason}); mend its rights or leave it out."
        ) from problem
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files(source / entry.name, is_wanted)
        elif is_wanted(entry.name):
            yield source / entry.name


def is_read(name: str) -> bool:
    """Whether a file of this name is picked up inside a folder."""
    return blobs.suffix(name.removesuffix(blobs.GZIP)) in READABLE_SUFFIXES


def _is_read_or_sidecar(name: str) -> bool:
    return is_read(name) or name.endswith(sidecar.ENDING)


def _require_readable(source: Path) -> None:
    """Raise unless there is something to read at ``source``."""
    if source == STDIN:
        return
    if not source.exists():
        raise errors.SourceError(f"{source} does not exist; name a file or a folder with articles.")
    if source.is_dir() and next(files([source]), None) is None:
        kinds = ", ".join(sorted(READABLE_SUFFIXES))
        raise errors.SourceError(f"{source} holds nothing readable; expected files ending in {kinds}.")
