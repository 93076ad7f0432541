"""Sources and builds in object storage (``s3://``, ``gs://``, ``abfs://``, ``https://`` …), through fsspec.

What is read is copied beside the build first, and a build is copied out when it is whole: a build folder needs a file
system with links and locks, which object storage has not.
"""

from __future__ import annotations

import re
from pathlib import Path

import fsspec  # type: ignore[import-untyped]  # it ships no types

from pipeline import errors

POINTER = "current.txt"
"""Names the snapshot in force, instead of the link ``current``; written last."""

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def is_remote(source: str) -> bool:
    """Whether a source is named by a URL.

    >>> is_remote("s3://archive/2017/"), is_remote("seeds/one.txt")
    (True, False)
    """
    return _URL.match(source) is not None


def fetch(url: str, folder: Path) -> Path:
    """Copy a file or a folder here; what is here already in the same size is not copied again.

    Args:
        url: What fsspec can open.
        folder: Where it goes to; paths below it are those below the URL.

    Returns:
        The file, or the folder.

    Raises:
        SourceError: It is not there, or cannot be reached.
    """
    try:
        files, start = fsspec.url_to_fs(url)
        sizes = {path: files.size(path) for path in sorted(files.find(start))}
        if not sizes:
            raise FileNotFoundError("nothing is there")
        is_file = list(sizes) == [start]
        for path, size in sizes.items():
            below = path.rsplit("/", 1)[-1] if is_file else path.removeprefix(start).lstrip("/")
            target = folder / below
            if not target.resolve().is_relative_to(folder.resolve()):
                raise errors.SourceError(f"{url} holds {path}, which would lie outside {folder}; rename it.")
            if target.is_file() and target.stat().st_size == size:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            files.get_file(path, str(target))
    except (OSError, ValueError, ImportError) as problem:
        raise errors.SourceError(f"{url} cannot be read: {problem}.") from problem
    return target if is_file else folder


def publish(snapshot: Path, url: str) -> None:
    """Copy a snapshot out, then name it as the one in force; readers of the last one are not disturbed.

    Args:
        snapshot: A snapshot of a build folder.
        url: The build's place in storage.

    Raises:
        StoreError: It cannot be written.
    """
    snapshot = snapshot.resolve()
    try:
        files, start = fsspec.url_to_fs(url)
        place = f"{start.rstrip('/')}/snapshots/{snapshot.name}"
        for path in sorted(path for path in snapshot.rglob("*") if path.is_file()):
            target = f"{place}/{path.relative_to(snapshot).as_posix()}"
            files.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
            files.put_file(str(path), target)
        files.pipe_file(f"{start.rstrip('/')}/{POINTER}", f"snapshots/{snapshot.name}\n".encode())
    except (OSError, ValueError, ImportError) as problem:
        raise errors.StoreError(f"{url} cannot be written: {problem}.") from problem
