"""Lay the corrections of a build folder over its tables and put the result in force.

What was extracted is kept apart in ``extracted/``, so that a correction can be taken back: the tables in force are
always the extracted ones with the acts of ``corrections.jsonl`` laid over them.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline import acts, bulk, corrections, drafts, errors, store, tables

EXTRACTED: Final = "extracted"
LOCK: Final = ".publish.lock"
WRITTEN_BY_STORE: Final = frozenset({"snapshot", "schema", "tables", "created"})
"""Entries of a manifest that the store writes itself."""


@dataclass(frozen=True, slots=True)
class Published:
    """The snapshot in force, and the acts that found nothing to act on."""

    snapshot: Path
    unplaced: tuple[acts.Unplaced, ...] = ()


def publish(
    frames: tables.Tables,
    out: Path,
    manifest: Mapping[str, Any] | None = None,
    *,
    register: drafts.Register | None = None,
    locate: drafts.Locate | None = None,
    large: bulk.Bulk | None = None,
) -> Published:
    """Put freshly extracted tables in force, corrected.

    Args:
        frames: The tables as extracted.
        out: The build folder.
        manifest: What the snapshot says of how it was made.
        register: Names and coordinates of parties that corrections bring in.
        locate: Coordinates of a city in a country.
        large: Gives the tables that ``frames`` leaves empty. Corrections need all tables in memory: without any,
            these are written as they are made.

    Returns:
        The snapshot, and what could not be laid over it.

    Raises:
        SchemaError: A table breaks the schema; the tables in force are unchanged.
        StoreError: The folder cannot be written.
    """
    with _hold(out):
        said, damaged = acts.read(out / acts.FILE)
        if said or (out / EXTRACTED).exists():
            store.write(frames, out / EXTRACTED, manifest, keep=1, large=large)
        if large and not said:
            return Published(store.write(frames, out, manifest, large=large), tuple(damaged))
        if large:
            frames = store.read_tables(out / EXTRACTED)
        return _put(frames, out, manifest or {}, said, damaged, register, locate)


def refresh(out: Path, *, register: drafts.Register | None = None, locate: drafts.Locate | None = None) -> Published:
    """Lay the acts written since over the tables in force, without reading an article again.

    Args:
        out: The build folder.
        register: Names and coordinates of parties that corrections bring in.
        locate: Coordinates of a city in a country.

    Returns:
        The snapshot, and what could not be laid over it.

    Raises:
        StoreError: There is no build.
    """
    with _hold(out):
        said, damaged = acts.read(out / acts.FILE)
        if not (out / EXTRACTED).exists():
            # Nothing has been corrected so far: what is in force is what was extracted.
            store.write(store.read_tables(out), out / EXTRACTED, _own(store.manifest(out)), keep=1)
        base = out / EXTRACTED
        return _put(store.read_tables(base), out, _own(store.manifest(base)), said, damaged, register, locate)


def correct(
    out: Path, said: list[acts.Act], *, register: drafts.Register | None = None, locate: drafts.Locate | None = None
) -> tuple[list[acts.Act], Published]:
    """Write acts down and lay them over the tables at once.

    Args:
        out: The build folder.
        said: Acts without ids.
        register: Names and coordinates of parties that corrections bring in.
        locate: Coordinates of a city in a country.

    Returns:
        The acts as written, and what is in force now.

    Raises:
        CorrectionError: An act breaks the vocabulary, and nothing was written.
        StoreError: There is no build.
    """
    store.snapshot_path(out)
    written = acts.append(out / acts.FILE, said)
    return written, refresh(out, register=register, locate=locate)


def _put(
    frames: tables.Tables,
    out: Path,
    manifest: Mapping[str, Any],
    said: list[acts.Act],
    damaged: list[acts.Unplaced],
    register: drafts.Register | None,
    locate: drafts.Locate | None,
) -> Published:
    corrected, unplaced = corrections.apply(frames, said, register=register, locate=locate)
    noted = {**manifest, "corrections": _note(out, said)} if said else dict(manifest)
    return Published(store.write(corrected, out, noted), (*damaged, *unplaced))


def _note(out: Path, said: list[acts.Act]) -> dict[str, Any]:
    """What the manifest says of the corrections: over which build they lie, how many lines, and their hash."""
    digest = hashlib.sha256("".join(act.line() + "\n" for act in said).encode())
    extracted = store.snapshot_path(out / EXTRACTED).name
    return {"extracted": extracted, "lines": len(said), "sha256": digest.hexdigest()}


def _own(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a manifest that the build gave."""
    return {name: value for name, value in manifest.items() if name not in WRITTEN_BY_STORE | {"corrections"}}


@contextmanager
def _hold(out: Path) -> Iterator[None]:
    """One at a time: whoever publishes later has read every act of whoever published before."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = (out / LOCK).open("w")
    except OSError as error:
        raise errors.StoreError(f"{out} cannot be written ({error.strerror or error}).") from error
    with handle:
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX)
        yield
