"""A file to read, on disk, inside an archive or on standard input: the readers see no difference."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

GZIP = ".gz"


class TooLargeError(ValueError):
    """A file holds more than an article can."""


def _no_sibling(_name: str) -> bytes | None:
    """Nothing lies beside a stream."""
    return None


@dataclass(frozen=True, slots=True)
class Blob:
    """One file.

    Attributes:
        path: How it is shown in ``documents.path``: as named by the user, ``archive.zip/inner.txt`` inside an archive.
        open: Opens it for reading, from the start and decompressed.
        sibling: Content of the file of that name beside it, ``None`` if there is none.
        local: Where it lies on disk uncompressed, for libraries that want to seek.
    """

    path: str
    open: Callable[[], io.BufferedIOBase]
    sibling: Callable[[str], bytes | None] = _no_sibling
    local: Path | None = None

    @property
    def name(self) -> str:
        """Last part of the path, without the ending of the compression."""
        return self.path.rsplit("/", 1)[-1].removesuffix(GZIP)

    @property
    def suffix(self) -> str:
        """Ending of the name, lower case."""
        return suffix(self.name)

    def content(self, limit: int) -> bytes:
        """Everything in it.

        Raises:
            TooLargeError: There are more than ``limit`` bytes; no more than that is held in memory.
        """
        with self.open() as stream:
            raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise TooLargeError(f"holds more than {limit:,} bytes")
        return raw


def suffix(name: str) -> str:
    """Ending of a file's name, lower case; a hidden file has none."""
    stem, dot, ending = name.rpartition(".")
    return (dot + ending).lower() if stem else ""


def of_path(path: Path) -> Blob:
    """A file on disk, ``.gz`` decompressed on the way."""
    is_compressed = path.suffix.lower() == GZIP

    def opened() -> io.BufferedIOBase:
        return gzip.open(path, "rb") if is_compressed else path.open("rb")

    def sibling(name: str) -> bytes | None:
        beside = path.with_name(name)
        return beside.read_bytes() if beside.is_file() else None

    return Blob(path.as_posix(), opened, sibling, None if is_compressed else path)


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that was copied here from elsewhere, and is called as it is called there."""

    local: Path
    url: str


def of_copy(copy: Copy) -> Blob:
    """A copied file."""
    return replace(of_path(copy.local), path=copy.url)


def of_bytes(path: str, raw: bytes, sibling: Callable[[str], bytes | None] = _no_sibling) -> Blob:
    """A file already in memory; gzip data is decompressed when it is opened."""

    def opened() -> io.BufferedIOBase:
        plain = io.BytesIO(raw)
        return gzip.open(plain, "rb") if path.lower().endswith(GZIP) else plain

    return Blob(path, opened, sibling)


def of_stdin() -> Blob:
    """Standard input, read once; its name ends in what its first bytes show it to be."""
    raw = sys.stdin.buffer.read()
    start = raw[:2000].lstrip().lower()
    suffix = (
        ".jsonl" if start.startswith(b"{") else ".html" if start.startswith((b"<!doctype html", b"<html")) else ".txt"
    )
    return of_bytes(f"stdin{suffix}", raw)
