"""ZIP and tar archives: hands out what is inside; whoever reads a file on disk reads it from here, too."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from typing import IO

from pipeline.read import blob as blobs
from pipeline.read import sidecar
from pipeline.read.blob import Blob

ZIP_SUFFIXES = (".zip",)
TAR_SUFFIXES = (".tar", ".tgz")
SUFFIXES = ZIP_SUFFIXES + TAR_SUFFIXES

MEMBER_BYTES = 256 * 1024 * 1024
"""A member that unpacks to more is left out: small files that unpack without end are an old attack."""


SIDECAR_BYTES = 65_536
"""A sidecar is a handful of strings."""


def members(blob: Blob) -> Iterator[tuple[Blob, str | None]]:
    """The files inside an archive, hidden ones left out.

    Yields:
        Each file, sorted by name in a ZIP, in the order of the archive in a tar, with a sentence if it cannot be read.
    """
    if blob.suffix in ZIP_SUFFIXES:
        yield from _zip_members(blob)
    else:
        yield from _tar_members(blob)


def _zip_members(blob: Blob) -> Iterator[tuple[Blob, str | None]]:
    with zipfile.ZipFile(blob.local or io.BytesIO(blob.content(MEMBER_BYTES))) as packed:
        entries = {entry.filename: entry for entry in packed.infolist() if not entry.is_dir()}
        for name in sorted(entries):
            if _is_hidden(name):
                continue
            folder = name.rpartition("/")[0]

            def sibling(beside: str, folder: str = folder) -> bytes | None:
                entry = entries.get(f"{folder}/{beside}" if folder else beside)
                return packed.read(entry) if entry is not None and entry.file_size < MEMBER_BYTES else None

            problem = None
            raw = b""
            if entries[name].file_size > MEMBER_BYTES:
                problem = f"unpacks to {entries[name].file_size:,} bytes; at most {MEMBER_BYTES:,} are read."
            elif entries[name].flag_bits & 1:
                problem = "is encrypted; unpack the archive and name the folder instead."
            else:
                raw = packed.read(name)
            yield blobs.of_bytes(f"{blob.path}/{name}", raw, sibling), problem


def _tar_members(blob: Blob) -> Iterator[tuple[Blob, str | None]]:
    """Members of a tar, which can only be read from front to back: sidecars are collected in a first pass."""
    sidecars: dict[str, bytes] = {}
    for entry, content in _tar_entries(blob):
        if entry.name.endswith(sidecar.ENDING) and entry.size < SIDECAR_BYTES:
            sidecars[entry.name] = content.read()
    for entry, content in _tar_entries(blob):
        folder = entry.name.rpartition("/")[0]

        def sibling(beside: str, folder: str = folder) -> bytes | None:
            return sidecars.get(f"{folder}/{beside}" if folder else beside)

        path = f"{blob.path}/{entry.name}"
        if entry.size > MEMBER_BYTES:
            problem = f"unpacks to {entry.size:,} bytes; at most {MEMBER_BYTES:,} are read."
            yield blobs.of_bytes(path, b""), problem
        else:
            yield blobs.of_bytes(path, content.read(), sibling), None


def _tar_entries(blob: Blob) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    with blob.open() as stream, tarfile.open(fileobj=stream, mode="r|*") as packed:
        for entry in packed:
            content = packed.extractfile(entry) if entry.isfile() and not _is_hidden(entry.name) else None
            if content is not None:
                yield entry, content


def _is_hidden(name: str) -> bool:
    """Whether a member is a system's own: "__MACOSX/…", ".DS_Store"."""
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
