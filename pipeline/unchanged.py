"""What of the build in force is as it would be written again: that is taken over, not made.

A file beside the cache says of every meeting what its evidence was made from, and of which files of which snapshot that
holds. Files that are others now (damaged, written by other rules) are not used.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import bulk, dependencies, errors, files, publish, search, store

FILE = Path("cache") / "evidence.parquet"
"""Where the list lies in a build folder."""

DIGESTS = pa.schema([("meeting_id", pa.string()), ("digest", pa.binary())])

TABLES = ("documents.parquet", "texts.parquet", "evidence.parquet")
"""Files that rows are taken from."""


def read(out: Path) -> bulk.Earlier | None:
    """What may be taken over from the build in force.

    Args:
        out: The build folder.

    Returns:
        The snapshot with what each meeting's rows were made from, or ``None`` where there is nothing to take over.
    """
    try:
        snapshot = extracted(out)
        listed = pq.read_table(out / FILE)
        said = listed.schema.metadata or {}
        if said.get(b"of") != _state(snapshot):
            return None
        digests = dict(zip(*(listed[name].to_pylist() for name in DIGESTS.names), strict=True))
    except (errors.StoreError, OSError, pa.ArrowException, KeyError):
        return None
    has_index = (snapshot / search.FILE).is_file() and said.get(b"index") == _index_state(snapshot)
    return bulk.Earlier(snapshot, digests, has_index)


def write(out: Path, large: bulk.Bulk) -> None:
    """Write down what the evidence of the build in force was made from.

    Args:
        out: The build folder.
        large: What was just published.
    """
    snapshot = extracted(out)
    columns = [list(large.digests), list(large.digests.values())]
    said = {b"of": _state(snapshot), b"index": _index_state(snapshot)}
    listed = pa.table(columns, schema=DIGESTS).replace_schema_metadata(said)
    draft = out / f"{FILE}-{os.getpid()}"
    pq.write_table(listed, draft)
    draft.replace(out / FILE)


def extracted(out: Path) -> Path:
    """The snapshot of the build in force as it was extracted: corrected evidence is not what articles gave."""
    return store.snapshot_path(out / publish.EXTRACTED if (out / publish.EXTRACTED).exists() else out)


def _state(snapshot: Path) -> bytes:
    """The files that rows are taken from, and the code that laid them out."""
    return _sealed(*(snapshot / name for name in TABLES), code=dependencies.fingerprint("pipeline.bulk"))


def _index_state(snapshot: Path) -> bytes:
    """The word index, and what folded the words."""
    return _sealed(snapshot / search.FILE, code=f"{dependencies.fingerprint('pipeline.search')} {duckdb.__version__}")


def _sealed(*paths: Path, code: str) -> bytes:
    """Stands for what is in some files now, and for some code."""
    digest = hashlib.sha256(code.encode())
    for path in paths:
        digest.update(files.seal(path)["sha256"].encode())
    return digest.hexdigest().encode()
