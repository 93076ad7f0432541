"""Which meetings are told as they were when the build in force was written: their evidence is taken over, not made.

A file beside the cache says of every meeting what its evidence was made from, and of which table that holds.
A table that is another one now (corrected, damaged, written by other rules) is not used.
"""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import bulk, dependencies, errors, files, store

FILE = Path("cache") / "evidence.parquet"
"""Where the list lies in a build folder."""

DIGESTS = pa.schema([("meeting_id", pa.string()), ("digest", pa.binary())])


def read(out: Path) -> bulk.Earlier | None:
    """What may be taken over from the build in force.

    Args:
        out: The build folder.

    Returns:
        The table with what each meeting's rows were made from, or ``None`` where there is nothing to take over.
    """
    try:
        snapshot = store.snapshot_path(out)
        listed = pq.read_table(out / FILE)
        evidence = snapshot / "evidence.parquet"
        if (listed.schema.metadata or {}).get(b"of") != _state(files.seal(evidence)["sha256"]):
            return None
        return bulk.Earlier(evidence, dict(zip(*(listed[name].to_pylist() for name in DIGESTS.names), strict=True)))
    except (errors.StoreError, OSError, pa.ArrowException, KeyError):
        return None


def write(out: Path, snapshot: Path, large: bulk.Bulk) -> None:
    """Write down what the evidence of a snapshot was made from.

    Args:
        out: The build folder.
        snapshot: What was just published.
        large: What it was published from; corrected evidence is not what that gave, and nothing is written of it.
    """
    said = store.manifest(snapshot)
    if "corrections" in said:
        (out / FILE).unlink(missing_ok=True)
        return
    evidence = said["tables"]["evidence"]["parquet"]["sha256"]
    columns = [list(large.digests), list(large.digests.values())]
    listed = pa.table(columns, schema=DIGESTS).replace_schema_metadata({b"of": _state(evidence)})
    draft = out / f"{FILE}-{os.getpid()}"
    pq.write_table(listed, draft)
    draft.replace(out / FILE)


def _state(sha256: str) -> bytes:
    """A table, and the code that laid it out."""
    return f"{sha256} {dependencies.fingerprint('pipeline.bulk')}".encode()
