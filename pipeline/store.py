"""Immutable snapshots of all tables on disk, and the link that says which one is in force.

A snapshot is written in full beside the others, forced to disk and renamed into place; only then does ``current`` point
to it. So a build that dies at any moment leaves the old snapshot current and whole.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import bulk, errors, files, filling, schema, tables

Tables = tables.Tables

SNAPSHOTS = "snapshots"
CURRENT = "current"
LOCK = ".lock"
MANIFEST = "manifest.json"

KEEP_SNAPSHOTS = 5
"""Builds kept, each as corrected last, and as many steps of correcting them: enough to compare with last week's builds,
few enough not to fill a disk. Corrections never push a build out."""

LOCK_SECONDS = 60.0
"""How long a build waits for another one that is publishing; writing 100,000 articles takes about 20 s."""

ID_DIGITS = 16
"""Hexadecimal digits of a snapshot's id; 64 bits tell apart more builds than anybody makes."""

ROWS_AT_ONCE = 1_024
"""Rows read at a time where a table is gone through."""

NOT_CONTENT = frozenset({"created", "index"})
"""Entries of a manifest that may differ between two builds of the same content, or follow from it."""


def write(
    tables: tables.Tables,
    out: Path,
    manifest: Mapping[str, Any] | None = None,
    *,
    keep: int = KEEP_SNAPSHOTS,
    large: bulk.Bulk | None = None,
) -> Path:
    """Publish tables as the snapshot in force.

    Args:
        tables: All tables; they are checked against the schema first.
        out: The build folder, made when missing.
        manifest: What to write down beside counts and hashes: versions, settings, score, ``created``.
            All but ``created`` is part of the snapshot's id, so nothing in it may depend on the machine or the clock.
        keep: Builds to keep, each as it was corrected last, and other snapshots besides; the current one always stays.
            The manifest of a corrected snapshot says in ``corrections.extracted`` which build it corrects.
        large: Gives the tables that ``tables`` leaves empty because they would not fit into memory.

    Returns:
        The folder of the snapshot, whose name is its id: the same content has the same id and the same bytes.

    Raises:
        SchemaError: A table breaks the schema; nothing was published.
        StoreError: The folder cannot be written, or another build holds it.
    """
    _refuse(schema.check(tables), out)
    try:
        with lock(out):
            return _publish(tables, large, out, manifest or {}, keep)
    except (OSError, duckdb.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise errors.StoreError(
            f"{out} cannot be written ({reason}); the build in force is unchanged. "
            "Free the disk or name another folder with --out."
        ) from error


def _refuse(problems: Sequence[str], out: Path) -> None:
    """Raise unless the tables are sound."""
    if problems:
        shown = "; ".join(problems[:5]) + ("; …" if len(problems) > 5 else "")
        raise errors.SchemaError(f"nothing was written to {out}, {len(problems)} problems in the tables: {shown}")


@contextmanager
def lock(out: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold a build folder for writing; the lock ends with the process, however that ends.

    Args:
        out: The build folder, made when missing.
        seconds: How long to wait for another holder.

    Yields:
        Nothing; the folder is held until the block ends.

    Raises:
        StoreError: Another process still holds the folder.
    """
    out.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + seconds
    with (out / LOCK).open("w") as handle:
        while not _try_lock(handle.fileno()):
            if time.monotonic() >= deadline:
                raise errors.StoreError(f"another build is writing to {out}; wait for it to end, or use another --out.")
            time.sleep(0.05)
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _publish(frames: tables.Tables, large: bulk.Bulk | None, out: Path, manifest: Mapping[str, Any], keep: int) -> Path:
    """Write, rename, point. The order makes every moment safe to die at."""
    snapshots = out / SNAPSHOTS
    snapshots.mkdir(exist_ok=True)
    _sweep(out)
    draft = snapshots / f".draft-{os.getpid()}"
    draft.mkdir()
    described, index = filling.fill(draft, frames, large, lambda problems: _refuse(problems, out))
    content = {"schema": schema.SCHEMA_VERSION, "tables": described, "index": index, **manifest}
    snapshot = snapshots / _content_id(content)
    if check_files(snapshot):
        written = json.dumps({"snapshot": snapshot.name, **content}, indent=2, sort_keys=True, ensure_ascii=False)
        files.write_durably(draft / MANIFEST, written + "\n")
        files.flush_folder(draft)
        if snapshot.exists():  # damaged by another hand
            shutil.rmtree(snapshot.rename(snapshots / f".draft-old-{snapshot.name}"))
        draft.rename(snapshot)
        files.flush_folder(snapshots)
    else:
        shutil.rmtree(draft)
    os.utime(snapshot)
    _point(out, snapshot)
    _prune(snapshots, snapshot, keep)
    return snapshot


def _content_id(content: Mapping[str, Any]) -> str:
    """Hash of what a snapshot says: rows and settings, not the Parquet encoder and not the clock."""
    said = {key: value for key, value in content.items() if key not in NOT_CONTENT}
    said["tables"] = {name: table["csv"]["sha256"] for name, table in content["tables"].items()}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:ID_DIGITS]


def _point(out: Path, snapshot: Path) -> None:
    """Replace ``current`` in one step; the link is relative, so the folder can be moved."""
    fresh = out / f".{CURRENT}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path(SNAPSHOTS) / snapshot.name)
    fresh.replace(out / CURRENT)
    files.flush_folder(out)


def _sweep(out: Path) -> None:
    """Remove what a killed build left half done; the lock is held, so nobody is still at it."""
    for draft in (out / SNAPSHOTS).glob(".draft-*"):
        shutil.rmtree(draft)


def _prune(snapshots: Path, current: Path, keep: int) -> None:
    """Remove the oldest builds beyond ``keep``, and the oldest of the other snapshots."""
    others = [path for path in snapshots.iterdir() if path != current and not path.name.startswith(".")]
    newest_first = sorted(others, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    latest: dict[str, Path] = {}
    steps = [path for path in (current, *newest_first) if latest.setdefault(_corrected_build(path), path) != path]
    for path in [*list(latest.values())[max(1, keep) :], *steps[keep:]]:
        doomed = path.rename(snapshots / f".draft-old-{path.name}")
        shutil.rmtree(doomed)


def _corrected_build(snapshot: Path) -> str:
    """The build that a snapshot is, or that it corrects; a damaged one stands for itself."""
    try:
        content = json.loads((snapshot / MANIFEST).read_text(encoding="utf-8"))
        return str(content["corrections"]["extracted"])
    except (OSError, ValueError, KeyError, TypeError):
        return snapshot.name


def snapshot_path(path: Path) -> Path:
    """The snapshot a path means.

    Args:
        path: A build folder, its ``current``, or a snapshot.

    Returns:
        The folder that holds the tables, links resolved, so that later builds do not move it.

    Raises:
        StoreError: There is no build.
    """
    for candidate in (path / CURRENT, path):
        if (candidate / MANIFEST).is_file():
            return candidate.resolve()
    what = "is not a build" if path.exists() else "does not exist"
    raise errors.StoreError(f"{path} {what}; make one with: sidelines build SOURCE --out {path}")


def manifest(path: Path) -> dict[str, Any]:
    """What a snapshot says of itself: id, versions, settings, and rows, bytes and hashes of each table.

    Raises:
        StoreError: There is no build, or its manifest cannot be read.
    """
    file = snapshot_path(path) / MANIFEST
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise errors.StoreError(f"{file} cannot be read ({error}); build again.") from error
    if not isinstance(content, dict) or not isinstance(content.get("tables"), dict):
        raise errors.StoreError(f"{file} is not the manifest of a build; build again.")
    return content


def read_tables(path: Path) -> tables.Tables:
    """Read all tables of a snapshot into memory.

    Args:
        path: A build folder, its ``current``, or a snapshot.

    Raises:
        StoreError: There is no build, or a table is missing or damaged.
    """
    snapshot = snapshot_path(path)
    return tables.Tables(**{name: read_table(snapshot, name) for name in schema.TABLES})


def read_table(path: Path, name: str) -> pd.DataFrame:
    """Read one table of a snapshot into memory, typed as the schema declares.

    Args:
        path: A build folder, its ``current``, or a snapshot.
        name: A table of the schema.

    Raises:
        StoreError: There is no build, or the table is missing or damaged.
    """
    file = snapshot_path(path) / f"{name}.parquet"
    try:
        return files.frame(name, pq.read_table(file))
    except (OSError, pa.ArrowException, KeyError, ValueError, TypeError) as error:
        raise errors.StoreError(f"{file} cannot be read ({error}); build again.") from error


def rows(path: Path, name: str, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of one table of a snapshot, of which only some are in memory at a time.

    Args:
        path: A build folder, its ``current``, or a snapshot.
        name: A table of the schema.
        columns: The columns wanted; all if left out.

    Yields:
        Rows in the order of the table, ``None`` where nothing is stated.

    Raises:
        StoreError: There is no build, or the table is missing or damaged.
    """
    file = snapshot_path(path) / f"{name}.parquet"
    try:
        with pq.ParquetFile(file) as table:
            for batch in table.iter_batches(ROWS_AT_ONCE, columns=columns):
                yield from batch.to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise errors.StoreError(f"{file} cannot be read ({error}); build again.") from error


def check_files(snapshot: Path) -> list[str]:
    """Files of a snapshot that are missing or are not as its manifest says, one sentence each."""
    if not (snapshot / MANIFEST).is_file():
        return [f"{snapshot / MANIFEST}: the file is missing"]
    said = manifest(snapshot)
    expected = {f"{name}.{end}": table.get(end) for name, table in said["tables"].items() for end in ("csv", "parquet")}
    problems = []
    for name, seal in (expected | said.get("index", {})).items():
        file = snapshot / name
        if not file.is_file():
            problems.append(f"{file}: the file is missing")
        elif files.seal(file) != seal:
            problems.append(f"{file}: size or hash is not the manifest's; the file was changed after the build")
    return problems


def check(path: Path) -> list[str]:
    """Compare a snapshot with its manifest and its tables with the schema.

    Args:
        path: A build folder, its ``current``, or a snapshot.

    Returns:
        One sentence a problem; empty when all is well.

    Raises:
        StoreError: There is no build, or a table cannot be read at all.
    """
    snapshot = snapshot_path(path)
    missing = [
        f"{name}: {name}.parquet is missing" for name in schema.TABLES if not (snapshot / f"{name}.parquet").is_file()
    ]
    return missing or check_files(snapshot) + schema.check(read_tables(snapshot))
